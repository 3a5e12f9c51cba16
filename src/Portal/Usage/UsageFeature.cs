using Portal.Client.Usage;

namespace Portal.Usage;

internal static class UsageFeature
{
    public static IServiceCollection AddUsage(this IServiceCollection services)
    {
        services.AddSingleton<UsageNames>();
        services.AddSingleton<IProjectUse, ProjectUse>();
        services.AddScoped<UsageExports>();
        return services.AddScoped<IUsageService, UsageService>();
    }

    public static void MapUsage(this IEndpointRouteBuilder routes) => UsageEndpoints.Map(routes);
}
