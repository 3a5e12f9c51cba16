using System.Text.Json.Serialization;
using Portal.Client.Api;
using Portal.Client.Usage;

namespace Portal.Client.Costs;

/// <summary>Cost in one stretch of time, of one group where asked for. Money in US dollars.</summary>
/// <param name="Start">Unix seconds at which the bucket begins.</param>
/// <param name="Group">The group's id; null without <c>group_by</c>, for what is of no group, and for the groups that are summed as others.</param>
/// <param name="ModelTier">Of the calls of models that have a price.</param>
/// <param name="Memory">Of what is stored, by GB-months.</param>
/// <param name="Tools">Of the calls of tools that have a price.</param>
/// <param name="Flat">The parts of flat monthly prices.</param>
/// <param name="Cost">All of these.</param>
/// <param name="ProviderCost">What providers charge for the calls, where that is known.</param>
/// <param name="Margin">The cost less what providers charge.</param>
public sealed record CostBucket(
    long Start,
    string? Group,
    long Runs,
    long ModelCalls,
    long ToolCalls,
    long InputTokens,
    long CachedTokens,
    long OutputTokens,
    long ReasoningTokens,
    decimal ModelTier,
    decimal Memory,
    decimal Tools,
    decimal Flat,
    decimal Cost,
    decimal ProviderCost,
    decimal Margin)
{
    /// <summary>What the group is called, where that is not its id.</summary>
    public string? GroupName { get; init; }

    /// <summary>How many groups are summed here, of those beyond the <c>top</c>; null where it is one.</summary>
    public int? Others { get; init; }
}

/// <summary>The period before: one of the same kind, cut to as much of it as has passed of the present one.</summary>
/// <param name="Data">By time, in the same buckets, ungrouped.</param>
/// <param name="Movers">The groups whose cost differs most from the period before, in dollars, largest first.</param>
public sealed record CostComparison(long From, long To, CostBucket Total, IReadOnlyList<CostBucket> Data, IReadOnlyList<CostMover> Movers);

/// <param name="Cost">In this period.</param>
/// <param name="PreviousCost">In the period before.</param>
public sealed record CostMover(string? Group, string? GroupName, decimal Cost, decimal PreviousCost)
{
    public decimal Change => Cost - PreviousCost;
}

/// <param name="TimeZone">IANA's name of the zone whose days and months the buckets are; hours are those of UTC.</param>
/// <param name="Groups">Over the whole period, the costliest first.</param>
public sealed record CostReport(
    long From, long To, string TimeZone, IReadOnlyList<CostBucket> Data, IReadOnlyList<CostBucket> Groups, CostComparison? Previous = null)
{
    public string Object => "costs";
}

/// <param name="Query">As of usage; <c>group_by</c> may be <c>tool</c> as well.</param>
/// <param name="Top">So many of the costliest groups are told apart, 1–100; the rest are summed as others. Null for all.</param>
public sealed record CostQuery(UsageQuery Query, int? Top = null);

/// <summary>Where the present month stands, in the organization's zone. Money in US dollars.</summary>
/// <param name="At">Unix seconds.</param>
/// <param name="TodayLastWeek">The same day of last week, until the same time of day.</param>
/// <param name="LastMonthToDate">As much of last month as has passed of this one.</param>
/// <param name="Days">This month, day by day until now.</param>
/// <param name="Forecast">Null where there are too few days with spend to judge by.</param>
/// <param name="Budgets">The budgets of the month, the lowest first.</param>
/// <param name="Conversations">Threads that something happened in this month.</param>
/// <param name="CostPerConversation">The month's cost by their number; null where there is none.</param>
/// <param name="ResolvedConversations">Those of them that are resolved.</param>
public sealed record CostSummary(
    long At,
    string TimeZone,
    decimal Today,
    decimal TodayLastWeek,
    decimal MonthToDate,
    decimal LastMonthToDate,
    decimal LastMonth,
    IReadOnlyList<CostDay> Days,
    CostForecast? Forecast,
    IReadOnlyList<CostBudget> Budgets,
    long Conversations,
    decimal? CostPerConversation,
    long ResolvedConversations,
    decimal? CostPerResolved)
{
    public string Object => "costs.summary";
}

/// <param name="Start">Unix seconds at which the day begins.</param>
public sealed record CostDay(long Start, decimal Cost);

/// <summary>What the whole month is likely to cost.</summary>
/// <param name="Low">With <paramref name="High"/> the range that holds <paramref name="Coverage"/> of what may come.</param>
/// <param name="Coverage">A share of 1.</param>
/// <param name="FromDays">How many days it is judged by.</param>
public sealed record CostForecast(decimal Expected, decimal Low, decimal High, double Coverage, int FromDays);

/// <param name="Spent">In its period so far.</param>
/// <param name="UsedUp">When it is likely to be used up; null where there is no forecast, or that is not within the month.</param>
public sealed record CostBudget(string Id, string Mode, decimal Amount, decimal Spent, CostBudgetState State, CostUsedUp? UsedUp);

/// <summary>Days as the organization's zone has them.</summary>
/// <param name="On">The likeliest day; null where most of what may come ends within the budget.</param>
/// <param name="Earliest">With <paramref name="Latest"/> the range of the forecast's coverage.</param>
/// <param name="Latest">Null where that is not within the month.</param>
public sealed record CostUsedUp(DateOnly? On, DateOnly Earliest, DateOnly? Latest);

[JsonConverter(typeof(SnakeCaseEnum<CostBudgetState>))]
public enum CostBudgetState
{
    OnTrack,
    /// <summary>The range of the forecast passes the amount.</summary>
    AtRisk,
    /// <summary>The forecast passes the amount.</summary>
    Exceeding,
    /// <summary>Nothing of it is left.</summary>
    Exhausted,
}
