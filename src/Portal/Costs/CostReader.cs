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
        return new CostSums([.. calls, .. group.Word == CostGroup.Tool
            ? charges.Where(charge => charge.Kind != "tool").Select(charge => CostSum.Of(charge, null))
                .Concat(UsageCharges.ByTool(connection, projects, plan).Select(charge => CostSum.Of(charge with { Kind = CostGroup.Tool }, charge.Kind)))
            : charges.Select(charge => CostSum.Of(charge, group.Word == UsageGroup.Whole ? charge.ProjectId : null))]);
    }
}
