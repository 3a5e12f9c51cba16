using System.Data;
using Dapper;
using Portal.Client.Usage;
using Portal.Data;
using Portal.Data.Sealing;

namespace Portal.Usage;

/// <summary>The sums by hour and by day that are kept beside the rows of usage, so that a month is not added up from a million calls.</summary>
internal static class UsageSums
{
    internal const string Columns =
        "runs, model_calls, tool_calls, input_tokens, cached_tokens, output_tokens, reasoning_tokens, cost_nanodollars, provider_cost_nanodollars";

    /// <summary>The sums, and where that of a moment begins.</summary>
    internal static readonly (string Name, Func<long, long> StartOf)[] Tables =
    [
        ("usage_hours", at => UsageCalendar.Floor(at, UsageCalendar.Hour)),
        ("usage_days", at => UsageCalendar.Floor(at, UsageCalendar.Day)),
        ("usage_months", UsagePlan.StartOfMonth),
    ];

    static readonly PreparedStatement[] Additions = [.. Tables.Select(table => Adding(table.Name))];

    /// <summary>What an addition does to a sum that is there.</summary>
    internal static string Sum(string table) => string.Join(", ", Columns.Split(", ").Select(column => $"{column} = {table}.{column} + excluded.{column}"));

    /// <summary>Called in the transaction that has inserted the row. It is summed with all others that are committed with it.</summary>
    public static void Add(IDbConnection connection, UsageRow row) => Pending(connection).Add(new SummedCall(row, UsageMetadata.PairsOf(row.Metadata)));

    /// <summary>Sums what the group of writes has inserted so far; before the sums are read, or they or their rows changed in another way.</summary>
    public static void Settle(IDbConnection connection) => Pending(connection).Write(connection);

    /// <summary>Adds calls to the sums of their groups, or takes them off again.</summary>
    /// <returns>The months of groups that had no calls before.</returns>
    internal static List<(string Dimension, long Month)> Change(IDbConnection connection, IReadOnlyCollection<SummedPart> parts, int sign)
    {
        List<(string, long)> added = [];
        foreach (var ((_, startOf), addition) in Tables.Zip(Additions))
        {
            added.Clear();
            foreach (var calls in parts.GroupBy(part => (part.Dimension, Start: startOf(part.Row.CreatedAt), part.Row.ProjectId, part.Value), part => UsageSum.Of(part.Row)))
            {
                var sum = UsageSum.Of(calls.Key.Start, calls.Key.Value, calls);
                var modelCalls = addition.Scalar(
                    connection, calls.Key.Dimension, sum.Start, calls.Key.ProjectId, sum.Group, sign * sum.Runs, sign * sum.ModelCalls, sign * sum.ToolCalls, sign * sum.InputTokens,
                    sign * sum.CachedTokens, sign * sum.OutputTokens, sign * sum.ReasoningTokens, sign * sum.CostNanodollars, sign * sum.ProviderCostNanodollars);
                if ((long)modelCalls! == sum.ModelCalls) added.Add((calls.Key.Dimension, sum.Start));
            }
        }

        return added;
    }

    static Gathered<SummedCall> Pending(IDbConnection connection) => ((PortalConnection)connection).Gathered<SummedCall>(Write);

    static void Write(IDbConnection connection, IReadOnlyList<SummedCall> calls) =>
        UsageMetadata.Bound(connection, Change(connection, [.. calls.SelectMany(call => PartsOf(call.Row)), .. UsageMetadata.PartsOf(connection, calls)], 1));

    static IEnumerable<SummedPart> PartsOf(UsageRow row)
    {
        yield return new("project", row.ProjectId, row);
        yield return new("assistant", row.AssistantId, row);
        yield return new("model", row.Model, row);
        if (row.Tier is { } tier) yield return new("tier", tier, row);
        if (row.ActorType is "user" or "key") yield return new(row.ActorType is "user" ? "member" : "key", row.ActorId, row);
    }

