using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;

namespace Portal.Outbox;

internal static class OutboxRepository
{
    const string Columns =
        "id, channel, lane, recipient, event, alert_id, payload, status, attempts, response_code, latency_ms, error, next_attempt_at, created_at, finished_at";

    /// <summary>No wait is longer than this many seconds: what is due later was written by a clock that has been set back since.</summary>
    public const long LongestWait = 86_400;

    const string IsDue = "next_attempt_at IS NOT NULL AND next_attempt_at NOT BETWEEN @now + 1 AND @now + 86400";

    /// <summary>Called in the transaction of what it tells of.</summary>
    public static void Insert(IDbConnection connection, OutboxRow row) => connection.Execute($"""
        INSERT INTO outbox ({Columns})
        VALUES (@Id, @Channel, @Lane, @Recipient, @Event, @AlertId, @Payload, @Status, @Attempts, @ResponseCode, @LatencyMs, @Error, @NextAttemptAt, @CreatedAt, @FinishedAt)
        """, row);

    public static List<string> DueLanes(IDbConnection connection, long now) =>
        connection.Query<string>($"SELECT DISTINCT lane FROM outbox WHERE {IsDue}", new { now }).AsList();

    /// <summary>The oldest that is due.</summary>
    public static OutboxRow? Next(IDbConnection connection, string lane, long now) => connection.QueryFirstOrDefault<OutboxRow>(
        $"SELECT {Columns} FROM outbox INDEXED BY outbox_waiting WHERE lane = @lane AND {IsDue} ORDER BY id LIMIT 1", new { lane, now });

    /// <summary>Begins a try: until the moment nobody else begins one, and after it another is due if this one's end was not recorded.</summary>
    public static void Begin(IDbConnection connection, string id, long until) => connection.Execute(
        "UPDATE outbox SET attempts = attempts + 1, next_attempt_at = @until WHERE id = @id AND next_attempt_at IS NOT NULL", new { id, until });

    /// <summary>Nothing where it was called off meanwhile.</summary>
    public static void Record(IDbConnection connection, OutboxRow row) => connection.Execute("""
        UPDATE outbox SET status = @Status, response_code = @ResponseCode, latency_ms = @LatencyMs, error = @Error,
          next_attempt_at = @NextAttemptAt, finished_at = @FinishedAt
        WHERE id = @Id AND next_attempt_at IS NOT NULL
        """, row);

    public static OutboxRow? Find(IDbConnection connection, string lane, string id) => connection.QueryFirstOrDefault<OutboxRow>(
        $"SELECT {Columns} FROM outbox WHERE id = @id AND lane = @lane", new { id, lane });

    public static List<OutboxRow> OfAlert(IDbConnection connection, string alertId) => connection.Query<OutboxRow>(
        $"SELECT {Columns} FROM outbox WHERE alert_id = @alertId ORDER BY id", new { alertId }).AsList();

    public static ListPage<OutboxRow> OfLane(IDbConnection connection, string lane, string? status, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "id");
        var rows = connection.Query<OutboxRow>($"""
            SELECT {Columns} FROM outbox WHERE lane = @lane AND (@status IS NULL OR status = @status) AND {where} ORDER BY {order} LIMIT @Take
            """, new { lane, status, query.After, query.Before, Take = Keyset.Take(query) });
        return Keyset.Page(rows, query, row => row.Id);
    }

    /// <summary>Sends again what was made since the moment and is over, or the one of that id; how many.</summary>
    public static int Repeat(IDbConnection connection, string lane, long? from, string? id, long now) => connection.Execute("""
        UPDATE outbox SET status = 'pending', attempts = 0, response_code = NULL, error = NULL, next_attempt_at = @now, finished_at = NULL
        WHERE lane = @lane AND next_attempt_at IS NULL AND (@id IS NULL OR id = @id) AND (@from IS NULL OR created_at >= @from)
        """, new { lane, from, id, now });

    /// <summary>What waits is not sent any more, but for the one that is being sent.</summary>
    public static void CallOff(IDbConnection connection, string lane, string why, long now, string? exceptId = null) => connection.Execute("""
        UPDATE outbox SET status = 'failed', error = @why, next_attempt_at = NULL, finished_at = @now
        WHERE lane = @lane AND next_attempt_at IS NOT NULL AND (@exceptId IS NULL OR id <> @exceptId)
        """, new { lane, why, now, exceptId });

    /// <summary>Deletes what was delivered, or given up, before the moment of each; how many, at most as many as are asked for.</summary>
    public static int Prune(IDbConnection connection, long delivered, long failed, int most) => connection.Execute("""
        DELETE FROM outbox WHERE id IN (
          SELECT id FROM outbox WHERE status = 'delivered' AND finished_at < @delivered
          UNION ALL SELECT id FROM outbox WHERE status = 'failed' AND finished_at < @failed LIMIT @most)
        """, new { delivered, failed, most });

    public static void DeleteLane(IDbConnection connection, string lane) => connection.Execute("DELETE FROM outbox WHERE lane = @lane", new { lane });
}
