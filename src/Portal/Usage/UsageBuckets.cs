using Portal.Api;
using Portal.Client.Audit;
using Portal.Client.Usage;

namespace Portal.Usage;

/// <summary>Sums as the contract has them: money as dollars, groups with their names.</summary>
internal static class UsageBuckets
{
    const int NanodollarsInDollar = 1_000_000_000;

    public static decimal Dollars(long nanodollars) => (decimal)nanodollars / NanodollarsInDollar;

    /// <summary>By time, then the costliest group first.</summary>
    public static IReadOnlyList<UsageBucket> ToContract(IEnumerable<UsageSum> sums, IReadOnlyDictionary<string, string> names) =>
    [
        .. sums.GroupBy(sum => (sum.Start, sum.Group))
            .Select(parts => ToContract(UsageSum.Of(parts.Key.Start, parts.Key.Group, parts)) with { GroupName = NameOf(parts.Key.Group, names) })
            .OrderBy(bucket => bucket.Start).ThenByDescending(bucket => bucket.Cost).ThenByDescending(bucket => bucket.ModelCalls)
            .ThenBy(bucket => bucket.Group, StringComparer.Ordinal),
    ];

    public static UsageBucket ToContract(UsageSum sum) => new(
        sum.Start, sum.Group, sum.Runs, sum.ModelCalls, sum.ToolCalls, sum.InputTokens, sum.CachedTokens, sum.OutputTokens, sum.ReasoningTokens,
        Dollars(sum.CostNanodollars), Dollars(sum.ProviderCostNanodollars));

    public static UsageRun ToContract(UsageRunRow row, IReadOnlyDictionary<string, string> assistants, IReadOnlyDictionary<string, string> actors) => new(
        row.Id, row.ProjectId, row.ThreadId, row.AssistantId, NameOf(row.AssistantId, assistants), row.Model,
        new UsageActor(Wire.Word<ActorType>(row.ActorType), row.ActorId, NameOf(row.ActorId, actors)), row.CreatedAt,
        row.ModelCalls, row.ToolCalls, row.InputTokens, row.CachedTokens, row.OutputTokens, row.ReasoningTokens,
        Dollars(row.CostNanodollars), Dollars(row.ProviderCostNanodollars));

    static string? NameOf(string? id, IReadOnlyDictionary<string, string> names) => id is null ? null : names.GetValueOrDefault(id);
}
