using Portal.Client.Providers;
using Portal.Models.Gateway;

namespace Portal.Providers;

/// <summary>The services that models are called at, kept by administrators.</summary>
internal static class ProvidersFeature
{
    public static IServiceCollection AddProviders(this IServiceCollection services)
    {
        services.AddSingleton<ProviderDirectory>();
        services.AddSingleton<IProviderDirectory>(provider => provider.GetRequiredService<ProviderDirectory>());
        services.AddSingleton<ProviderProbe>();
        services.AddSingleton<ProviderMinutes>();
        services.AddSingleton<IProviderCalls>(provider => provider.GetRequiredService<ProviderMinutes>());
        services.AddHostedService<ProviderMinutesSaver>();
        services.AddScoped<IProviderHealthService, ProviderHealthService>();
        services.AddScoped<ProvidersService>();
        services.AddScoped<IProvidersService>(provider => provider.GetRequiredService<ProvidersService>());
        return services;
    }

    public static IEndpointRouteBuilder MapProviders(this IEndpointRouteBuilder routes)
    {
        ProvidersEndpoints.Map(routes);
        return routes;
    }
}
