using System.Data;
using Dapper;
using Portal.Client.Usage;

namespace Portal.Usage;

/// <summary>The sums once more from the rows of usage and of charges: to compare with those that are kept, and to write them anew.</summary>
internal static class UsageRebuild
{
    static readonly string[] Columns =
    [
        "runs", "model_calls", "tool_calls", "input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens", "cost_nanodollars", "provider_cost_nanodollars",
    ];

    /// <summary>From the first to the last moment of which there is a row or a sum; null where there is neither.</summary>
    public static (long From, long To)? Span(IDbConnection connection)
    {
        var (low, high) = connection.QueryFirst<(long? Low, long? High)>("""
            SELECT MIN(low), MAX(high) FROM (
              SELECT MIN(created_at) AS low, MAX(created_at) AS high FROM usage
              UNION ALL SELECT MIN(created_at), MAX(created_at) FROM charges
              UNION ALL SELECT MIN(start), MAX(start) FROM usage_hours UNION ALL SELECT MIN(start), MAX(start) FROM usage_days)
            """);
        return low is null ? null : (UsageCalendar.Floor(low.Value, UsageCalendar.Day), UsageCalendar.Floor(high!.Value, UsageCalendar.Day) + UsageCalendar.Day);
    }

    /// <summary>Where the sums of whole days differ from what their rows add up to.</summary>
    public static IEnumerable<SumDifference> Differences(IDbConnection connection, long from, long to) =>
        Differences(connection, "usage_hours", OfRows(UsageCalendar.Hour), from, to).Concat(Differences(connection, "usage_days", OfRows(UsageCalendar.Day), from, to));

    /// <summary>Where the sums of months differ from what their days add up to.</summary>
    public static IEnumerable<SumDifference> MonthDifferences(IDbConnection connection) => Differences(connection, "usage_months", OfDays, 0, long.MaxValue);

    public static void Rebuild(IDbConnection connection)
    {
        UsageSums.Settle(connection);
        connection.Execute($"""
            DELETE FROM usage_metadata;
            INSERT INTO usage_metadata (name, is_summed)
            SELECT name, MAX(value_count) <= {UsageMetadata.MostValues} FROM (
              SELECT pair.key AS name, COUNT(DISTINCT pair.value) AS value_count
              FROM usage, json_each(usage.metadata) AS pair GROUP BY pair.key, strftime('%Y-%m', usage.created_at, 'unixepoch'))
            GROUP BY name ORDER BY name LIMIT {UsageMetadata.MostNames}
            """);
        foreach (var (table, unit) in new[] { ("usage_hours", UsageCalendar.Hour), ("usage_days", UsageCalendar.Day) })
        {
            connection.Execute($"""
                DELETE FROM {table};
                INSERT INTO {table} (dimension, start, project_id, value, {string.Join(", ", Columns)})
                {OfRows(unit)}
                """, new { from = 0L, to = long.MaxValue });
        }

        connection.Execute($"""
            DELETE FROM usage_months;
            INSERT INTO usage_months (dimension, start, project_id, value, {Each(column => column)}) {OfDays}
            """);
    }

    static IEnumerable<SumDifference> Differences(IDbConnection connection, string table, string expected, long from, long to)
    {
        var rows = connection.Query($"""
            SELECT dimension, start, project_id, value, {Each(column => $"SUM({column} * (side = 1)) AS {column}, SUM({column} * (side = -1)) AS kept_{column}")}
            FROM (SELECT 1 AS side, * FROM ({expected})
              UNION ALL SELECT -1, dimension, start, project_id, value, {Each(column => column)} FROM {table}
              WHERE start >= @from AND start < @to)
            GROUP BY 2, 1, 3, 4 HAVING {string.Join(" OR ", Columns.Select(column => $"SUM({column} * side) <> 0"))}
            """, new { from, to }, buffered: false);
        foreach (IDictionary<string, object> row in rows)
        {
            foreach (var column in Columns.Where(column => (long)row[column] != (long)row[$"kept_{column}"]))
            {
                yield return new SumDifference(
                    table, (string)row["dimension"], (long)row["start"], (string)row["project_id"], (string)row["value"], column,
                    (long)row[column], (long)row[$"kept_{column}"]);
            }
        }
    }

