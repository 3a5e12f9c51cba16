using System.Text.Json.Serialization;
using Portal.Client.Audit;
using Portal.Client.Api;

namespace Portal.Client.Usage;

/// <summary>Use in one stretch of time, of one group where asked for. Money in US dollars.</summary>
/// <param name="Start">Unix seconds at which the bucket begins, also where the stretch asked for begins later.</param>
/// <param name="Group">The group's id; null without <c>group_by</c>, and for what is of no group.</param>
/// <param name="Cost">The sum over calls whose model has a price.</param>
public sealed record UsageBucket(
    long Start,
    string? Group,
    long Runs,
    long ModelCalls,
    long ToolCalls,
    long InputTokens,
    long CachedTokens,
    long OutputTokens,
    long ReasoningTokens,
    decimal Cost,
    decimal ProviderCost)
{
    /// <summary>What the group is called, where that is not its id: a project, an assistant, a member or a key.</summary>
    public string? GroupName { get; init; }
}

/// <summary>What was used in the period before: one of the same kind, cut to as much of it as has passed of the present one.</summary>
/// <param name="Total">Its sum; the start is the period's.</param>
public sealed record UsageComparison(long From, long To, UsageBucket Total);

/// <summary>A run and what its calls took in the stretch and group asked for.</summary>
/// <param name="CreatedAt">Unix seconds at which the first of these calls ended.</param>
/// <param name="Model">Of the calls; the first by name where there were several.</param>
public sealed record UsageRun(
    string Id,
    string ProjectId,
    string ThreadId,
    string AssistantId,
    string? AssistantName,
    string Model,
    UsageActor Actor,
    long CreatedAt,
    long ModelCalls,
    long ToolCalls,
    long InputTokens,
    long CachedTokens,
    long OutputTokens,
    long ReasoningTokens,
    decimal Cost,
    decimal ProviderCost)
{
    public string Object => "usage.run";
}

/// <summary>Who asked for the run.</summary>
/// <param name="Name">Null where no name is known.</param>
public sealed record UsageActor(ActorType Type, string Id, string? Name);

/// <param name="TimeZone">IANA's name of the zone whose days and months the buckets are; hours are those of UTC.</param>
public sealed record UsageReport(long From, long To, string TimeZone, IReadOnlyList<UsageBucket> Data, UsageComparison? Previous = null)
{
    public string Object => "usage";
}

[JsonConverter(typeof(SnakeCaseEnum<UsageInterval>))]
public enum UsageInterval
{
    Hour,
    Day,
    Month,
    /// <summary>The whole stretch in one.</summary>
    All,
}

/// <param name="From">Unix seconds, inclusive; default: the month's first.</param>
/// <param name="To">Unix seconds, exclusive; default: now.</param>
/// <param name="GroupBy"><c>project</c>, <c>assistant</c>, <c>model</c>, <c>tier</c>, <c>member</c>, <c>key</c> or <c>metadata[name]</c> of the thread.</param>
/// <param name="Period">
/// In place of from and to, in the organization's zone: <c>this_month</c>, <c>last_month</c>, <c>last_7_days</c>, <c>last_30_days</c>, <c>last_90_days</c>, <c>last_12_months</c>, a month
/// (<c>2026-03</c>) or days, both inclusive (<c>2026-03-05..2026-03-09</c>).
/// </param>
/// <param name="Compare">Asks for the period before as well.</param>
public sealed record UsageQuery(
    long? From = null, long? To = null, UsageInterval Bucket = UsageInterval.Day, string? GroupBy = null, string? Period = null, bool Compare = false);

/// <summary>The runs behind a bucket.</summary>
/// <param name="Query">The stretch, and what is grouped by; null for all runs.</param>
/// <param name="Group">The group; null, where something is grouped by, for what is of no group.</param>
public sealed record UsageRunsQuery(UsageQuery Query, string? Group = null);
