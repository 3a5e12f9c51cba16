using System.Data;
using Dapper;
using Portal.Client.Usage;

namespace Portal.Usage;

/// <summary>The sums by hour and by day that are kept beside the rows of usage, so that a month is not added up from a million calls.</summary>
internal static class UsageSums
{
    const string Columns =
        "runs, model_calls, tool_calls, input_tokens, cached_tokens, output_tokens, reasoning_tokens, cost_nanodollars, provider_cost_nanodollars";

    static readonly string AddToHours = Adding("usage_hours");
    static readonly string AddToDays = Adding("usage_days");

    /// <summary>Called in the transaction that has inserted the row.</summary>
    public static void Add(IDbConnection connection, UsageRow row)
    {
        var parameters = new DynamicParameters(row);
        parameters.Add("Actor", row.ActorType switch { "user" => "member", "key" => "key", _ => null });
        parameters.Add("Start", UsageCalendar.Floor(row.CreatedAt, UsageCalendar.Hour));
        connection.Execute(AddToHours, parameters);
        parameters.Add("Start", UsageCalendar.Floor(row.CreatedAt, UsageCalendar.Day));
        connection.Execute(AddToDays, parameters);
    }

    /// <summary>
    /// Called in the transaction that has made a charge beside model calls. Its money stands under the dimension <c>kind</c> (memory, tool,
    /// month), a tool's calls under <c>tool</c> as well; the other sums are of model calls alone.
    /// </summary>
    /// <param name="tool">Its name; null where the charge is for no tool.</param>
    public static void AddCharge(IDbConnection connection, string projectId, string kind, string? tool, long toolCalls, long nanodollars, long createdAt)
    {
        foreach (var (table, unit) in new[] { ("usage_hours", UsageCalendar.Hour), ("usage_days", UsageCalendar.Day) })
        {
            connection.Execute($"""
                INSERT INTO {table} (dimension, start, project_id, value, {Columns})
                SELECT column1, @start, @projectId, column2, 0, 0, column3, 0, 0, 0, 0, @nanodollars, 0
                FROM (VALUES ('kind', @kind, 0), ('tool', @tool, @toolCalls)) AS part WHERE column2 IS NOT NULL
                ON CONFLICT (dimension, start, project_id, value) DO UPDATE SET
                  tool_calls = {table}.tool_calls + excluded.tool_calls, cost_nanodollars = {table}.cost_nanodollars + excluded.cost_nanodollars
                """, new { start = UsageCalendar.Floor(createdAt, unit), projectId, kind, tool, toolCalls, nanodollars });
        }
    }

    /// <param name="projects">Null for all.</param>
    public static List<UsageSum> Read(IDbConnection connection, IReadOnlyCollection<string>? projects, UsagePlan plan, UsageGroup group) =>
    [
        .. ReadUnits(connection, "usage_days", plan.Days, projects, group),
        .. ReadUnits(connection, "usage_hours", plan.Hours, projects, group),
        .. UsageRepository.Sum(connection, projects, plan.Rows, group),
    ];

    static List<UsageSum> ReadUnits(
        IDbConnection connection, string table, IReadOnlyList<(long Stretch, long Start)> units, IReadOnlyCollection<string>? projects, UsageGroup group)
    {
        if (units.Count == 0) return [];
        var read = Query(group.Dimension!, group == UsageGroup.None ? "NULL" : "s.value");
        if (!group.IsPartial) return read;
        // What is of no group is what the whole has over the groups.
        var whole = Query(UsageGroup.Whole, "NULL");
        var grouped = read.GroupBy(sum => sum.Start).ToDictionary(sums => sums.Key, sums => UsageSum.Of(sums.Key, null, sums));
        return [.. read, .. whole.Select(sum => grouped.TryGetValue(sum.Start, out var part) ? sum.Less(part) : sum).Where(rest => rest.ModelCalls > 0)];

        List<UsageSum> Query(string dimension, string value) => connection.Query<UsageSum>($"""
            WITH units (stretch, start) AS (VALUES {string.Join(',', units.Select(unit => $"({unit.Stretch},{unit.Start})"))})
            SELECT units.stretch AS start, {value} AS "group", SUM(runs) AS runs, SUM(model_calls) AS model_calls, SUM(tool_calls) AS tool_calls,
              SUM(input_tokens) AS input_tokens, SUM(cached_tokens) AS cached_tokens, SUM(output_tokens) AS output_tokens,
              SUM(reasoning_tokens) AS reasoning_tokens, SUM(cost_nanodollars) AS cost_nanodollars,
              SUM(provider_cost_nanodollars) AS provider_cost_nanodollars
            FROM units CROSS JOIN {table} AS s
            WHERE s.dimension = @dimension AND s.start = units.start AND {(projects is null ? "TRUE" : "s.project_id IN @projects")}
            GROUP BY 1, 2
            """, new { dimension, projects }).AsList();
    }

    static string Adding(string table) => $"""
        INSERT INTO {table} (dimension, start, project_id, value, {Columns})
        SELECT column1, @Start, @ProjectId, column2, @FirstOfRun, 1, @ToolCalls, @InputTokens, @CachedTokens, @OutputTokens, @ReasoningTokens,
          COALESCE(@CostNanodollars, 0), COALESCE(@ProviderCostNanodollars, 0)
        FROM (VALUES ('project', @ProjectId), ('assistant', @AssistantId), ('model', @Model), ('tier', @Tier), (@Actor, @ActorId)) AS part
        WHERE column1 IS NOT NULL AND column2 IS NOT NULL
        ON CONFLICT (dimension, start, project_id, value) DO UPDATE SET
          {string.Join(", ", Columns.Split(", ").Select(column => $"{column} = {table}.{column} + excluded.{column}"))}
        """;
}
