using Dapper;
using Microsoft.Data.Sqlite;
using Portal.Api;
using Portal.Audit;

namespace Portal.Bench;

/// <summary>Fills the audit log of a portal that is stopped with rows in one valid chain, over the ninety days until now.</summary>
static class AuditFill
{
    const int Batch = 50_000;
    static readonly string[] Actions =
    [
        "model.called", "message.created", "model.called", "thread.created", "tool.called", "model.called", "thread.read", "message.created",
        "assistant.updated", "user.signed_in", "model.called", "message.created",
    ];

    static readonly string[] Columns =
    [
        "sequence", "id", "created_at", "actor_type", "actor_id", "actor_name", "actor_ip", "action", "target_type", "target_id", "project_id", "outcome",
        "status", "request_id", "duration_ms", "changes", "upstream", "usage", "safety_flag", "previous_hash", "hash",
    ];

    public static void Fill(string databasePath, long rows, string[] projects, Action<string> progress)
    {
        using var connection = new SqliteConnection($"Data Source={databasePath};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; DELETE FROM audit_log; DELETE FROM audit_actors;");
        // Indexes are made anew at the end: kept up row by row, millions of rows would take hours.
        var indexes = Indexes(connection);
        foreach (var (name, _) in indexes) Execute(connection, $"DROP INDEX {name}");
        using var insert = connection.CreateCommand();
        insert.CommandText = $"INSERT INTO audit_log ({string.Join(", ", Columns)}) VALUES ({string.Join(", ", Columns.Select(column => "@" + column))})";
        foreach (var column in Columns) insert.Parameters.Add(new SqliteParameter("@" + column, null));
        var hash = new string('0', 64);
        var from = DateTimeOffset.UtcNow.AddDays(-90).ToUnixTimeSeconds();
        for (long done = 0; done < rows; done += Batch)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (var sequence = done + 1; sequence <= Math.Min(rows, done + Batch); sequence++)
            {
                var row = Make(sequence, from + (sequence * 90 * 86_400 / rows), projects, hash);
                hash = AuditWriter.HashOf(row);
                row = row with { Hash = hash };
                Insert(insert, row);
                AuditWordsRepository.Add(connection, sequence, AuditWords.Of(row));
            }

            transaction.Commit();
            if (done % (5 * Batch) == 0) progress($"{done:#,0} of {rows:#,0} audit rows");
        }

        foreach (var (name, sql) in indexes)
        {
            Execute(connection, sql);
            progress($"made index {name}");
        }

        Execute(connection, $"""
            UPDATE audit_words_end SET sequence = {rows};
            INSERT INTO audit_actors SELECT actor_id, project_id, actor_type, actor_name FROM audit_log WHERE sequence > {rows} - 200000
            ON CONFLICT DO NOTHING;
            """);
    }

    static List<(string Name, string Sql)> Indexes(SqliteConnection connection) => connection.Query<(string, string)>(
        "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'audit_log' AND type = 'index' AND sql IS NOT NULL").AsList();

    static AuditRow Make(long sequence, long at, string[] projects, string previous)
    {
        // A spread that is the same at each run: the target of every fifty-thousandth row is the same, one in a hundred is denied.
        var actor = sequence * 7919 % 200;
        return new(
            sequence, $"evt_{sequence:D26}", at, actor % 3 == 0 ? "key" : "user", $"user_{actor:D26}", $"Person {actor}", "10.0.0.7", Actions[sequence % Actions.Length],
            "thread", $"thread_{sequence * 104_729 % 50_000:D26}", projects[sequence * 31 % projects.Length], sequence % 100 == 0 ? "denied" : "success",
            200, $"req_{sequence:x16}", sequence % 900, "[]", null, null, null, previous, "");
    }

    static void Insert(SqliteCommand insert, AuditRow row)
    {
        object?[] values =
        [
            row.Sequence, row.Id, row.CreatedAt, row.ActorType, row.ActorId, row.ActorName, row.ActorIp, row.Action, row.TargetType, row.TargetId, row.ProjectId, row.Outcome,
            row.Status, row.RequestId, row.DurationMs, row.Changes, row.Upstream, row.Usage, row.SafetyFlag, row.PreviousHash, row.Hash,
        ];
        for (var index = 0; index < values.Length; index++) insert.Parameters[index].Value = values[index] ?? DBNull.Value;
        insert.ExecuteNonQuery();
    }

    static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }
}
