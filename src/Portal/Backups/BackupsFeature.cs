using Portal.Client.Backups;

namespace Portal.Backups;

/// <summary>Backups of the whole portal, by hand and by schedule.</summary>
internal static class BackupsFeature
{
    public static IServiceCollection AddBackups(this IServiceCollection services)
    {
        services.AddSingleton<BackupFolder>();
        services.AddScoped<BackupsService>();
        services.AddScoped<IBackupsService>(provider => provider.GetRequiredService<BackupsService>());
        services.AddHostedService<ScheduledBackups>();
        return services;
    }

    public static void MapBackups(this IEndpointRouteBuilder routes) => BackupsEndpoints.Map(routes);
}
