using System.ComponentModel.DataAnnotations;
using Portal.Client.Alerts;
using Portal.Client.Api;

namespace Portal.Client.Webhooks;

/// <summary>An address that is called when something happens, signed as in Standard Webhooks.</summary>
/// <param name="Id"><c>hook_…</c></param>
/// <param name="Events">Of <see cref="WebhookEvents.All"/>, or <c>*</c> for all.</param>
/// <param name="DisabledReason">Why it was switched off by itself.</param>
/// <param name="Secret"><c>whsec_</c> and base64; only in the answer that made it or a new one.</param>
public sealed record Webhook(
    string Id, string Url, IReadOnlyList<string> Events, bool Enabled, string? DisabledReason, long CreatedAt, long UpdatedAt, string? Secret = null)
{
    public string Object => "webhook";
}

public static class WebhookEvents
{
    public const string Everything = "*";
    public const string AlertOpened = "alert.opened";
    public const string AlertAcknowledged = "alert.acknowledged";

    /// <summary>Sent only when it is asked for.</summary>
    public const string Test = "webhook.test";

    public static readonly IReadOnlyList<string> All = [AlertOpened, AlertAcknowledged];
}

[ReadOnlyFields("id", "object", "disabled_reason", "created_at", "updated_at", "secret")]
public sealed record WebhookInput
{
    /// <summary>https; http only to this machine and private addresses. Its network has to be public or allowed in the settings.</summary>
    [StringLength(2_000, MinimumLength = 1), SingleLine]
    public required string Url { get; init; }

    [MinLength(1, ErrorMessage = "must name at least one event."), MaxLength(20)]
    public required IReadOnlyList<string> Events { get; init; }

    public bool Enabled { get; init; } = true;
}

public sealed record WebhookRotation
{
    /// <summary>For how long the old secret signs beside the new one; at most a week.</summary>
    [Range(0, 604_800)]
    public int OverlapSeconds { get; init; } = 86_400;
}

/// <summary>One event on its way to a webhook.</summary>
/// <param name="Id"><c>dlv_…</c>; sent as <c>webhook-id</c>, the same at each try.</param>
/// <param name="ResponseCode">The last answer's HTTP status; null where there was none.</param>
/// <param name="Error">Why the last try failed.</param>
/// <param name="NextAttemptAt">Unix seconds; null where there is no further try.</param>
public sealed record WebhookDelivery(
    string Id,
    string Event,
    DeliveryStatus Status,
    long Attempts,
    long? ResponseCode,
    long? LatencyMs,
    string? Error,
    long? NextAttemptAt,
    long CreatedAt,
    long? FinishedAt)
{
    public string Object => "webhook.delivery";
}

/// <summary>One of both.</summary>
public sealed record RedeliveryInput
{
    /// <summary>Unix seconds: everything that was made since then and does not wait to be sent.</summary>
    public long? From { get; init; }

    public string? DeliveryId { get; init; }
}

/// <param name="Count">How many are sent again.</param>
public sealed record Redelivery(int Count)
{
    public string Object => "webhook.redelivery";
}

/// <summary>Where the organization's events are sent to; for those who manage it.</summary>
public interface IWebhooksService
{
    Task<Result<ListPage<Webhook>>> List(ListQuery query, CancellationToken cancellation);

    Task<Result<Webhook>> Get(string id, CancellationToken cancellation);

    /// <summary>With its secret, this once.</summary>
    Task<Result<Webhook>> Create(WebhookInput input, CancellationToken cancellation);

    Task<Result<Webhook>> Update(string id, WebhookInput input, CancellationToken cancellation);

    /// <summary>With a new secret, shown this once.</summary>
    Task<Result<Webhook>> Rotate(string id, WebhookRotation input, CancellationToken cancellation);

    Task<Result<Deleted>> Delete(string id, CancellationToken cancellation);

    /// <param name="status">Null is any.</param>
    Task<Result<ListPage<WebhookDelivery>>> ListDeliveries(string id, DeliveryStatus? status, ListQuery query, CancellationToken cancellation);

    /// <summary>Sends an event of no meaning.</summary>
    Task<Result<WebhookDelivery>> Test(string id, CancellationToken cancellation);

    Task<Result<Redelivery>> Redeliver(string id, RedeliveryInput input, CancellationToken cancellation);
}
