using Portal.Client.Costs;

namespace Portal.Costs;

/// <summary>What everything costs, over time and by group, and what the month will come to.</summary>
internal static class CostsFeature
{
    public static IServiceCollection AddCosts(this IServiceCollection services)
    {
        services.AddSingleton<ScopeOutlooks>();
        services.AddScoped<CostExports>();
        return services.AddScoped<ICostsService, CostsService>();
    }

    public static void MapCosts(this IEndpointRouteBuilder routes) => CostsEndpoints.Map(routes);
}
