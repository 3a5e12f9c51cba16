using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Usage;
using Portal.Data;

namespace Portal.Usage;

internal static class UsageRepository
{
    static readonly PreparedStatement InsertStatement = new("""
        INSERT INTO usage (id, project_id, assistant_id, thread_id, run_id, message_id, attempt, actor_type, actor_id, model, tier,
          provider_id, provider, input_tokens, cached_tokens, output_tokens, reasoning_tokens, cost_nanodollars,
          provider_cost_nanodollars, accuracy, tool_calls, first_of_run, metadata, created_at, price_id, overshoot_nanodollars, pays_run)
        VALUES (@id, @project, @assistant, @thread, @run, @message, @attempt, @actorType, @actor, @model, @tier, @providerId, @provider, @input, @cached,
          @output, @reasoning, @cost, @providerCost, @accuracy, @toolCalls, @firstOfRun, @metadata, @createdAt, @price, @overshoot, @paysRun)
        ON CONFLICT (message_id, attempt) DO NOTHING
        """,
        "@id", "@project", "@assistant", "@thread", "@run", "@message", "@attempt", "@actorType", "@actor", "@model", "@tier", "@providerId", "@provider", "@input", "@cached",
        "@output", "@reasoning", "@cost", "@providerCost", "@accuracy", "@toolCalls", "@firstOfRun", "@metadata", "@createdAt", "@price", "@overshoot", "@paysRun");

    /// <summary>Called in the transaction that ends the reply. A call that is there already is not billed again.</summary>
    public static void Insert(IDbConnection connection, UsageRow row)
    {
        var added = InsertStatement.Execute(
            connection, row.Id, row.ProjectId, row.AssistantId, row.ThreadId, row.RunId, row.MessageId, row.Attempt, row.ActorType, row.ActorId, row.Model, row.Tier,
            row.ProviderId, row.Provider, row.InputTokens, row.CachedTokens, row.OutputTokens, row.ReasoningTokens, row.CostNanodollars,
            row.ProviderCostNanodollars, row.Accuracy, row.ToolCalls, row.FirstOfRun, row.Metadata, row.CreatedAt, row.PriceId, row.OvershootNanodollars, row.PaysRun);
        if (added == 1) UsageSums.Add(connection, row);
    }

    /// <param name="projects">Null for all.</param>
    public static IEnumerable<UsageSum> Sum(
        IDbConnection connection, IReadOnlyCollection<string>? projects, IReadOnlyList<UsageEdge> edges, UsageGroup group)
    {
        if (edges.Count == 0) return [];
        return connection.Query<UsageSum>($"""
            WITH edges (start, low, high, sign) AS (VALUES {string.Join(',', edges.Select(edge => $"({edge.Stretch},{edge.Low},{edge.High},{edge.Sign})"))})
            SELECT edges.start AS start, {group.Sql} AS "group", SUM(sign * first_of_run) AS runs, SUM(sign) AS model_calls,
              SUM(sign * tool_calls) AS tool_calls, SUM(sign * input_tokens) AS input_tokens, SUM(sign * cached_tokens) AS cached_tokens,
              SUM(sign * output_tokens) AS output_tokens, SUM(sign * reasoning_tokens) AS reasoning_tokens,
              SUM(sign * COALESCE(cost_nanodollars, 0)) AS cost_nanodollars,
              SUM(sign * COALESCE(provider_cost_nanodollars, 0)) AS provider_cost_nanodollars
            FROM edges CROSS JOIN usage
            WHERE {(projects is null ? "TRUE" : "project_id IN @projects")} AND created_at >= low AND created_at < high
            GROUP BY 1, 2
            """, new { projects, group.Name });
    }

    /// <summary>What the thread's owner had said of it with its metadata; what it used stays counted.</summary>
    public static void ForgetMetadata(IDbConnection connection, string threadId)
    {
        UsageMetadata.Take(connection, threadId);
        connection.Execute("""
            UPDATE usage SET metadata = '{}' WHERE run_id IN (SELECT id FROM runs WHERE thread_id = @threadId) AND metadata <> '{}'
            """, new { threadId });
    }

