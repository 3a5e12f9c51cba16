using System.Data;
using Dapper;

namespace Portal.Audit;

internal static class AuditRepository
{
    public const string Columns = """
        sequence, id, created_at, actor_type, actor_id, actor_name, actor_ip, action, target_type, target_id, project_id, outcome,
        status, request_id, duration_ms, changes, upstream, usage, safety_flag, previous_hash, hash
        """;

    public static long LastSequence(IDbConnection connection) =>
        connection.ExecuteScalar<long>("SELECT COALESCE(MAX(sequence), 0) FROM audit_log");

    public static long? SequenceOf(IDbConnection connection, string id) =>
        connection.QueryFirstOrDefault<long?>("SELECT sequence FROM audit_log WHERE id = @id", new { id });

    public static string? IdOf(IDbConnection connection, long sequence) =>
        connection.QueryFirstOrDefault<string>("SELECT id FROM audit_log WHERE sequence = @sequence", new { sequence });

    /// <summary>The first row written at or after the time, so that a stretch of time is a stretch of the sequence.</summary>
    public static long? FirstAt(IDbConnection connection, long time) => connection.QueryFirstOrDefault<long?>(
        "SELECT sequence FROM audit_log WHERE created_at >= @time ORDER BY created_at, sequence LIMIT 1", new { time });

    public static long? LastBefore(IDbConnection connection, long time) => connection.QueryFirstOrDefault<long?>(
        "SELECT sequence FROM audit_log WHERE created_at < @time ORDER BY created_at DESC, sequence DESC LIMIT 1", new { time });

    public static AuditSlice Read(IDbConnection connection, AuditSelection selection)
    {
        if (selection.Filter.Query is not null) return AuditSearch.Read(connection, selection);
        var rows = (selection.NeedsMerge ? ReadMerged(connection, selection) : ReadRows(connection, selection)).ToList();
        return rows.Count > selection.Take ? AuditSlice.Full(rows, selection.Take) : new AuditSlice(rows, null);
    }

    public static List<AuditRow> ReadAfter(IDbConnection connection, long sequence, int most) => connection.Query<AuditRow>(
        $"SELECT {Columns} FROM audit_log WHERE sequence > @sequence ORDER BY sequence LIMIT @most", new { sequence, most }).AsList();

    /// <summary>What a person has done and what was done to them, in its order.</summary>
    /// <param name="after">The id of a row; empty for the first.</param>
    public static List<AuditRow> OfPerson(IDbConnection connection, string id, string after, int most)
    {
        var low = after.Length == 0 ? 0 : SequenceOf(connection, after);
        return connection.Query<AuditRow>($"""
            SELECT {Columns} FROM audit_log WHERE sequence IN (
              SELECT sequence FROM (SELECT sequence FROM audit_log WHERE actor_id = @id AND sequence > @low ORDER BY sequence LIMIT @most)
              UNION SELECT sequence FROM (SELECT sequence FROM audit_log WHERE target_id = @id AND sequence > @low ORDER BY sequence LIMIT @most))
            ORDER BY sequence LIMIT @most
            """, new { id, low, most }).AsList();
    }

    static IEnumerable<AuditRow> ReadRows(IDbConnection connection, AuditSelection selection)
    {
        var (where, parameters) = AuditConditions.Of(selection);
        return connection.Query<AuditRow>(
            $"SELECT {Columns} FROM audit_log WHERE {where} ORDER BY sequence {selection.Order} LIMIT @Take", parameters);
    }

    /// <summary>The newest of each project by its own index; one query over several projects would sort all their rows.</summary>
    static IEnumerable<AuditRow> ReadMerged(IDbConnection connection, AuditSelection selection)
    {
        var found = new List<long>();
        foreach (var project in selection.Projects!)
        {
            var (where, parameters) = AuditConditions.Of(selection with { Projects = [project] });
            found.AddRange(connection.Query<long>(
                $"SELECT sequence FROM audit_log WHERE {where} ORDER BY sequence {selection.Order} LIMIT @Take", parameters));
        }

        var sequences = (selection.Descending ? found.OrderDescending() : found.Order()).Take(selection.Take + 1);
        return connection.Query<AuditRow>(
            $"SELECT {Columns} FROM audit_log WHERE sequence IN @sequences ORDER BY sequence {selection.Order}", new { sequences });
    }
}
