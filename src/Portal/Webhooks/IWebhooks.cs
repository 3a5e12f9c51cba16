using System.Data;
using Portal.Api;
using Portal.Client.Webhooks;
using Portal.Outbox;

namespace Portal.Webhooks;

/// <summary>How other features tell webhooks of what has happened; asks for no right.</summary>
internal interface IWebhooks
{
    /// <summary>Called within the transaction of what it tells of: each webhook that asks for the event gets it from a queue that is on disk with it.</summary>
    /// <param name="type">Of <see cref="WebhookEvents.All"/>.</param>
    /// <param name="alertId">In whose history the deliveries stand.</param>
    void Publish<T>(IDbConnection connection, string type, string? alertId, T data);
}

internal sealed class WebhookQueue(TimeProvider time) : IWebhooks
{
    public void Publish<T>(IDbConnection connection, string type, string? alertId, T data)
    {
        var hooks = WebhooksRepository.Enabled(connection).Where(hook => hook.Asks(type)).ToList();
        if (hooks.Count == 0) return;
        var now = time.GetUtcNow();
        var body = Body(type, now, data);
        foreach (var hook in hooks) OutboxRepository.Insert(connection, Row(hook, type, alertId, body, now));
    }

    public static OutboxRow Row(WebhookRow hook, string type, string? alertId, string body, DateTimeOffset now) =>
        OutboxRow.New(OutboxRow.Webhook, hook.Id, new Uri(hook.Url).Host, type, alertId, body, now.ToUnixTimeSeconds());

    /// <summary>The payload as Standard Webhooks has it.</summary>
    public static string Body<T>(string type, DateTimeOffset now, T data) => Wire.Serialize(new WebhookPayload<T>(type, now.UtcDateTime.ToString("O"), data));
}

/// <param name="Timestamp">ISO 8601: when it happened.</param>
internal sealed record WebhookPayload<T>(string Type, string Timestamp, T Data);
