using System.Data;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Portal.Access;
using Portal.Api;
using Portal.Client.Audit;

namespace Portal.Audit;

/// <summary>Appends rows to the chain, inside the one writer's transaction; so the row before is always the last one.</summary>
internal sealed class AuditWriter(TimeProvider time)
{
    public static readonly string Genesis = new('0', 64);

    public void Append(IDbConnection connection, CallInfo call, AuditEntry entry)
    {
        var last = connection.QueryFirstOrDefault<(long Sequence, string Hash)>(
            "SELECT sequence, hash FROM audit_log ORDER BY sequence DESC LIMIT 1");
        var row = new AuditRow(
            last.Sequence + 1,
            Ids.New("evt"),
            time.GetUtcNow().ToUnixTimeSeconds(),
            Wire.Word(call.Actor.Type),
            call.Actor.Id,
            call.Actor.Name,
            call.Actor.Ip,
            entry.Action,
            entry.TargetType,
            entry.TargetId,
            entry.ProjectId,
            Wire.Word(entry.Outcome),
            entry.Status ?? StatusOf(call, entry),
            call.RequestId,
            entry.DurationMs ?? (call.StartedTicks == 0 ? null : Environment.TickCount64 - call.StartedTicks),
            Wire.Serialize(entry.Changes),
            entry.Upstream is null ? null : Wire.Serialize(entry.Upstream),
            entry.Usage is null ? null : Wire.Serialize(entry.Usage),
            entry.SafetyFlag,
            last.Hash ?? Genesis,
            "");
        connection.Execute("""
            INSERT INTO audit_log (sequence, id, created_at, actor_type, actor_id, actor_name, actor_ip, action, target_type,
              target_id, project_id, outcome, status, request_id, duration_ms, changes, upstream, usage, safety_flag, previous_hash, hash)
            VALUES (@Sequence, @Id, @CreatedAt, @ActorType, @ActorId, @ActorName, @ActorIp, @Action, @TargetType,
              @TargetId, @ProjectId, @Outcome, @Status, @RequestId, @DurationMs, @Changes, @Upstream, @Usage, @SafetyFlag, @PreviousHash, @Hash)
            """, row with { Hash = HashOf(row) });
        AuditActorsRepository.Keep(connection, row);
        if (call.Idempotency is { } repeat && entry.TargetId is not null)
            IdempotencyRepository.Insert(connection, call.Actor.Id, repeat, entry.TargetId, row.CreatedAt);
    }

    /// <summary>What a call that changed something was answered with, where the entry does not say; work without a call has no answer.</summary>
    static long? StatusOf(CallInfo call, AuditEntry entry)
    {
        if (call.RequestId is null || entry.Outcome is not AuditOutcome.Success) return null;
        return entry.Action.EndsWith(".created", StringComparison.Ordinal) ? StatusCodes.Status201Created : StatusCodes.Status200OK;
    }

    /// <summary>SHA-256 over the row's JSON without its own hash, the previous hash among its fields.</summary>
    public static string HashOf(AuditRow row) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Wire.Serialize(row with { Hash = "" }))));
}