    static string OfRows(int unit)
    {
        const string within = "created_at >= @from AND created_at < @to";
        var start = $"created_at - created_at % {unit}";
        return $"""
            SELECT dimension, {start} AS start, project_id, value, SUM(first_of_run) AS runs, COUNT(*) AS model_calls, SUM(tool_calls) AS tool_calls,
              SUM(input_tokens) AS input_tokens, SUM(cached_tokens) AS cached_tokens, SUM(output_tokens) AS output_tokens,
              SUM(reasoning_tokens) AS reasoning_tokens, SUM(COALESCE(cost_nanodollars, 0)) AS cost_nanodollars,
              SUM(COALESCE(provider_cost_nanodollars, 0)) AS provider_cost_nanodollars
            FROM (
              SELECT 'project' AS dimension, project_id AS value, * FROM usage WHERE {within}
              UNION ALL SELECT 'assistant', assistant_id, * FROM usage WHERE {within}
              UNION ALL SELECT 'model', model, * FROM usage WHERE {within}
              UNION ALL SELECT 'tier', tier, * FROM usage WHERE tier IS NOT NULL AND {within}
              UNION ALL SELECT 'member', actor_id, * FROM usage WHERE actor_type = 'user' AND {within}
              UNION ALL SELECT 'key', actor_id, * FROM usage WHERE actor_type = 'key' AND {within})
            GROUP BY 1, 2, 3, 4
            UNION ALL SELECT 'metadata:' || pair.key, {start}, project_id, pair.value, SUM(first_of_run), COUNT(*), SUM(tool_calls), SUM(input_tokens), SUM(cached_tokens),
              SUM(output_tokens), SUM(reasoning_tokens), SUM(COALESCE(cost_nanodollars, 0)), SUM(COALESCE(provider_cost_nanodollars, 0))
            FROM usage, json_each(usage.metadata) AS pair
            WHERE pair.key IN (SELECT name FROM usage_metadata WHERE is_summed) AND {within} GROUP BY 1, 2, 3, 4
            UNION ALL SELECT 'kind', {start}, project_id, kind, 0, 0, 0, 0, 0, 0, 0, SUM(amount_nanodollars), 0 FROM charges WHERE {within} GROUP BY 1, 2, 3, 4
            UNION ALL SELECT dimension, {start}, project_id, value, 0, 0, SUM(quantity), 0, 0, 0, 0, SUM(amount_nanodollars), 0
            FROM (
              SELECT 'tool' AS dimension, item AS value, * FROM charges WHERE {within}
              UNION ALL SELECT 'tool:assistant', assistant_id, * FROM charges WHERE assistant_id IS NOT NULL AND {within}
              UNION ALL SELECT 'tool:member', actor_id, * FROM charges WHERE actor_type = 'user' AND {within}
              UNION ALL SELECT 'tool:key', actor_id, * FROM charges WHERE actor_type = 'key' AND {within})
            WHERE kind = 'tool' GROUP BY 1, 2, 3, 4
            """;
    }

    static string OfDays => $"""
        SELECT dimension, CAST(strftime('%s', start, 'unixepoch', 'start of month') AS INTEGER) AS start, project_id, value, {Each(column => $"SUM({column}) AS {column}")}
        FROM usage_days GROUP BY 1, 2, 3, 4
        """;

    static string Each(Func<string, string> column) => string.Join(", ", Columns.Select(column));
}

/// <param name="Table"><c>usage_hours</c>, <c>usage_days</c> or <c>usage_months</c>.</param>
/// <param name="Expected">What the rows add up to.</param>
internal sealed record SumDifference(
    string Table, string Dimension, long Start, string ProjectId, string Value, string Field, long Expected, long Kept);
