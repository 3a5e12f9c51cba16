using Portal.Client.Projects;
using Portal.Client.Shared;

namespace Portal.Client.Alerts;

/// <summary>How the words of alerts read on a page.</summary>
static class AlertWording
{
    public static string Of(AlertKind kind) => kind switch
    {
        AlertKind.BudgetThreshold => "Share of a budget spent",
        AlertKind.BudgetExhausted => "Budget used up",
        AlertKind.BudgetForecast => "Budget will be used up",
        AlertKind.Overshoot => "Provider took too much",
        AlertKind.SpendAnomaly => "Unusual spend",
        AlertKind.ProviderLimited => "Provider pushes back",
        _ => "Sums do not match",
    };

    public static (string Text, Tone Tone) Of(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Critical => ("Critical", Tone.Bad),
        AlertSeverity.Warning => ("Warning", Tone.Warning),
        _ => ("Info", Tone.Info),
    };

    public static (string Text, Tone Tone) Of(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Delivered => ("Delivered", Tone.Good),
        DeliveryStatus.Failed => ("Failed", Tone.Bad),
        _ => ("Waiting", Tone.Neutral),
    };

    public static string Of(AlertEvent one) => one.Type switch
    {
        AlertEventType.Opened => "Opened",
        AlertEventType.Acknowledged => $"Acknowledged by {one.Who}",
        AlertEventType.Mail => $"Mail to {one.Who}",
        _ => $"Webhook at {one.Who}",
    };

    public static string Event(string word) => word switch
    {
        Webhooks.WebhookEvents.AlertOpened => "An alert is opened",
        Webhooks.WebhookEvents.AlertAcknowledged => "An alert is acknowledged",
        Webhooks.WebhookEvents.Test => "Test",
        Webhooks.WebhookEvents.Everything => "Everything, also what comes later",
        _ => word,
    };
}
