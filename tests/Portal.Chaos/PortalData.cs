using Dapper;
using Microsoft.Data.Sqlite;
using Portal.Audit;

namespace Portal.Chaos;

/// <summary>Reads the portal's SQLite file from outside and says what in it must never be.</summary>
static class PortalData
{
    /// <summary>Each with its query; a row that comes back is a violation.</summary>
    static readonly (string Rule, string Sql)[] Rules =
    [
        ("a thread's events have no gap", """
            SELECT thread_id || ' has ' || COUNT(*) || ' events up to ' || MAX(thread_sequence) FROM thread_events
            GROUP BY thread_id HAVING COUNT(*) <> MAX(thread_sequence)
            """),
        ("a run's events have no gap", """
            SELECT run_id || ' has ' || COUNT(*) || ' events up to ' || MAX(sequence) FROM thread_events WHERE run_id IS NOT NULL
            GROUP BY run_id HAVING COUNT(*) <> MAX(sequence) OR COUNT(DISTINCT sequence) <> COUNT(*)
            """),
        ("a reply's deltas are its text", """
            SELECT m.id || ' ' || m.status FROM messages m WHERE m.role = 'assistant' AND m.run_id IS NOT NULL
            AND m.status NOT IN ('queued', 'in_progress')
            AND COALESCE(json_extract('[' || COALESCE(m.content, 'null') || ']', '$[0]'), '') <> COALESCE((
              SELECT GROUP_CONCAT(json_extract('{' || e.fields || '}', '$.delta'), '' ORDER BY e.thread_sequence)
              FROM thread_events e WHERE e.thread_id = m.thread_id AND e.message_id = m.id AND e.type = 'message.delta'), '')
            """),
        ("a run ends once", """
            SELECT r.id || ' ' || r.status FROM runs r WHERE (r.status IN ('completed', 'failed', 'cancelled', 'interrupted'))
            <> ((SELECT COUNT(*) FROM thread_events e WHERE e.thread_id = r.thread_id AND e.run_id = r.id AND e.type = 'run.completed') = 1)
            """),
        ("a reply ends once", """
            SELECT m.id || ' ' || m.status FROM messages m WHERE m.role = 'assistant' AND m.run_id IS NOT NULL
            AND (SELECT COUNT(*) FROM thread_events e WHERE e.thread_id = m.thread_id AND e.message_id = m.id
              AND e.type IN ('message.completed', 'message.failed', 'message.cancelled', 'message.interrupted'))
            <> CASE WHEN m.status IN ('queued', 'in_progress', 'requires_action') THEN 0 ELSE 1 END
            """),
        ("a run gives at most one answer", """
            SELECT run_id FROM messages WHERE role = 'assistant' AND run_id IS NOT NULL AND status = 'completed' AND tool_calls = '[]'
            GROUP BY run_id HAVING COUNT(*) > 1
            """),
        ("a reply that was made is billed once", """
            SELECT m.id || ' ' || m.status FROM messages m WHERE m.role = 'assistant' AND m.run_id IS NOT NULL
            AND m.status IN ('completed', 'interrupted', 'requires_action')
            AND (SELECT COUNT(*) FROM usage u WHERE u.message_id = m.id) <> 1
            """),
        ("a run's model calls, usage rows and audit rows are as many", """
            WITH made AS (SELECT run_id, COUNT(*) AS calls FROM run_steps WHERE type = 'model_call' GROUP BY run_id),
              used AS (SELECT run_id, COUNT(*) AS calls FROM usage GROUP BY run_id),
              audited AS (SELECT target_id AS run_id, COUNT(*) AS calls FROM audit_log WHERE action = 'model.called' GROUP BY target_id)
            SELECT r.id || ' ' || r.status FROM runs r
            LEFT JOIN made ON made.run_id = r.id LEFT JOIN used ON used.run_id = r.id LEFT JOIN audited ON audited.run_id = r.id
            WHERE COALESCE(made.calls, 0) <> COALESCE(used.calls, 0) OR COALESCE(used.calls, 0) <> COALESCE(audited.calls, 0)
            """),
        ("every use belongs to a run", "SELECT id FROM usage u WHERE u.thread_id IN (SELECT id FROM threads) AND NOT EXISTS (SELECT 1 FROM runs r WHERE r.id = u.run_id)"),
        ("every message that came in has its audit row", """
            SELECT m.id FROM messages m WHERE m.role <> 'assistant' AND m.first_sequence IS NOT NULL
            AND (SELECT COUNT(*) FROM audit_log a WHERE a.target_id = m.id AND a.action IN ('message.created', 'tool.called')) <> 1
            """),
        ("every object has its audit row", """
            SELECT id FROM (SELECT id FROM threads UNION ALL SELECT id FROM projects UNION ALL SELECT id FROM assistants) o
            WHERE (SELECT COUNT(*) FROM audit_log a WHERE a.target_id = o.id AND a.action LIKE '%.created') <> 1
            """),
        ("a run is one user message's or a retry's", """
            SELECT r.id FROM runs r WHERE (SELECT COUNT(*) FROM audit_log a JOIN messages m ON m.id = a.target_id
              WHERE m.run_id = r.id AND a.action IN ('message.created', 'message.retried')) <> 1
            """),
        ("where a person has taken over no reply is made or waits", """
            SELECT t.id || ' ' || r.id || ' ' || r.status FROM threads t JOIN runs r ON r.thread_id = t.id
            WHERE t.taken_over_by IS NOT NULL AND r.status NOT IN ('completed', 'failed', 'cancelled', 'interrupted')
            """),
        ("what was said is in the search once, and nothing else is", """
            SELECT m.id || ' ' || m.status FROM messages m JOIN thread_search s ON s.thread_id = m.thread_id
            LEFT JOIN thread_search_rows r ON r.message_id = m.id AND r.row >> 24 = s.number
            WHERE (m.role <> 'tool' AND m.content IS NOT NULL AND m.status NOT IN ('queued', 'in_progress')) <> (r.row IS NOT NULL)
            UNION ALL SELECT t.id FROM threads t WHERE NOT EXISTS (SELECT 1 FROM thread_search s WHERE s.thread_id = t.id)
            UNION ALL SELECT message_id FROM thread_search_rows GROUP BY message_id HAVING COUNT(*) > 1
            UNION ALL SELECT r.message_id FROM thread_search_rows r WHERE NOT EXISTS (SELECT 1 FROM messages m WHERE m.id = r.message_id)
            """),
        ("what an idempotency key made exists", """
            SELECT k.key || ' ' || k.object_id FROM idempotency_keys k WHERE NOT EXISTS (SELECT 1 FROM audit_log a WHERE a.target_id = k.object_id)
            """),
    ];

