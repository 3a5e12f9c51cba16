using Dapper;

namespace Portal.Audit;

[method: ExplicitConstructor]
internal sealed record AuditRow(
    long Sequence,
    string Id,
    long CreatedAt,
    string ActorType,
    string ActorId,
    string ActorName,
    string? ActorIp,
    string Action,
    string? TargetType,
    string? TargetId,
    string? ProjectId,
    string Outcome,
    long? Status,
    string? RequestId,
    long? DurationMs,
    string Changes,
    string? Upstream,
    string? Usage,
    string? SafetyFlag,
    string PreviousHash,
    string Hash);
