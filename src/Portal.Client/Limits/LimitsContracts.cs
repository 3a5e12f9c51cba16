using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Limits;

/// <summary>What a limit or a budget holds for.</summary>
[JsonConverter(typeof(SnakeCaseEnum<ScopeType>))]
public enum ScopeType
{
    Organization,
    Project,
    Assistant,
    Key,
    Member,
}

/// <summary>What stood in a call's way.</summary>
[JsonConverter(typeof(SnakeCaseEnum<LimitKind>))]
public enum LimitKind
{
    TokensPerMinute,
    RequestsPerMinute,
    ConcurrentThreads,
    TokensPerDay,
    TokensPerMonth,
    MaxRunCost,
    Budget,
    /// <summary>The model has no price, and a hard budget holds.</summary>
    Unpriced,
    /// <summary>The organization's tokens are short, and the project has had its share of them.</summary>
    FairShare,
    /// <summary>The model's providers push back, and the limit was lowered for it.</summary>
    Provider,
}

/// <summary>The limits of a scope; null is none.</summary>
[ReadOnlyFields("object", "scope_type", "scope_id", "scope_name", "estimated_cost", "details")]
public sealed record LimitsInput
{
    public const long MostTokens = 1_000_000_000_000;

    /// <summary>Of input and output together.</summary>
    [Range(1, MostTokens)]
    public long? TokensPerMinute { get; init; }

    /// <summary>Model calls.</summary>
    [Range(1, 1_000_000_000)]
    public long? RequestsPerMinute { get; init; }

    /// <summary>Threads with a reply that is queued or being made.</summary>
    [Range(1, 1_000_000)]
    public long? ConcurrentThreads { get; init; }

    [Range(1, MostTokens)]
    public long? TokensPerDay { get; init; }

    [Range(1, MostTokens)]
    public long? TokensPerMonth { get; init; }

    /// <summary>US dollars that one run may cost, over all its model calls.</summary>
    [Range(typeof(decimal), "0.000000001", "1000000")]
    public decimal? MaxRunCost { get; init; }

    /// <summary>How long a call waits, in order, for room that time or others will give; 0 refuses it at once.</summary>
    [Range(0, 300)]
    public int QueueSeconds { get; init; }

    /// <summary>The project's part of the organization's tokens when those are short, beside the other projects' weights.</summary>
    [Range(1, 1_000)]
    public int Weight { get; init; } = 1;
}

/// <summary>The limits of a scope, and how far they are used.</summary>
/// <param name="EstimatedCost">US dollars of the next call of average size; null before the first priced call.</param>
/// <param name="Details">By the limit's name.</param>
public sealed record ScopeLimits(
    ScopeType ScopeType,
    string ScopeId,
    long? TokensPerMinute,
    long? RequestsPerMinute,
    long? ConcurrentThreads,
    long? TokensPerDay,
    long? TokensPerMonth,
    decimal? MaxRunCost,
    int QueueSeconds,
    int Weight,
    decimal? EstimatedCost,
    IReadOnlyDictionary<string, LimitDetail> Details)
{
    public string Object => "limits";

    /// <summary>What the scope is called; null for the organization, and where it is gone.</summary>
    public string? ScopeName { get; init; }
}

/// <param name="Limit">As it was set; null for none.</param>
/// <param name="Effective">What holds at this moment; null for none.</param>
/// <param name="Used">Reserved or used within the limit's time.</param>
/// <param name="Remaining">Null where nothing limits.</param>
/// <param name="ResetsAt">Unix seconds at which all of it is free again; null where that depends on nothing but calls that end.</param>
/// <param name="Reason">Why the effective limit is what it is.</param>
public sealed record LimitDetail(decimal? Limit, decimal? Effective, decimal Used, decimal? Remaining, long? ResetsAt, string? Reason);

/// <summary>A call that was refused, and by what. What one caller meets again within a minute is counted in one.</summary>
/// <param name="DecidedBy">What stood in its way.</param>
/// <param name="Limit">With the next three: the counter at that moment, in tokens, requests, threads or US dollars.</param>
/// <param name="Code">The error's.</param>
/// <param name="Count">How often within the minute.</param>
public sealed record Refusal(
    string Id,
    string ProjectId,
    ScopeType ScopeType,
    string ScopeId,
    string? ScopeName,
    LimitKind DecidedBy,
    string? BudgetId,
    Audit.ActorType ActorType,
    string ActorId,
    string? ActorName,
    string? AssistantId,
    string Model,
    string Code,
    string Message,
    decimal Limit,
    decimal Used,
    decimal Reserved,
    decimal Asked,
    long Count,
    long CreatedAt,
    long LastAt)
{
    public string Object => "refusal";
}

/// <summary>What happens at this moment.</summary>
/// <param name="Waiting">In the order in which they came.</param>
public sealed record LimitsState(IReadOnlyList<WaitingCall> Waiting, IReadOnlyList<ProviderLoad> Providers)
{
    public string Object => "limits.state";
}

/// <param name="Reason">What it waits for, for people.</param>
public sealed record WaitingCall(string ProjectId, string ThreadId, LimitKind WaitsFor, string Reason);

/// <param name="Factor">Of what the provider is asked for otherwise: 1 where it is well.</param>
/// <param name="RestsUntil">Unix seconds before which it is not asked at all.</param>
/// <param name="LoweredAt">Unix seconds of the last lowering.</param>
public sealed record ProviderLoad(string ProviderId, string Name, double Factor, long? RestsUntil, long? LoweredAt, string? Reason);

public sealed record LimitsDryRunInput
{
    [Required]
    public required LimitsInput Limits { get; init; }

    /// <summary>Within the project; null for the project itself.</summary>
    public BudgetScope? Scope { get; init; }

    /// <summary>A hard budget as well; its scope is the one that is asked about.</summary>
    public BudgetInput? Budget { get; init; }

    /// <summary>How far back.</summary>
    [Range(1, 31)]
    public int Days { get; init; } = 7;
}

/// <summary>
/// What calls that were made would have met. Retries of who is refused are not foreseen; calls count as in flight in whole
/// seconds, and those of threads that are deleted only at their end.
/// </summary>
/// <param name="Calls">That were made.</param>
/// <param name="Refused">Of these.</param>
/// <param name="RefusedCost">US dollars that those had cost.</param>
/// <param name="By">What would have refused them, and whom, the most first.</param>
public sealed record LimitsReplay(long From, long To, long Calls, long Refused, decimal RefusedCost, IReadOnlyList<ReplayedRefusals> By)
{
    public string Object => "limits.dry_run";
}

public sealed record ReplayedRefusals(LimitKind DecidedBy, Audit.ActorType ActorType, string ActorId, string? ActorName, long Calls, long FirstAt);
