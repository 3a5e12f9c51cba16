using System.Text.Json.Serialization;
using Portal.Client.Api;
using Portal.Client.Projects;

namespace Portal.Client.Alerts;

/// <summary>What an alert is about.</summary>
[JsonConverter(typeof(SnakeCaseEnum<AlertKind>))]
public enum AlertKind
{
    /// <summary>A share of a budget is spent.</summary>
    BudgetThreshold,
    /// <summary>Nothing of a budget is left.</summary>
    BudgetExhausted,
    /// <summary>By its pattern, spend will pass a budget before its period ends.</summary>
    BudgetForecast,
    /// <summary>A provider charged more than a call was allowed to take.</summary>
    Overshoot,
    /// <summary>Spend is far off its pattern.</summary>
    SpendAnomaly,
    /// <summary>A provider pushes back, and limits were lowered.</summary>
    ProviderLimited,
    /// <summary>Sums do not equal their rows.</summary>
    Reconciliation,
}

/// <summary>Something that people should know of.</summary>
/// <param name="ProjectId">Null for what concerns the whole organization.</param>
/// <param name="Link">The page that shows more, relative to the portal's address.</param>
/// <param name="Muted">Its kind was muted when it was opened, so nobody was told.</param>
/// <param name="AcknowledgedBy">Id of the person or key.</param>
/// <param name="History">What became of it, oldest first; null in lists.</param>
public sealed record Alert(
    string Id,
    AlertKind Kind,
    AlertSeverity Severity,
    string? ProjectId,
    string? ProjectName,
    string Title,
    string Message,
    string? Link,
    AlertStatus Status,
    bool Muted,
    string? AcknowledgedBy,
    string? AcknowledgedByName,
    long? AcknowledgedAt,
    long CreatedAt,
    IReadOnlyList<AlertEvent>? History = null)
{
    public string Object => "alert";
}

[JsonConverter(typeof(SnakeCaseEnum<AlertStatus>))]
public enum AlertStatus
{
    Open,
    /// <summary>Somebody has seen to it.</summary>
    Acknowledged,
}

/// <summary>One line of an alert's history.</summary>
/// <param name="Who">The address or host that was told, or who acknowledged.</param>
/// <param name="Delivery">Null where it is no delivery.</param>
/// <param name="Attempts">Tries so far.</param>
/// <param name="NextAttemptAt">Unix seconds; null where there is no further try.</param>
public sealed record AlertEvent(
    AlertEventType Type, long At, string? Who = null, DeliveryStatus? Delivery = null, long Attempts = 0, string? Error = null, long? NextAttemptAt = null);

[JsonConverter(typeof(SnakeCaseEnum<AlertEventType>))]
public enum AlertEventType
{
    Opened,
    Mail,
    Webhook,
    Acknowledged,
}

/// <summary>What became of a mail or a call of a webhook.</summary>
[JsonConverter(typeof(SnakeCaseEnum<DeliveryStatus>))]
public enum DeliveryStatus
{
    /// <summary>It is to be sent, at once or again.</summary>
    Pending,
    Delivered,
    /// <summary>It was given up.</summary>
    Failed,
}

[ReadOnlyFields("id", "object", "kind", "severity", "project_id", "project_name", "title", "message", "link", "muted", "acknowledged_by",
    "acknowledged_by_name", "acknowledged_at", "created_at", "history")]
public sealed record AlertInput
{
    public required AlertStatus Status { get; init; }
}

/// <summary>Null is any.</summary>
public sealed record AlertFilter(AlertStatus? Status = null, AlertKind? Kind = null, string? ProjectId = null);

/// <summary>Alerts of the kind are told to nobody until then; they still stand in the list.</summary>
/// <param name="ProjectId">Null for all projects.</param>
/// <param name="Until">Unix seconds.</param>
/// <param name="CreatedBy">Id of the person or key.</param>
public sealed record AlertMute(string Id, AlertKind Kind, string? ProjectId, long Until, string CreatedBy, long CreatedAt)
{
    public string Object => "alert_mute";
}

[ReadOnlyFields("id", "object", "created_by", "created_at")]
public sealed record AlertMuteInput
{
    public required AlertKind Kind { get; init; }

    public string? ProjectId { get; init; }

    /// <summary>Unix seconds, at most a year from now.</summary>
    public required long Until { get; init; }
}