    /// <summary>From the sums where the group has any, and row by row where it has none.</summary>
    /// <param name="projects">Null for all.</param>
    /// <param name="apart">Only these groups are told apart, and all others summed as <see cref="UsageGroup.Others"/>; null tells all apart.</param>
    public static List<UsageSum> Read(
        IDbConnection connection, IReadOnlyCollection<string>? projects, IReadOnlyCollection<UsageStretch> stretches, UsageGroup group, IReadOnlyCollection<string>? apart = null)
    {
        Settle(connection);
        var summed = UsageMetadata.Summed(connection, group);
        return Read(connection, projects, summed.Dimension is null ? UsagePlan.OfRows(stretches) : UsagePlan.Of(stretches), summed, apart);
    }

    /// <summary>
    /// Called in the transaction that has made a charge beside model calls. Its money stands under the dimension <c>kind</c> (memory, tool,
    /// month), a tool's calls under <c>tool</c> as well, and for whom they were under <c>tool:assistant</c> and <c>tool:member</c> or
    /// <c>tool:key</c>; the other sums are of model calls alone.
    /// </summary>
    /// <param name="tool">Null where the charge is for no tool.</param>
    public static void AddCharge(IDbConnection connection, string projectId, string kind, ChargedTool? tool, long nanodollars, long createdAt)
    {
        var actor = tool?.ActorType switch { "user" => "tool:member", "key" => "tool:key", _ => null };
        foreach (var (table, startOf) in Tables)
        {
            connection.Execute($"""
                INSERT INTO {table} (dimension, start, project_id, value, {Columns})
                SELECT column1, @start, @projectId, column2, 0, 0, column3, 0, 0, 0, 0, @nanodollars, 0
                FROM (VALUES ('kind', @kind, 0), ('tool', @Name, @Calls), ('tool:assistant', @AssistantId, @Calls), (@actor, @ActorId, @Calls)) AS part
                WHERE column1 IS NOT NULL AND column2 IS NOT NULL
                ON CONFLICT (dimension, start, project_id, value) DO UPDATE SET
                  tool_calls = {table}.tool_calls + excluded.tool_calls, cost_nanodollars = {table}.cost_nanodollars + excluded.cost_nanodollars
                """, new { start = startOf(createdAt), projectId, kind, tool?.Name, Calls = tool?.Calls ?? 0, tool?.AssistantId, actor, tool?.ActorId, nanodollars });
        }
    }

    /// <param name="projects">Null for all.</param>
    public static List<UsageSum> Read(IDbConnection connection, IReadOnlyCollection<string>? projects, UsagePlan plan, UsageGroup group, IReadOnlyCollection<string>? apart = null) =>
    [
        .. ReadUnits(connection, "usage_months", plan.Months, projects, group, apart)
            .Concat(ReadUnits(connection, "usage_days", plan.Days, projects, group, apart))
            .Concat(ReadUnits(connection, "usage_hours", plan.Hours, projects, group, apart))
            .Concat(UsageRepository.Sum(connection, projects, plan.Rows, group)
                .Select(sum => apart is null || sum.Group is null || apart.Contains(sum.Group) ? sum : sum with { Group = UsageGroup.Others }))
            .GroupBy(part => (part.Start, part.Group)).Select(parts => UsageSum.Of(parts.Key.Start, parts.Key.Group, parts)).Where(sum => !sum.IsEmpty),
    ];

    static List<UsageSum> ReadUnits(
        IDbConnection connection, string table, IReadOnlyList<UsageUnit> units, IReadOnlyCollection<string>? projects, UsageGroup group,
        IReadOnlyCollection<string>? apart)
    {
        if (apart is null) return SumUnits(connection, table, units, projects, group, null);
        // Days of another zone take the same hours, the one as its own and the next as what it has too much: each is read once.
        var read = SumUnits(connection, table, [.. units.Select(unit => new UsageUnit(unit.Start, unit.Start, 1)).Distinct()], projects, group, apart).ToLookup(sum => sum.Start);
        return [.. units.SelectMany(unit => read[unit.Start].Select(sum => sum.At(unit.Stretch, unit.Sign)))];
    }

