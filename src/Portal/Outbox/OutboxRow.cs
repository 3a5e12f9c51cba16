using Dapper;
using Portal.Api;
using Portal.Client.Alerts;

namespace Portal.Outbox;

/// <summary>Something that is to be sent to somebody, and what became of it.</summary>
/// <param name="Id"><c>dlv_…</c>; the same at each try, so that a receiver knows what it has had.</param>
/// <param name="Lane">What is sent one after the other; a slow receiver holds up its own lane alone.</param>
/// <param name="Recipient">Who is told, as people may see it.</param>
/// <param name="Payload">Of the channel's own shape.</param>
/// <param name="Attempts">Tries that were begun.</param>
/// <param name="NextAttemptAt">Unix seconds; null once it is over.</param>
[method: ExplicitConstructor]
internal sealed record OutboxRow(
    string Id,
    string Channel,
    string Lane,
    string Recipient,
    string Event,
    string? AlertId,
    string Payload,
    string Status,
    long Attempts,
    long? ResponseCode,
    long? LatencyMs,
    string? Error,
    long? NextAttemptAt,
    long CreatedAt,
    long? FinishedAt)
{
    public const string Mail = "mail";
    public const string Webhook = "webhook";

    public static readonly string Pending = Wire.Word(DeliveryStatus.Pending);

    /// <summary>Due at once.</summary>
    public static OutboxRow New(string channel, string lane, string recipient, string @event, string? alertId, string payload, long now) =>
        new(Ids.New("dlv"), channel, lane, recipient, @event, alertId, payload, Pending, 0, null, null, null, now, now, null);
}
