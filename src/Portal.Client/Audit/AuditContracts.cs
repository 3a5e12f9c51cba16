using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Client.Api;
using Portal.Client.Runs;
using Portal.Client.Threads;

namespace Portal.Client.Audit;

/// <summary>One line of the audit log. Each row's hash covers the one before it.</summary>
/// <param name="Action"><c>noun.verb</c> in the past tense, such as <c>project.created</c>.</param>
/// <param name="Status">HTTP status of the answer; null where no call stood behind it.</param>
/// <param name="PreviousHash">Lower-case hexadecimal SHA-256; 64 zeros before the first row.</param>
public sealed record AuditEvent(
    string Id,
    long Sequence,
    long CreatedAt,
    AuditActor Actor,
    string Action,
    AuditTarget? Target,
    string? ProjectId,
    AuditOutcome Outcome,
    int? Status,
    string? RequestId,
    long? DurationMs,
    IReadOnlyList<AuditChange> Changes,
    Upstream? Upstream,
    TokenUsage? Usage,
    string? SafetyFlag,
    string PreviousHash,
    string Hash)
{
    public string Object => "audit_event";
}

public sealed record AuditActor(ActorType Type, string Id, string Name, string? Ip);

[JsonConverter(typeof(SnakeCaseEnum<ActorType>))]
public enum ActorType
{
    User,
    Key,
    Visitor,
    System,
}

public sealed record AuditTarget(string Type, string Id);

public sealed record AuditChange(string Field, JsonElement? Before, JsonElement? After);

[JsonConverter(typeof(SnakeCaseEnum<AuditOutcome>))]
public enum AuditOutcome
{
    Success,
    Denied,
    Failure,
}

/// <summary>Filters of the audit log; null filters nothing.</summary>
/// <param name="From">Unix seconds, inclusive.</param>
/// <param name="To">Unix seconds, exclusive.</param>
/// <param name="Query">
/// Whole words, or whole ids, of the action, the actor, the target, the request, the address and what was changed; all must be there.
/// </param>
public sealed record AuditFilter(
    string? Action = null,
    string? ActorId = null,
    string? TargetId = null,
    string? ProjectId = null,
    AuditOutcome? Outcome = null,
    long? From = null,
    long? To = null,
    string? Query = null)
{
    /// <summary>How many days a search without a beginning looks back.</summary>
    public const int SearchDays = 30;

    /// <summary>The filter with the beginning that a search for words needs.</summary>
    public AuditFilter Bounded(DateTimeOffset now) =>
        Query is null || From is not null ? this : this with { From = Math.Max(0, (To ?? now.ToUnixTimeSeconds()) - (SearchDays * 86_400)) };
}

/// <summary>What the log can be filtered by: an actor or an action that stands in it.</summary>
/// <param name="Value">The id of the actor; the action itself.</param>
/// <param name="Label">The actor's name; the action itself.</param>
/// <param name="Type">The actor's type; null for an action.</param>
public sealed record AuditSuggestion(string Value, string Label, ActorType? Type)
{
    public string Object => "audit_suggestion";
}

[JsonConverter(typeof(SnakeCaseEnum<AuditSuggestionField>))]
public enum AuditSuggestionField
{
    Action,
    Actor,
}
