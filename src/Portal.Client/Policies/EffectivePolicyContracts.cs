using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;
using Portal.Client.Assistants;

namespace Portal.Client.Policies;

/// <summary>All that holds for an assistant, merged from the organization down; each line says where it comes from. What is below tightens only.</summary>
/// <param name="AllowedDomains">Null where any host may be linked to; empty where none may.</param>
/// <param name="AllowedEntities">Null where the mode is off.</param>
/// <param name="HeldCharacters">How far a reply's end stays behind what the model has written; null where a rule holds the whole reply.</param>
/// <param name="Problems">What contradicts itself, in words.</param>
public sealed record EffectivePolicy(
    string AssistantId,
    bool Strict,
    IReadOnlyList<string>? AllowedDomains,
    PrivacyMode Mode,
    IReadOnlyList<string>? AllowedEntities,
    IReadOnlyList<PolicyLine> Lines,
    IReadOnlyList<EffectiveRule> Rules,
    int? HeldCharacters,
    IReadOnlyList<string> Problems)
{
    public string Object => "policy.effective";
}

/// <summary>One setting that takes part.</summary>
/// <param name="Field">strict, allowed_domains, mode or allowed_entities.</param>
public sealed record PolicyLine(string Field, IReadOnlyList<string> Values, PolicySource Source);

public sealed record EffectiveRule(PolicyRule Rule, PolicySource Source);

/// <param name="Level">Where the policy is attached.</param>
/// <param name="PolicyId">Null for the assistant's own settings.</param>
public sealed record PolicySource(PolicyTarget Level, string? PolicyId, string? PolicyName, int? Version);

/// <summary>A text, and the rules to try on it: exactly one of <see cref="Policy"/>, <see cref="PolicyIds"/> and <see cref="AssistantId"/>.</summary>
public sealed record PolicyTestInput
{
    [StringLength(200_000)]
    public required string Text { get; init; }

    public PolicyDirection Direction { get; init; } = PolicyDirection.Input;

    /// <summary>One that need not be saved.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PolicyInput? Policy { get; init; }

    [MinLength(1), MaxLength(20)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? PolicyIds { get; init; }

    /// <summary>Whatever holds for this assistant.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AssistantId { get; init; }
}

/// <summary>A text to try a saved policy on.</summary>
public sealed record PolicyTextInput
{
    [StringLength(200_000)]
    public required string Text { get; init; }

    public PolicyDirection Direction { get; init; } = PolicyDirection.Input;
}

/// <param name="Decision">The harshest action taken.</param>
/// <param name="Text">As it would go on; empty where it would not.</param>
/// <param name="HeldCharacters">As in <see cref="EffectivePolicy"/>; of the direction <c>output</c>.</param>
public sealed record PolicyTestResult(PolicyAction Decision, string Text, IReadOnlyList<PolicyFinding> Findings, int? HeldCharacters, double LatencyMs)
{
    public string Object => "policy.test";

    /// <summary>Told to the person where it blocks.</summary>
    public string? Message { get; init; }
}

/// <summary>Messages of the last days, read again by rules that are not in force yet.</summary>
public sealed record PolicyReplayInput
{
    [Range(1, 30)]
    public int Days { get; init; } = 7;

    /// <summary>Of messages, the newest first.</summary>
    [Range(1, 1000)]
    public int Limit { get; init; } = 200;

    /// <summary>The changed rules; left out, those that are saved are set against none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PolicyInput? Policy { get; init; }
}

/// <summary>What the rules would have done, side by side. It holds no word of the messages.</summary>
/// <param name="Messages">How many were read.</param>
/// <param name="Before">By the saved rules.</param>
/// <param name="After">By the changed ones.</param>
/// <param name="Differences">Messages with which the two do something else, the newest first, at most 100.</param>
public sealed record PolicyReplay(int Messages, PolicyReplayCounts Before, PolicyReplayCounts After, IReadOnlyList<PolicyReplayDifference> Differences)
{
    public string Object => "policy.replay";
}

public sealed record PolicyReplayCounts(int Flagged, int Redacted, int Blocked);

/// <param name="Before">The harshest action of the saved rules; allow where they find nothing.</param>
/// <param name="BeforeRules">The ids of the rules that find something.</param>
public sealed record PolicyReplayDifference(
    string ThreadId, string MessageId, PolicyDirection Direction, long CreatedAt,
    PolicyAction Before, IReadOnlyList<string> BeforeRules, PolicyAction After, IReadOnlyList<string> AfterRules);

/// <summary>Something that a rule found. Offsets are of the text as it was given.</summary>
/// <param name="PolicyId">Null for a policy that is not saved, and for an assistant's own settings.</param>
/// <param name="Start">In UTF-16 code units, <paramref name="End"/> exclusive.</param>
/// <param name="Score">How sure the rule is, 0 to 1.</param>
public sealed record PolicyFinding(string? PolicyId, string RuleId, string Type, string? Entity, int Start, int End, double Score, PolicyAction Action);

/// <summary>Something that a rule found in a conversation. It holds no word of it.</summary>
/// <param name="PolicyId">Null for the assistant's own settings.</param>
/// <param name="Count">How often, in the same text.</param>
/// <param name="ThreadId">Null for the try-it pane.</param>
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
public sealed record SafetyFlag(string EventId, string? PolicyId, string RuleId, string Type, PolicyDirection Direction, string? Entity, PolicyAction Action);

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

/// <summary>Under which policies an assistant runs.</summary>
/// <param name="Policies">Names, from the organization's down.</param>
public sealed record PolicyCoverage(
    string AssistantId, string AssistantName, string ProjectId, string ProjectName, PrivacyMode Mode, bool Strict, int Rules, IReadOnlyList<string> Policies);
