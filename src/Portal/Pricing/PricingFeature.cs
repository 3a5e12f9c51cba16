using Portal.Client.Pricing;

namespace Portal.Pricing;

/// <summary>What things cost: the price book and what it makes of use.</summary>
internal static class PricingFeature
{
    public static IServiceCollection AddPricing(this IServiceCollection services)
    {
        services.AddSingleton<PriceBook>();
        services.AddSingleton<IPriceBook>(provider => provider.GetRequiredService<PriceBook>());
        services.AddSingleton<ToolCharges>();
        services.AddSingleton<ChargeSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<ChargeSweep>());
        services.AddSingleton<PriceDryRuns>();
        services.AddSingleton<CostEstimates>();
        services.AddScoped<IPricingService, PricingService>();
        services.AddSingleton<Reconciler>();
        services.AddHostedService<DailyReconciliation>();
        services.AddScoped<IUsageImportsService, UsageImportsService>();
        services.AddScoped<UsageImportExports>();
        services.AddScoped<IReconciliationService, ReconciliationService>();
        return services;
    }

    public static void MapPricing(this IEndpointRouteBuilder routes)
    {
        PricingEndpoints.Map(routes);
        UsageImportsEndpoints.Map(routes);
    }
}
