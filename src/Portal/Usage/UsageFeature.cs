using Portal.Client.Usage;

namespace Portal.Usage;

internal static class UsageFeature
{
    public static IServiceCollection AddUsage(this IServiceCollection services)
    {
        services.AddSingleton<UsageNames>();
        services.AddSingleton<IProjectUse, ProjectUse>();
        services.AddScoped<UsageExports>();
        services.AddScoped<IUsageCallsService, UsageCallsService>();
        return services.AddScoped<IUsageService, UsageService>();
    }

    public static void MapUsage(this IEndpointRouteBuilder routes)
    {
        UsageEndpoints.Map(routes);
        UsageCallsEndpoints.Map(routes);
    }
}
