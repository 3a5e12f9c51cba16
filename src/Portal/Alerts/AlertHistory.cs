using Portal.Api;
using Portal.Client.Alerts;
using Portal.Outbox;

namespace Portal.Alerts;

/// <summary>What became of an alert, out of itself and of what was sent of it.</summary>
internal static class AlertHistory
{
    public static IReadOnlyList<AlertEvent> Of(AlertRow alert, IEnumerable<OutboxRow> deliveries)
    {
        List<AlertEvent> events = [new(AlertEventType.Opened, alert.CreatedAt), .. deliveries.Select(Of)];
        if (alert.AcknowledgedAt is { } at) events.Add(new(AlertEventType.Acknowledged, at, alert.AcknowledgedByName));
        return [.. events.OrderBy(one => one.At)];
    }

    static AlertEvent Of(OutboxRow row) => new(
        row.Channel == OutboxRow.Mail ? AlertEventType.Mail : AlertEventType.Webhook, row.FinishedAt ?? row.CreatedAt, row.Recipient,
        Wire.Word<DeliveryStatus>(row.Status), row.Attempts, row.Error, row.NextAttemptAt);
}
