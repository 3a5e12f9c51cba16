using Portal.Access;
using Portal.Access.Setup;
using Portal.Client.Keys;

namespace Portal.Keys;

/// <summary>The keys that programs call with: made, rotated and revoked here, and turned into callers.</summary>
internal static class KeysFeature
{
    public static IServiceCollection AddKeys(this IServiceCollection services)
    {
        services.AddSingleton<IKeyCallers, KeyAuthenticator>();
        services.AddSingleton<IKeyDirectory, KeyDirectory>();
        services.AddSingleton<IFirstKey, FirstKey>();
        services.AddSingleton<IKeyEnds, KeyEnds>();
        services.AddScoped<KeysService>();
        services.AddScoped<IKeysService>(provider => provider.GetRequiredService<KeysService>());
        return services;
    }

    public static void MapKeys(this IEndpointRouteBuilder routes) => KeysEndpoints.Map(routes);
}
