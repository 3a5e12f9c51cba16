using Microsoft.Data.Sqlite;
using Portal.Usage;

namespace Portal.Bench;

/// <summary>
/// Fills the usage of a portal that is stopped with calls over the year until now, and their sums, which are added up on the way: calls
/// of 30 projects, 200 assistants, 12 models, 500 members and 500 keys, of 24 teams and as many orders as there are threads.
/// </summary>
sealed class CostFill : IDisposable
{
    public const int Projects = 30;
    public const int Assistants = 200;
    public const int Models = 12;
    public const int People = 500;
    public const int Teams = 24;

    const int Year = 365 * 86_400;
    const string Figures = "runs, model_calls, tool_calls, input_tokens, cached_tokens, output_tokens, reasoning_tokens, cost_nanodollars, provider_cost_nanodollars";
    const string Columns = """
        id, project_id, assistant_id, thread_id, run_id, message_id, attempt, actor_type, actor_id, model, tier, provider_id, provider,
        input_tokens, cached_tokens, output_tokens, reasoning_tokens, cost_nanodollars, provider_cost_nanodollars, accuracy, tool_calls, first_of_run, metadata, created_at
        """;

    static readonly string[] Tiers = ["reasoner", "fast", "tiny"];

    readonly SqliteConnection connection;
    readonly Level[] levels;
    SqliteTransaction? transaction;

    CostFill(string databasePath)
    {
        connection = new SqliteConnection($"Data Source={databasePath};Pooling=False");
        connection.Open();
        levels =
        [
            new("usage_hours", at => at - (at % 3_600), connection), new("usage_days", at => at - (at % 86_400), connection), new("usage_months", UsagePlan.StartOfMonth, connection),
        ];
    }

    public static void Fill(string databasePath, int rows, string[] projects, string[] assistants, Action<string> progress)
    {
        using var fill = new CostFill(databasePath);
        fill.Run(rows, projects, assistants, progress);
    }

    public void Dispose()
    {
        foreach (var level in levels) level.Insert.Dispose();
        connection.Dispose();
    }

    void Run(int rows, string[] projects, string[] assistants, Action<string> progress)
    {
        Execute("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA temp_store = FILE");
        // Indexes are made anew at the end: kept up row by row, millions of rows would take hours.
        var indexes = Indexes();
        foreach (var (name, _) in indexes) Execute($"DROP INDEX {name}");
        using var insert = Prepare(connection, "usage", Columns);
        var from = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - Year;
        transaction = connection.BeginTransaction();
        for (var call = 0; call < rows; call++)
        {
            var at = from + (long)((double)call / rows * Year);
            Add(insert, call, at, projects, assistants);
            if (call % 500_000 != 499_999) continue;
            transaction.Commit();
            transaction.Dispose();
            transaction = connection.BeginTransaction();
            progress($"{call + 1:#,0} of {rows:#,0} calls");
        }

        foreach (var level in levels) level.Flush(transaction);
        transaction.Commit();
        transaction.Dispose();
        Execute("INSERT INTO usage_metadata (name, is_summed) VALUES ('team', 1), ('order', 0)");
        foreach (var (name, sql) in indexes)
        {
            Execute(sql);
            progress($"made index {name}");
        }

        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    void Add(SqliteCommand insert, int call, long at, string[] projects, string[] assistants)
    {
        // A spread that is the same at each run. A person works in one project or two, an assistant belongs to one.
        var place = (int)(call * 7_919L % People);
        var assistant = (int)(((place * 3L) + (call % 3)) % Assistants);
        var (project, model) = (projects[assistant % Projects], (int)(call * 31L % Models));
        var (isKey, team) = (call % 3 == 0, $"team-{place % Teams}");
        var actor = isKey ? $"key_{place:D26}" : $"user_{place:D26}";
        long input = 900 + (call % 100), cost = (model + 1) * 400_000L;
        object?[] values =
        [
            $"use_{call:D26}", project, assistants[assistant], $"thread_{call / 5:D26}", $"run_{call:D26}", $"msg_{call:D26}", 1, isKey ? "key" : "user", actor, $"model-{model}", Tiers[model % 3], null, "Provider",
            input, 100, 200, 20, cost, cost * 8 / 10, "exact", call % 3, 1, $$"""{"team":"{{team}}","order":"{{call / 5}}"}""", at,
        ];
        for (var index = 0; index < values.Length; index++) insert.Parameters[index].Value = values[index] ?? DBNull.Value;
        insert.Transaction = transaction;
        insert.ExecuteNonQuery();
        (string Dimension, string Value)[] groups =
        [
            ("project", project), ("assistant", assistants[assistant]), ("model", $"model-{model}"), ("tier", Tiers[model % 3]), (isKey ? "key" : "member", actor), ("metadata:team", team),
        ];
        long[] figures = [1, 1, call % 3, input, 100, 200, 20, cost, cost * 8 / 10];
        foreach (var level in levels) level.Add(at, project, groups, figures, transaction!);
    }

    List<(string Name, string Sql)> Indexes()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'usage' AND type = 'index' AND sql IS NOT NULL";
        using var reader = command.ExecuteReader();
        var found = new List<(string, string)>();
        while (reader.Read()) found.Add((reader.GetString(0), reader.GetString(1)));
        return found;
    }

    void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }

    static SqliteCommand Prepare(SqliteConnection connection, string table, string columns)
    {
        var names = columns.Split(',', StringSplitOptions.TrimEntries);
        var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO {table} ({columns}) VALUES ({string.Join(", ", names.Select(name => "@" + name))})";
        foreach (var name in names) command.Parameters.Add(new SqliteParameter("@" + name, null));
        return command;
    }

    /// <summary>The sums of one table, written when their hour, day or month is over.</summary>
    sealed class Level(string table, Func<long, long> startOf, SqliteConnection connection)
    {
        readonly Dictionary<(string Dimension, string Project, string Value), long[]> sums = [];
        long start = -1;

        public SqliteCommand Insert { get; } = Prepare(connection, table, $"dimension, start, project_id, value, {Figures}");

        public void Add(long at, string project, (string Dimension, string Value)[] groups, long[] figures, SqliteTransaction transaction)
        {
            if (startOf(at) != start) Flush(transaction);
            start = startOf(at);
            foreach (var (dimension, value) in groups)
            {
                if (!sums.TryGetValue((dimension, project, value), out var sum)) sums[(dimension, project, value)] = sum = new long[figures.Length];
                for (var index = 0; index < sum.Length; index++) sum[index] += figures[index];
            }
        }

        public void Flush(SqliteTransaction transaction)
        {
            Insert.Transaction = transaction;
            foreach (var ((dimension, project, value), sum) in sums)
            {
                (Insert.Parameters[0].Value, Insert.Parameters[1].Value, Insert.Parameters[2].Value, Insert.Parameters[3].Value) = (dimension, start, project, value);
                for (var index = 0; index < sum.Length; index++) Insert.Parameters[4 + index].Value = sum[index];
                Insert.ExecuteNonQuery();
            }

            sums.Clear();
        }
    }
}
