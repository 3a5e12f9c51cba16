using Portal.Client.Webhooks;
using Portal.Outbox;

namespace Portal.Webhooks;

/// <summary>Other systems that are told of what happens here.</summary>
internal static class WebhooksFeature
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<IWebhooks, WebhookQueue>();
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<IOutboxSender, WebhookSender>();
        return services.AddScoped<IWebhooksService, WebhooksService>();
    }

    public static void MapWebhooks(this IEndpointRouteBuilder routes) => WebhooksEndpoints.Map(routes);
}
