using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portal.Data.Sealing;

namespace Portal.Data;

internal static class DataFeature
{
    public static IServiceCollection AddData(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PortalOptions>().Bind(configuration.GetSection(PortalOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        Dapper.DefaultTypeMap.MatchNamesWithUnderscores = true;
        services.AddSingleton<IDatabase, SqliteDatabase>();
        services.AddDataProtection().SetApplicationName("Portal");
        services.AddOptions<KeyManagementOptions>().Configure<IOptions<PortalOptions>>((keys, portal) =>
            keys.XmlRepository = new FileSystemXmlRepository(
                new DirectoryInfo(Path.Combine(Path.GetFullPath(portal.Value.DataDirectory), "keys")), NullLoggerFactory.Instance));
        services.AddSingleton<ISecretProtector, SecretProtector>();
        services.AddSingleton<ThreadKeys>();
        services.AddSingleton<DestroyedKeys>();
        return services;
    }
}