    static List<UsageSum> SumUnits(
        IDbConnection connection, string table, IReadOnlyList<UsageUnit> units, IReadOnlyCollection<string>? projects, UsageGroup group,
        IReadOnlyCollection<string>? apart)
    {
        var among = projects is null ? "TRUE" : "s.project_id IN @projects";
        if (units.Count == 0) return [];
        var shown = apart is { Count: 0 } ? [] : Query(group.Dimension!, group == UsageGroup.None ? "NULL" : "s.value", apart is null ? "TRUE" : "s.value IN @apart");
        if (apart is null && !group.IsPartial) return shown;
        var whole = Query(UsageGroup.Whole, "NULL", "TRUE");
        // What is of no group is what the whole has over all groups; the others are what all groups have over those that are shown.
        var all = apart is null ? shown : group.IsPartial ? units.Select(All) : whole;
        return [.. shown, .. apart is null ? [] : Less(all, shown, UsageGroup.Others), .. group.IsPartial ? Less(whole, all, null) : []];

        List<UsageSum> Query(string dimension, string value, string condition) => connection.Query<UsageSum>($"""
            WITH units (stretch, start, sign) AS (VALUES {Values(units)})
            SELECT units.stretch AS start, {value} AS "group", {string.Join(", ", Columns.Split(", ").Select(column => $"SUM(sign * {column}) AS {column}"))}
            FROM units CROSS JOIN {table} AS s
            WHERE s.dimension = @dimension AND {AtUnit} AND {condition} AND {among}
            GROUP BY 1, 2
            """, new { dimension, projects, apart }).AsList();

        // Unit by unit: grouped in one query, SQLite sorts a hundred thousand rows first.
        UsageSum All(UsageUnit unit) => connection.QueryFirst<UsageSum>($"""
            SELECT @Stretch AS start, NULL AS "group", {string.Join(", ", Columns.Split(", ").Select(column => $"@Sign * COALESCE(SUM({column}), 0) AS {column}"))}
            FROM {table} AS s WHERE s.dimension = @Dimension AND s.start = @Start AND {among}
            """, new { group.Dimension, projects, unit.Stretch, unit.Start, unit.Sign });
    }

    /// <summary>What the one has over the other in each stretch, as a group.</summary>
    static IEnumerable<UsageSum> Less(IEnumerable<UsageSum> all, IEnumerable<UsageSum> parts, string? group)
    {
        var taken = parts.ToLookup(part => part.Start);
        return all.GroupBy(sum => sum.Start).Select(sums => UsageSum.Of(sums.Key, group, sums).Less(UsageSum.Of(sums.Key, group, taken[sums.Key])));
    }

    /// <summary>Of an equation SQLite would at times make an index of its own, over the whole table.</summary>
    internal const string AtUnit = "s.start BETWEEN units.start AND units.start";

    internal static string Values(IReadOnlyList<UsageUnit> units) => string.Join(',', units.Select(unit => $"({unit.Stretch},{unit.Start},{unit.Sign})"));

    static PreparedStatement Adding(string table) => new($"""
        INSERT INTO {table} (dimension, start, project_id, value, {Columns})
        VALUES (@dimension, @start, @projectId, @value, @runs, @modelCalls, @toolCalls, @input, @cached, @output, @reasoning, @cost, @providerCost)
        ON CONFLICT (dimension, start, project_id, value) DO UPDATE SET {Sum(table)}
        RETURNING model_calls
        """, "@dimension", "@start", "@projectId", "@value", "@runs", "@modelCalls", "@toolCalls", "@input", "@cached", "@output", "@reasoning", "@cost", "@providerCost");
}

/// <summary>A call that is to be summed.</summary>
/// <param name="Metadata">Names and values of its thread's metadata.</param>
internal sealed record SummedCall(UsageRow Row, IReadOnlyDictionary<string, string> Metadata);

/// <summary>A call, and a group in which it is summed.</summary>
internal sealed record SummedPart(string Dimension, string Value, UsageRow Row);
