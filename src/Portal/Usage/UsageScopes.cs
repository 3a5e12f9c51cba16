using System.Data;
using Dapper;
using Portal.Client.Usage;
using Portal.Runs;

namespace Portal.Usage;

/// <param name="Dimension">As in the sums: project, assistant, member, key, kind for what is charged beside calls, and <c>tool:…</c> for whom tools were called.</param>
/// <param name="Start">Unix seconds at which the day begins. Parts of a day add up; what one has too much of another takes off again.</param>
[method: ExplicitConstructor]
internal sealed record UsageScopeSum(string Dimension, long Start, string ProjectId, string Value, long Tokens, long CostNanodollars);

[method: ExplicitConstructor]
internal sealed record RecentCall(string MessageId, string ProjectId, string AssistantId, string ActorType, string ActorId, long Tokens, long CreatedAt);

/// <param name="BegunAt">Unix seconds; where that is not known any more, as it ended.</param>
/// <param name="CreatedAt">Unix seconds at which it ended.</param>
[method: ExplicitConstructor]
internal sealed record PastCall(
    string MessageId, string ProjectId, string AssistantId, string ThreadId, string ActorType, string ActorId, long InputTokens, long OutputTokens, long? CostNanodollars, long BegunAt,
    long CreatedAt);

/// <summary>What was used by everyone who can be limited.</summary>
internal static class UsageScopes
{
    static readonly (string Dimension, string Value, string Where)[] OfRows =
    [
        ("project", "project_id", "TRUE"), ("assistant", "assistant_id", "TRUE"), ("member", "actor_id", "actor_type = 'user'"), ("key", "actor_id", "actor_type = 'key'"),
    ];

    /// <summary>By day of the calendar. Rows of a later time than now, which a clock that was set back leaves, count as well.</summary>
    public static List<UsageScopeSum> Sums(IDbConnection connection, UsageCalendar calendar, long from, long now)
    {
        UsageSums.Settle(connection);
        var end = calendar.Midnight(calendar.DayOf(now).AddDays(2));
        var plan = UsagePlan.Of(calendar.Stretches(UsageInterval.Day, calendar.StartOf(UsageInterval.Day, from), end));
        return
        [
            .. Units(connection, "usage_months", plan.Months), .. Units(connection, "usage_days", plan.Days), .. Units(connection, "usage_hours", plan.Hours),
            .. Rows(connection, plan.Rows),
        ];
    }

    /// <summary>The oldest first.</summary>
    public static List<RecentCall> Recent(IDbConnection connection, long from) => connection.Query<RecentCall>("""
        SELECT message_id, project_id, assistant_id, actor_type, actor_id, input_tokens + output_tokens AS tokens, created_at
        FROM usage WHERE created_at >= @from ORDER BY created_at
        """, new { from }).AsList();

    /// <summary>Every call of a project, or of all, in the order in which they ended, read as they are taken.</summary>
    /// <param name="projectId">Null for all.</param>
    public static IEnumerable<PastCall> Calls(IDbConnection connection, string? projectId, long from, long to) => connection.Query<PastCall>($"""
        SELECT message_id, project_id, assistant_id, thread_id, actor_type, actor_id, input_tokens, output_tokens, cost_nanodollars,
          COALESCE({RunsRepository.BeginOfCall("usage.run_id", "usage.created_at")}, created_at) AS begun_at, created_at
        FROM usage WHERE {(projectId is null ? "" : "project_id = @projectId AND ")}created_at >= @from AND created_at < @to ORDER BY created_at
        """, new { projectId, from, to }, buffered: false);

    static IEnumerable<UsageScopeSum> Units(IDbConnection connection, string table, IReadOnlyList<UsageUnit> units) => units.Count == 0 ? [] :
        connection.Query<UsageScopeSum>($"""
            WITH units (stretch, start, sign) AS (VALUES {string.Join(',', units.Select(unit => $"({unit.Stretch},{unit.Start},{unit.Sign})"))})
            SELECT dimension, units.stretch AS start, project_id, value, SUM(sign * (input_tokens + output_tokens)) AS tokens, SUM(sign * cost_nanodollars) AS cost_nanodollars
            FROM units CROSS JOIN {table} AS s
            WHERE s.dimension IN ('project', 'assistant', 'member', 'key', 'kind', 'tool:assistant', 'tool:member', 'tool:key') AND s.start = units.start
            GROUP BY 1, 2, 3, 4
            """);

    /// <summary>Borders of days that are within an hour, of zones off by half an hour. What is charged beside calls is rounded to the hour there.</summary>
    static IEnumerable<UsageScopeSum> Rows(IDbConnection connection, IReadOnlyList<UsageEdge> edges) => edges.Count == 0 ? [] :
        OfRows.SelectMany(part => connection.Query<UsageScopeSum>($"""
            WITH edges (stretch, low, high, sign) AS (VALUES {string.Join(',', edges.Select(edge => $"({edge.Stretch},{edge.Low},{edge.High},{edge.Sign})"))})
            SELECT '{part.Dimension}' AS dimension, edges.stretch AS start, project_id, {part.Value} AS value,
              SUM(sign * (input_tokens + output_tokens)) AS tokens, SUM(sign * COALESCE(cost_nanodollars, 0)) AS cost_nanodollars
            FROM edges CROSS JOIN usage WHERE created_at >= low AND created_at < high AND {part.Where}
            GROUP BY 2, 3, 4
            """));
}
