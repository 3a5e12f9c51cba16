using Portal.Client.Costs;
using Portal.Usage;

namespace Portal.Costs;

/// <summary>What one group cost in one stretch of time: its calls and what is charged beside them.</summary>
internal sealed record CostSum(long Start, string? Group, UsageSum Calls, long Memory, long Tools, long Flat)
{
    public long Nanodollars => Calls.CostNanodollars + Memory + Tools + Flat;

    /// <summary>What goes with use: all but what is agreed by the month.</summary>
    public long Varying => Nanodollars - Flat;

    public static CostSum Of(UsageSum calls) => new(calls.Start, calls.Group, calls, 0, 0, 0);

    public static CostSum Of(ChargeSum charge, string? group) => new(
        charge.Start, group, UsageSum.Of(charge.Start, group, []),
        charge.Kind == "memory" ? charge.Nanodollars : 0, charge.Kind is "memory" or "month" ? 0 : charge.Nanodollars, charge.Kind == "month" ? charge.Nanodollars : 0);

    public static CostSum Of(long start, string? group, IReadOnlyCollection<CostSum> parts) => new(
        start, group, UsageSum.Of(start, group, parts.Select(part => part.Calls)),
        parts.Sum(part => part.Memory), parts.Sum(part => part.Tools), parts.Sum(part => part.Flat));

    public CostBucket ToContract(IReadOnlyDictionary<string, string> names, int? others = null)
    {
        var (cost, provider) = (UsageBuckets.Dollars(Nanodollars), UsageBuckets.Dollars(Calls.ProviderCostNanodollars));
        return new CostBucket(
            Start, Group, Calls.Runs, Calls.ModelCalls, Calls.ToolCalls, Calls.InputTokens, Calls.CachedTokens, Calls.OutputTokens, Calls.ReasoningTokens,
            UsageBuckets.Dollars(Calls.CostNanodollars), UsageBuckets.Dollars(Memory), UsageBuckets.Dollars(Tools), UsageBuckets.Dollars(Flat),
            cost, provider, cost - provider)
        {
            GroupName = Group is null ? null : names.GetValueOrDefault(Group),
            Others = others,
        };
    }
}

/// <summary>Sums by time and group as a report has them: the costliest groups told apart, the rest as others.</summary>
internal sealed class CostSums(IReadOnlyCollection<CostSum> sums)
{
    /// <summary>Over the whole stretch, the costliest first.</summary>
    public IReadOnlyList<CostSum> Groups { get; } =
    [
        .. sums.GroupBy(sum => sum.Group ?? "", StringComparer.Ordinal).Select(parts => CostSum.Of(parts.Min(part => part.Start), parts.First().Group, [.. parts]))
            .OrderByDescending(group => group.Nanodollars).ThenByDescending(group => group.Calls.ModelCalls).ThenBy(group => group.Group, StringComparer.Ordinal),
    ];

    /// <summary>Each group's parts by time; under null what is of no group.</summary>
    public ILookup<string?, CostSum> ByGroup() => sums.ToLookup(sum => sum.Group);

    public IEnumerable<CostSum> OfGroup(string? group) => sums.Where(sum => sum.Group == group);

    /// <summary>Nano-dollars by the start of the stretch.</summary>
    public IReadOnlyDictionary<long, long> ByStart() => sums.GroupBy(sum => sum.Start).ToDictionary(parts => parts.Key, parts => parts.Sum(part => part.Nanodollars));

    public IReadOnlyList<CostBucket> GroupsToContract(int? top, IReadOnlyDictionary<string, string> names)
    {
        var (shown, rest) = Split(top);
        IEnumerable<CostBucket> buckets = shown.Select(group => group.ToContract(names));
        return [.. rest.Count == 0 ? buckets : buckets.Append(CostSum.Of(rest.Min(part => part.Start), null, rest).ToContract(names, rest.Count))];
    }

    /// <summary>By time, and within a bucket in the order of the groups that are shown; all others are summed.</summary>
    public IReadOnlyList<CostBucket> ToContract((IReadOnlyList<CostSum> Shown, IReadOnlyList<CostSum> Others) groups, IReadOnlyDictionary<string, string> names)
    {
        var (shown, rest) = groups;
        var order = shown.Select((group, index) => (Key: group.Group ?? "", index)).ToDictionary(pair => pair.Key, pair => pair.index);
        return
        [
            .. sums.GroupBy(sum => (sum.Start, Place: order.TryGetValue(sum.Group ?? "", out var place) ? place : order.Count))
                .OrderBy(parts => parts.Key.Start).ThenBy(parts => parts.Key.Place)
                .Select(parts => parts.Key.Place < order.Count
                    ? CostSum.Of(parts.Key.Start, parts.First().Group, [.. parts]).ToContract(names)
                    : CostSum.Of(parts.Key.Start, null, [.. parts]).ToContract(names, rest.Count)),
        ];
    }

    /// <summary>Those whose cost differs most from before, in dollars.</summary>
    public static IReadOnlyList<CostMover> Movers(CostSums now, CostSums before, int count, IReadOnlyDictionary<string, string> names)
    {
        var previous = before.Groups.ToDictionary(group => group.Group ?? "", group => group.Nanodollars);
        var present = now.Groups.ToDictionary(group => group.Group ?? "", group => group.Nanodollars);
        return
        [
            .. present.Keys.Union(previous.Keys)
                .Select(key => (key, Now: present.GetValueOrDefault(key), Before: previous.GetValueOrDefault(key)))
                .Where(group => group.Now != group.Before)
                .OrderByDescending(group => Math.Abs(group.Now - group.Before)).ThenBy(group => group.key, StringComparer.Ordinal).Take(count)
                .Select(group => new CostMover(
                    group.key.Length == 0 ? null : group.key, names.GetValueOrDefault(group.key), UsageBuckets.Dollars(group.Now), UsageBuckets.Dollars(group.Before))),
        ];
    }

    /// <param name="top">How many are shown; null for all.</param>
    public (IReadOnlyList<CostSum> Shown, IReadOnlyList<CostSum> Others) Split(int? top) =>
        top is not { } most || Groups.Count <= most ? (Groups, []) : ([.. Groups.Take(most)], [.. Groups.Skip(most)]);
}
