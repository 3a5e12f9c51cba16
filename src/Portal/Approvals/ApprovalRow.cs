using Dapper;
using Portal.Api;
using Portal.Client.Policies;
using Portal.Client.Threads;

namespace Portal.Approvals;

/// <param name="Refusal">Told to the person in the chat where it is rejected.</param>
/// <param name="TextHash">Of a text that goes to the model; null for replies and calls.</param>
/// <param name="AskedBy">Whose run it is.</param>
[method: ExplicitConstructor]
internal sealed record ApprovalRow(
    string Id,
    string ProjectId,
    string ThreadId,
    string RunId,
    string MessageId,
    string Kind,
    string Direction,
    string? PolicyId,
    long? PolicyVersion,
    string RuleId,
    string Refusal,
    string Payload,
    string? TextHash,
    string AskedBy,
    string Status,
    string? DecidedBy,
    string? DecidedByName,
    string? Reason,
    long CreatedAt,
    long ExpiresAt,
    long? DecidedAt)
{
    public bool IsPending => Status == Wire.Word(ApprovalStatus.Pending);

    /// <summary>What waits is on its way to the model, not from it.</summary>
    public bool IsAsked => TextHash is not null;

    public ApprovalPayload Waiting => Wire.Deserialize<ApprovalPayload>(Payload);

    public Approval ToApproval() => new(
        Id, Wire.Word<ApprovalKind>(Kind), ProjectId, ThreadId, MessageId, Wire.Word<PolicyDirection>(Direction), PolicyId, (int?)PolicyVersion, RuleId, Waiting,
        Wire.Word<ApprovalStatus>(Status), DecidedBy is null ? null : new PersonName(DecidedBy, DecidedByName!), Reason, CreatedAt, ExpiresAt, DecidedAt);
}
