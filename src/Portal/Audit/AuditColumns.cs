using System.Text.Json;
using Portal.Api;
using Portal.Client.Audit;

namespace Portal.Audit;

/// <summary>An audit event as a line of a table.</summary>
internal static class AuditColumns
{
    public static readonly IReadOnlyList<string> Names =
    [
        "id", "sequence", "created_at", "actor_type", "actor_id", "actor_name", "actor_ip", "action", "target_type", "target_id", "project_id",
        "outcome", "status", "request_id", "duration_ms", "changes", "upstream", "usage", "safety_flag", "previous_hash", "hash",
    ];

    public static string?[] Of(AuditEvent one) =>
    [
        one.Id, one.Sequence.ToString(), one.CreatedAt.ToString(), Wire.Word(one.Actor.Type), one.Actor.Id, one.Actor.Name, one.Actor.Ip, one.Action,
        one.Target?.Type, one.Target?.Id, one.ProjectId, Wire.Word(one.Outcome), one.Status?.ToString(), one.RequestId, one.DurationMs?.ToString(),
        one.Changes.Count == 0 ? null : Wire.Serialize(one.Changes), Json(one.Upstream), Json(one.Usage), one.SafetyFlag, one.PreviousHash, one.Hash,
    ];

    static string? Json<T>(T? value) where T : class => value is null ? null : JsonSerializer.Serialize(value, Wire.Json);
}
