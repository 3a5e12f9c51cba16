using Portal.Client.Limits;
using Portal.Costs;
using Portal.Models.Gateway;
using Portal.Pricing;

namespace Portal.Limits;

/// <summary>Who may use how much: enforced on the way to the model, shown, and set.</summary>
internal static class LimitsFeature
{
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.AddSingleton<Quota>();
        services.AddSingleton<QuotaBooks>();
        services.AddSingleton<IMonthBudgets>(provider => provider.GetRequiredService<QuotaBooks>());
        services.AddSingleton<AdaptiveLimits>();
        services.AddSingleton<CallQuotes>();
        services.AddSingleton<Refusals>();
        services.AddSingleton<BudgetWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<BudgetWatch>());
        services.AddHostedService<BudgetForecasts>();
        services.AddSingleton<Settlements>();
        services.AddSingleton<IChargesWatcher>(provider => provider.GetRequiredService<Settlements>());
        services.AddSingleton<MeteredGateway>();
        services.AddSingleton<ICallEstimator>(provider => provider.GetRequiredService<MeteredGateway>());
        services.AddHostedService<QuotaStart>();
        services.AddScoped<RateLimitStatus>();
        services.AddScoped<Admissions>();
        services.AddScoped<LimitScopes>();
        services.AddSingleton<LimitsReplays>();
        services.AddScoped<ILimitsService, LimitsService>();
        services.AddScoped<IBudgetsService, BudgetsService>();
        services.AddScoped<IRefusalsService, RefusalsService>();
        services.AddScoped<LimitsStreams>();
        services.AddScoped<ILimitsEvents>(provider => provider.GetRequiredService<LimitsStreams>());
        return services;
    }

    public static void MapLimits(this IEndpointRouteBuilder routes)
    {
        LimitsEndpoints.Map(routes);
        BudgetsEndpoints.Map(routes);
    }

    /// <summary>Before any run goes on or begins.</summary>
    sealed class QuotaStart(QuotaBooks books) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => books.Load(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