    internal const string Columns = """
        id, project_id, assistant_id, thread_id, run_id, message_id, attempt, actor_type, actor_id, model, tier, provider_id, provider,
        input_tokens, cached_tokens, output_tokens, reasoning_tokens, cost_nanodollars, provider_cost_nanodollars, accuracy, tool_calls,
        first_of_run, metadata, created_at, price_id, overshoot_nanodollars, pays_run
        """;

    public static UsageRow? Find(IDbConnection connection, string id) =>
        connection.QueryFirstOrDefault<UsageRow>($"SELECT {Columns} FROM usage WHERE id = @id", new { id });

    /// <summary>The project of a run's calls; null where there are none.</summary>
    public static string? ProjectOf(IDbConnection connection, string runId) =>
        connection.QueryFirstOrDefault<string>("SELECT project_id FROM usage WHERE run_id = @runId LIMIT 1", new { runId });

    public static IEnumerable<UsageRow> ListOfRun(IDbConnection connection, string runId, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "id");
        return connection.Query<UsageRow>(
            $"SELECT {Columns} FROM usage WHERE run_id = @runId AND {where} ORDER BY {order} LIMIT @Take", new { runId, query.After, query.Before, Take = Keyset.Take(query) });
    }

    /// <summary>Every call of a stretch, of one project or of all, one after another.</summary>
    public static IEnumerable<UsageRow> Walk(IDbConnection connection, string? projectId, long from, long to) => connection.Query<UsageRow>($"""
        SELECT {Columns} FROM usage WHERE {(projectId is null ? "TRUE" : "project_id = @projectId")} AND created_at >= @from AND created_at < @to
        """, new { projectId, from, to }, buffered: false);

    /// <summary>By the day (UTC) and model.</summary>
    /// <param name="providerId">Who served them; null for all.</param>
    public static IEnumerable<UsageSum> SumByDayAndModel(IDbConnection connection, long from, long to, string? providerId) => connection.Query<UsageSum>("""
        SELECT created_at - created_at % 86400 AS start, model AS "group", SUM(first_of_run) AS runs, COUNT(*) AS model_calls,
          SUM(tool_calls) AS tool_calls, SUM(input_tokens) AS input_tokens, SUM(cached_tokens) AS cached_tokens, SUM(output_tokens) AS output_tokens,
          SUM(reasoning_tokens) AS reasoning_tokens, SUM(COALESCE(cost_nanodollars, 0)) AS cost_nanodollars,
          SUM(COALESCE(provider_cost_nanodollars, 0)) AS provider_cost_nanodollars
        FROM usage WHERE created_at >= @from AND created_at < @to AND (@providerId IS NULL OR provider_id = @providerId)
        GROUP BY 1, 2
        """, new { from, to, providerId });

    /// <summary>Whether the run has made a model call before.</summary>
    public static bool Knows(IDbConnection connection, string runId) =>
        connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM usage WHERE run_id = @runId)", new { runId });

    /// <summary>Nano-dollars that the run has cost so far, and whether a provider has answered it.</summary>
    public static (long Spent, bool IsAnswered) OfRun(IDbConnection connection, string runId) => connection.QuerySingle<(long, bool)>(
        "SELECT COALESCE(SUM(cost_nanodollars), 0), COALESCE(MAX(output_tokens > 0), FALSE) FROM usage WHERE run_id = @runId", new { runId });

    /// <summary>Nano-dollars of the average of the latest priced calls; null before the first.</summary>
    public static long? AverageCost(IDbConnection connection, string projectId, int calls) => connection.ExecuteScalar<long?>("""
        SELECT SUM(cost_nanodollars) / COUNT(*) FROM (
          SELECT cost_nanodollars FROM usage WHERE project_id = @projectId AND cost_nanodollars IS NOT NULL
          ORDER BY created_at DESC LIMIT @calls) AS recent
        """, new { projectId, calls });
}
