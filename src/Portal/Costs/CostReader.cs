using System.Data;
using Portal.Client.Api;
using Portal.Client.Usage;
using Portal.Usage;

namespace Portal.Costs;

/// <summary>What cost is grouped by: what use is grouped by, and tools.</summary>
/// <param name="Calls">How calls are grouped.</param>
internal sealed record CostGroup(string? Word, UsageGroup Calls)
{
    public const string Tool = "tool";

    public static readonly CostGroup None = new(null, UsageGroup.None);

    public static Result<CostGroup> Parse(string? groupBy)
    {
        if (groupBy == Tool) return new CostGroup(Tool, UsageGroup.None);
        var group = UsageGroup.Parse(groupBy);
        return group.IsSuccess ? new CostGroup(groupBy, group.Value) : ApiError.Invalid($"'group_by' must be {CostsService.Groups}.", "group_by", "invalid_value");
    }
}

/// <summary>Calls and charges, summed together.</summary>
internal static class CostReader
{
    /// <param name="projects">Null for all.</param>
    /// <param name="apart">Only these groups of calls need to be told apart; null for all.</param>
    public static CostSums Read(
        IDbConnection connection, IReadOnlyCollection<string>? projects, IReadOnlyCollection<UsageStretch> stretches, CostGroup group, IReadOnlyCollection<string>? apart = null)
    {
        var plan = UsagePlan.Of(stretches);
        var calls = UsageSums.Read(connection, projects, stretches, group.Calls, group.Calls == UsageGroup.None ? null : apart).Select(CostSum.Of);
        var charges = UsageCharges.ByKind(connection, projects, plan);
        if (group.Word == UsageGroup.Whole) return new CostSums([.. calls, .. charges.Select(charge => CostSum.Of(charge, charge.ProjectId))]);
        var tools = UsageCharges.Tools(connection, projects, plan, group.Word);
        var told = tools.ToLookup(tool => (tool.Start, tool.ProjectId), tool => tool.Nanodollars);
        return new CostSums(
        [
            .. calls,
            .. charges.Select(charge => charge.Kind == CostGroup.Tool ? charge with { Nanodollars = charge.Nanodollars - told[(charge.Start, charge.ProjectId)].Sum() } : charge)
                .Where(charge => charge.Nanodollars != 0).Select(charge => CostSum.Of(charge, null)),
            .. tools.Select(tool => CostSum.Of(tool with { Kind = CostGroup.Tool }, tool.Kind)),
        ]);
    }
}
