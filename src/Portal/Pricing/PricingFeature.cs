namespace Portal.Pricing;

/// <summary>What things cost: the price book and what it makes of use.</summary>
internal static class PricingFeature
{
    public static IServiceCollection AddPricing(this IServiceCollection services)
    {
        services.AddSingleton<IPriceBook, PriceBook>();
        return services;
    }
}
