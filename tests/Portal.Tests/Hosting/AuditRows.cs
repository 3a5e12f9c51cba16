using Dapper;

namespace Portal.Tests.Hosting;

/// <summary>The audit log as it stands in the database.</summary>
static class AuditRows
{
    public sealed record Row(string ActorType, string ActorId, string Action, string? TargetId, string Outcome, long? Status, string Changes);

    public static Task<List<Row>> Audit(this PortalHost host, string action, string? targetId = null) =>
        host.Read(connection => connection.Query<Row>("""
            SELECT actor_type AS ActorType, actor_id AS ActorId, action AS Action, target_id AS TargetId, outcome AS Outcome, status AS Status, changes AS Changes
            FROM audit_log WHERE action = @action AND (@targetId IS NULL OR target_id = @targetId) ORDER BY sequence
            """, new { action, targetId }).AsList());
}
