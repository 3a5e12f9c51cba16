using Microsoft.Data.Sqlite;

namespace Portal.Bench;

/// <summary>Fills the thread list and the usage of a portal that is stopped.</summary>
static class ListFill
{
    const string Threads = """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @rows)
        INSERT INTO threads (id, project_id, assistant_id, title, status, created_by, assignee_id, metadata, tip_id, created_at, last_message_at)
        SELECT 'thread_' || printf('%026d', i), CASE i % 10 WHEN 0 THEN @other ELSE @project END, @assistant, 'Order ' || i,
          CASE WHEN i % 1000 = 0 THEN 'archived' WHEN i % 3 = 0 THEN 'resolved' ELSE 'active' END, 'user_' || (i % 200),
          CASE WHEN i % 50 = 0 THEN 'user_' || (i % 7) END, json_object('team', 'team-' || (i % 500)), NULL, 1750000000 + i, NULL
        FROM n
        """;

    const string Calls = """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @rows)
        INSERT INTO usage (id, project_id, assistant_id, thread_id, run_id, message_id, attempt, actor_type, actor_id, model, tier, provider_id, provider,
          input_tokens, cached_tokens, output_tokens, reasoning_tokens, cost_nanodollars, provider_cost_nanodollars, accuracy, tool_calls, first_of_run, metadata, created_at)
        SELECT 'use_' || i, CASE i % 10 WHEN 0 THEN @other ELSE @project END, @assistant, 'thread_' || (i % 5000), 'run_' || i, 'msg_' || i, 1, 'user', 'user_' || (i % 200),
          'model-' || (i % 5), 'fast', NULL, NULL, 900 + i % 100, 100, 200, 0, 3400000, 3400000, 'exact', i % 3, TRUE, json_object('team', 'team-' || (i % 20)),
          @now - 30 * 86400 + i * 30 * 86400 / @rows
        FROM n
        """;

    public static void Fill(string databasePath, int threads, int calls, string assistant, string project, string other)
    {
        using var connection = new SqliteConnection($"Data Source={databasePath};Pooling=False");
        connection.Open();
        foreach (var (sql, rows) in new[] { (Threads, threads), (Calls, calls), (Sums(), 0) })
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.Parameters.AddWithValue("@rows", rows);
            command.Parameters.AddWithValue("@assistant", assistant);
            command.Parameters.AddWithValue("@project", project);
            command.Parameters.AddWithValue("@other", other);
            command.Parameters.AddWithValue("@now", DateTimeOffset.UtcNow.ToUnixTimeSeconds());
            command.CommandTimeout = 0;
            command.ExecuteNonQuery();
        }
    }

    /// <summary>As the migrations sum the rows that they find.</summary>
    static string Sums() => string.Join(';', Fillings("0011_oversight.sql").Concat(Fillings("0030_costs.sql")));

    static IEnumerable<string> Fillings(string name)
    {
        var portal = typeof(Usage.UsageRow).Assembly;
        using var script = new StreamReader(portal.GetManifestResourceStream(portal.GetManifestResourceNames().Single(one => one.EndsWith(name, StringComparison.Ordinal)))!);
        return script.ReadToEnd().Split(';').Where(part => part.Contains("INSERT INTO usage_", StringComparison.Ordinal));
    }
}
