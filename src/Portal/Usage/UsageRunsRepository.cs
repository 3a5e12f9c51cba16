using System.Data;
using Dapper;
using Portal.Client.Api;

namespace Portal.Usage;

/// <summary>The runs behind a sum, from the rows of usage: a run stands where the first of its calls that count stands.</summary>
internal static class UsageRunsRepository
{
    /// <summary>Null where a cursor is no run of the list.</summary>
    public static IReadOnlyList<UsageRunRow>? List(IDbConnection connection, UsageRunsSelection selection, ListQuery query)
    {
        var parameters = selection.Parameters(query.Limit + 1);
        var backwards = query is { Before: not null, After: null };
        var conditions = new List<string> { selection.Among, selection.Within };
        foreach (var (cursor, isAfter) in new[] { (query.After, true), (query.Before, false) })
        {
            if (cursor is null) continue;
            parameters.Add("cursor", cursor);
            var place = connection.QueryFirstOrDefault<(long At, string? Id)>($"""
                SELECT created_at, id FROM usage WHERE run_id = @cursor AND {selection.Checked} ORDER BY created_at, id LIMIT 1
                """, parameters);
            if (place.Id is null) return null;
            var name = isAfter ? "after" : "before";
            conditions.Add($"(created_at, id) {(isAfter == query.Ascending ? ">" : "<")} (@{name}At, @{name}Id)");
            parameters.Add($"{name}At", place.At);
            parameters.Add($"{name}Id", place.Id);
        }

        var direction = query.Ascending ^ backwards ? "ASC" : "DESC";
        var ids = connection.Query<string>($"""
            SELECT run_id FROM usage AS u
            WHERE {string.Join(" AND ", conditions)} AND NOT EXISTS (
              SELECT 1 FROM usage AS e WHERE e.run_id = u.run_id AND (e.created_at, e.id) < (u.created_at, u.id) AND {selection.Checked})
            ORDER BY u.created_at {direction}, u.id {direction} LIMIT @Take
            """, parameters).AsList();
        return ids.Count == 0 ? [] : Sum(connection, selection, ids);
    }

    static List<UsageRunRow> Sum(IDbConnection connection, UsageRunsSelection selection, List<string> ids)
    {
        var parameters = selection.Parameters(0);
        parameters.Add("ids", ids);
        var rows = connection.Query<UsageRunRow>($"""
            SELECT run_id AS id, MIN(project_id) AS project_id, MIN(thread_id) AS thread_id, MIN(assistant_id) AS assistant_id, MIN(model) AS model,
              MIN(actor_type) AS actor_type, MIN(actor_id) AS actor_id, MIN(created_at) AS created_at, COUNT(*) AS model_calls,
              SUM(tool_calls) AS tool_calls, SUM(input_tokens) AS input_tokens, SUM(cached_tokens) AS cached_tokens,
              SUM(output_tokens) AS output_tokens, SUM(reasoning_tokens) AS reasoning_tokens,
              SUM(COALESCE(cost_nanodollars, 0)) AS cost_nanodollars, SUM(COALESCE(provider_cost_nanodollars, 0)) AS provider_cost_nanodollars
            FROM usage WHERE run_id IN @ids AND {selection.Checked}
            GROUP BY run_id
            """, parameters).ToDictionary(row => row.Id);
        return [.. ids.Select(id => rows[id])];
    }
}

/// <summary>Which calls count.</summary>
/// <param name="Projects">Null for all.</param>
/// <param name="Group">Null where it may be any.</param>
internal sealed record UsageRunsSelection(IReadOnlyCollection<string>? Projects, long From, long To, UsageGroup? Group, string? Value)
{
    /// <summary>A plus keeps the project from being looked up where the group's own index selects more.</summary>
    public string Among => Projects is null ? "TRUE" : Group is null or { Dimension: UsageGroup.Whole } ? "project_id IN @Projects" : "+project_id IN @Projects";

    public string Within => $"created_at >= @From AND created_at < @To{(Group is null ? "" : $" AND {Group.Of(Value)}")}";

    /// <summary>The same of calls that are found by their run, which selects more than anything else; a plus keeps the rest from being looked up.</summary>
    public string Checked => $"+created_at >= @From AND +created_at < @To{(Group is null ? "" : $" AND +{Group.Of(Value)}")}";

    public DynamicParameters Parameters(int take) => new(new { Projects, From, To, Value, Group?.Name, Take = take });
}

[method: ExplicitConstructor]
internal sealed record UsageRunRow(
    string Id,
    string ProjectId,
    string ThreadId,
    string AssistantId,
    string Model,
    string ActorType,
    string ActorId,
    long CreatedAt,
    long ModelCalls,
    long ToolCalls,
    long InputTokens,
    long CachedTokens,
    long OutputTokens,
    long ReasoningTokens,
    long CostNanodollars,
    long ProviderCostNanodollars);
