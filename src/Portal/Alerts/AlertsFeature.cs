using Portal.Alerts.Digests;
using Portal.Alerts.Spend;
using Portal.Client.Alerts;
using Portal.Outbox;

namespace Portal.Alerts;

/// <summary>Alerts, whom they are told, digests of spend, and the watch over it.</summary>
internal static class AlertsFeature
{
    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.AddSingleton<IAlerts, AlertBook>();
        services.AddSingleton<AlertFeed>();
        services.AddSingleton<CurrencyCache>();
        services.AddSingleton<IOutboxSender, MailSender>();
        services.AddSingleton<DigestWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<DigestWorker>());
        services.AddSingleton<SpendWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<SpendWatch>());
        services.AddScoped<IAlertsService, AlertsService>();
        services.AddScoped<AlertsStreams>();
        services.AddScoped<IAlertsEvents>(provider => provider.GetRequiredService<AlertsStreams>());
        services.AddScoped<IAlertDeliveryService, AlertDeliveryService>();
        return services;
    }

    public static void MapAlerts(this IEndpointRouteBuilder routes) => AlertsEndpoints.Map(routes);
}
