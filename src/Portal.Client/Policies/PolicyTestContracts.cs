using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Portal.Client.Policies;

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

    /// <summary>The ids of rules that were not tried: those of the type <c>moderation</c>, which would send each message to a provider.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
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
