using System.Data;
using Dapper;

namespace Portal.Audit;

/// <param name="FirstBadSequence">Null where every row is what was written.</param>
internal sealed record AuditVerification(bool Ok, long Rows, long? FirstBadSequence, string? Reason);

/// <summary>Goes along the whole chain, row by row, however long it is.</summary>
internal static class AuditChain
{
    public static AuditVerification Verify(IDbConnection connection, CancellationToken cancellation)
    {
        long count = 0;
        var previous = AuditWriter.Genesis;
        var rows = connection.Query<AuditRow>("""
            SELECT sequence, id, created_at, actor_type, actor_id, actor_name, actor_ip, action, target_type, target_id, project_id, outcome,
              status, request_id, duration_ms, changes, upstream, usage, safety_flag, previous_hash, hash
            FROM audit_log ORDER BY sequence
            """, buffered: false);
        foreach (var row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            count++;
            if (row.Sequence != count) return new(false, count, count, "a row is missing");
            if (row.PreviousHash != previous) return new(false, count, row.Sequence, "the row does not follow the one before it");
            if (AuditWriter.HashOf(row) != row.Hash) return new(false, count, row.Sequence, "the row's content was changed");
            previous = row.Hash;
        }

        return new(true, count, null, null);
    }
}
