using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Policies;

/// <summary>Something that a rule found in a conversation. It holds no word of it.</summary>
/// <param name="PolicyId">Null for the assistant's own settings.</param>
/// <param name="Count">How often, in the same text.</param>
/// <param name="ThreadId">Null for the try-it pane.</param>
/// <param name="MessageId">The question that it was found in; else the reply.</param>
public sealed record SafetyEvent(
    string Id,
    string ProjectId,
    string? AssistantId,
    string? ThreadId,
    string? RunId,
    string? MessageId,
    string? PolicyId,
    int? PolicyVersion,
    string RuleId,
    string Type,
    PolicyDirection Direction,
    string? Entity,
    PolicyAction Action,
    double Score,
    int Count,
    SafetyVerdict? Verdict,
    string? ReviewedBy,
    long? ReviewedAt,
    long CreatedAt)
{
    public string Object => "safety.event";
}

/// <summary>An event's part that goes with a reply's stream. It holds no word of what was found.</summary>
/// <param name="EventId">Of the <see cref="SafetyEvent"/>.</param>
public sealed record SafetyFlag(string EventId, string? PolicyId, string RuleId, string Type, PolicyDirection Direction, string? Entity, PolicyAction Action)
{
    /// <summary>As in the event: the question or the reply.</summary>
    public string? MessageId { get; init; }
}

/// <summary>What a person found when they looked at an event.</summary>
[JsonConverter(typeof(SnakeCaseEnum<SafetyVerdict>))]
public enum SafetyVerdict
{
    Right,
    FalsePositive,
}

public sealed record SafetyReviewInput
{
    /// <summary>Null takes a verdict back.</summary>
    public required SafetyVerdict? Verdict { get; init; }
}

/// <summary>Which safety events are listed.</summary>
public sealed record SafetyEventFilter
{
    public string? ProjectId { get; init; }

    public string? AssistantId { get; init; }

    public string? ThreadId { get; init; }

    public string? PolicyId { get; init; }

    public string? RuleId { get; init; }

    public PolicyAction? Action { get; init; }

    public PolicyDirection? Direction { get; init; }

    /// <summary>True for those that a person has looked at, false for the others.</summary>
    public bool? Reviewed { get; init; }
}

/// <summary>How a rule has done.</summary>
/// <param name="Precision">Of the events that people have looked at, the part that was right, 0 to 1; null where nobody has looked at one.</param>
public sealed record RulePrecision(string? PolicyId, string RuleId, long Events, long Right, long FalsePositives, double? Precision);