    public static long Count(string path, string sql, object? parameters = null)
    {
        using var connection = Open(path);
        return connection.ExecuteScalar<long>(sql, parameters);
    }

    public static IReadOnlyList<string> Texts(string path, string sql, object? parameters = null)
    {
        using var connection = Open(path);
        return connection.Query<string>(sql, parameters).AsList();
    }

    /// <summary>Everything that a sound database cannot hold, whatever happened to the process.</summary>
    public static IReadOnlyList<string> Violations(string path)
    {
        using var connection = Open(path);
        using var transaction = connection.BeginTransaction(deferred: true);
        var found = new List<string>();
        found.AddRange(connection.Query<string>("PRAGMA integrity_check").Where(line => line != "ok").Select(line => $"integrity_check: {line}"));
        foreach (var (rule, sql) in Rules)
            found.AddRange(connection.Query<string>(sql).Select(row => $"not so: {rule}: {row}"));
        found.AddRange(TurnViolations(connection.Query<(string, string, long, long)>("""
            SELECT thread_id, run_id, MIN(thread_sequence), MAX(thread_sequence) FROM thread_events WHERE type LIKE '%.delta'
            GROUP BY thread_id, run_id ORDER BY thread_id, run_id
            """)));
        found.AddRange(ChainViolations(connection.Query<AuditRow>("""
            SELECT sequence, id, created_at, actor_type, actor_id, actor_name, actor_ip, action, target_type, target_id, project_id, outcome,
              status, request_id, duration_ms, changes, upstream, usage, safety_flag, previous_hash, hash
            FROM audit_log ORDER BY sequence
            """)));
        return found;
    }

    /// <summary>Runs of a thread speak one after the other, in the order of their asking; so each begins after the last word of the one before.</summary>
    static IEnumerable<string> TurnViolations(IEnumerable<(string ThreadId, string RunId, long First, long Last)> turns)
    {
        (string ThreadId, string RunId, long First, long Last) before = default;
        foreach (var turn in turns)
        {
            if (turn.ThreadId == before.ThreadId && turn.First < before.Last) yield return $"{turn.RunId} speaks before {before.RunId} has ended";
            before = turn;
        }
    }

    static IEnumerable<string> ChainViolations(IEnumerable<AuditRow> rows)
    {
        var (sequence, hash) = (0L, new string('0', 64));
        foreach (var row in rows)
        {
            if (row.Sequence != ++sequence) yield return $"audit: {row.Sequence} follows {sequence - 1}";
            if (row.PreviousHash != hash) yield return $"audit: {row.Sequence} is not chained to the row before";
            if (row.Hash != AuditWriter.HashOf(row)) yield return $"audit: the hash of {row.Sequence} is not that of its content";
            (sequence, hash) = (row.Sequence, row.Hash);
        }
    }

    static SqliteConnection Open(string path)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        return connection;
    }
}
