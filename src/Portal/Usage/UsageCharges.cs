using System.Data;
using Dapper;

namespace Portal.Usage;

/// <summary>What is charged beside the model calls, in one stretch of time.</summary>
/// <param name="Kind"><c>memory</c>, <c>tool</c> or <c>month</c>; of tools that are told apart, the tool's name, or for whom it was called.</param>
[method: ExplicitConstructor]
internal sealed record ChargeSum(long Start, string ProjectId, string Kind, long Nanodollars);

/// <summary>What a charge for a tool is summed by.</summary>
/// <param name="ActorType">The word of who asked; null where nobody is known.</param>
internal sealed record ChargedTool(string Name, long Calls, string? AssistantId, string? ActorType, string? ActorId);

/// <summary>Reads the sums of charges, which stand beside those of calls; a charge counts at the moment at which it was made.</summary>
internal static class UsageCharges
{
    /// <summary>By what tools' charges can be told apart: the sums of it, its column, and of which charges these are.</summary>
    static readonly Dictionary<string, (string Dimension, string Column, string Condition)> OfTools = new()
    {
        ["tool"] = ("tool", "item", "kind = 'tool'"),
        ["assistant"] = ("tool:assistant", "assistant_id", "kind = 'tool' AND assistant_id IS NOT NULL"),
        ["member"] = ("tool:member", "actor_id", "kind = 'tool' AND actor_type = 'user'"),
        ["key"] = ("tool:key", "actor_id", "kind = 'tool' AND actor_type = 'key'"),
    };

    /// <param name="projects">Null for all.</param>
    public static List<ChargeSum> ByKind(IDbConnection connection, IReadOnlyCollection<string>? projects, UsagePlan plan) =>
        Read(connection, projects, plan, "kind", "kind", "TRUE");

    /// <summary>Tools' charges told apart by the word of a group; empty where they are not told apart by it.</summary>
    public static List<ChargeSum> Tools(IDbConnection connection, IReadOnlyCollection<string>? projects, UsagePlan plan, string? groupBy) =>
        groupBy is not null && OfTools.TryGetValue(groupBy, out var by) ? Read(connection, projects, plan, by.Dimension, by.Column, by.Condition) : [];

    static List<ChargeSum> Read(
        IDbConnection connection, IReadOnlyCollection<string>? projects, UsagePlan plan, string dimension, string column, string condition)
    {
        var among = projects is null ? "TRUE" : "project_id IN @projects";
        return
        [
            .. new[] { ("usage_months", plan.Months), ("usage_days", plan.Days), ("usage_hours", plan.Hours) }.SelectMany(part => Units(part.Item1, part.Item2))
                .Concat(Rows())
                .GroupBy(part => (part.Start, part.ProjectId, part.Kind))
                .Select(parts => new ChargeSum(parts.Key.Start, parts.Key.ProjectId, parts.Key.Kind, parts.Sum(part => part.Nanodollars)))
                .Where(sum => sum.Nanodollars != 0),
        ];

        IEnumerable<ChargeSum> Units(string table, IReadOnlyList<UsageUnit> units) => units.Count == 0 ? [] : connection.Query<ChargeSum>($"""
            WITH units (stretch, start, sign) AS (VALUES {UsageSums.Values(units)})
            SELECT units.stretch AS start, s.project_id, s.value AS kind, SUM(sign * s.cost_nanodollars) AS nanodollars
            FROM units CROSS JOIN {table} AS s WHERE s.dimension = @dimension AND {UsageSums.AtUnit} AND {among} GROUP BY 1, 2, 3
            """, new { dimension, projects });

        IEnumerable<ChargeSum> Rows() => plan.Rows.Count == 0 ? [] : connection.Query<ChargeSum>($"""
            WITH edges (start, low, high, sign) AS (VALUES {string.Join(',', plan.Rows.Select(edge => $"({edge.Stretch},{edge.Low},{edge.High},{edge.Sign})"))})
            SELECT edges.start, project_id, {column} AS kind, SUM(sign * amount_nanodollars) AS nanodollars
            FROM edges CROSS JOIN charges WHERE {among} AND created_at >= low AND created_at < high AND {condition} GROUP BY 1, 2, 3
            """, new { projects });
    }
}
