using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;
using Portal.Client.Threads;

namespace Portal.Client.Policies;

/// <summary>Something that a rule with the action <c>ask</c> holds back until a person has decided.</summary>
/// <param name="MessageId">The reply that waits, in <c>requires_action</c> with this id as its <c>approval_id</c>.</param>
/// <param name="Direction">Which text the rule found something in.</param>
/// <param name="PolicyId">Null for the assistant's own settings.</param>
/// <param name="ExpiresAt">Unix seconds; what is not decided by then is refused.</param>
public sealed record Approval(
    string Id,
    ApprovalKind Kind,
    string ProjectId,
    string ThreadId,
    string MessageId,
    PolicyDirection Direction,
    string? PolicyId,
    int? PolicyVersion,
    string RuleId,
    ApprovalPayload Payload,
    ApprovalStatus Status,
    PersonName? DecidedBy,
    string? Reason,
    long CreatedAt,
    long ExpiresAt,
    long? DecidedAt)
{
    public string Object => "approval";
}

/// <summary>What waits.</summary>
/// <param name="Content">The question or output that the model is not shown yet, or the whole reply that people are not shown; null for calls alone.</param>
/// <param name="ToolCalls">The calls that no tool is given yet.</param>
public sealed record ApprovalPayload(string? Content, IReadOnlyList<ToolCall> ToolCalls);

[JsonConverter(typeof(SnakeCaseEnum<ApprovalKind>))]
public enum ApprovalKind
{
    Message,
    ToolCall,
}

[JsonConverter(typeof(SnakeCaseEnum<ApprovalStatus>))]
public enum ApprovalStatus
{
    Pending,
    Approved,
    Rejected,
    /// <summary>Nobody decided in time, or the reply was ended otherwise.</summary>
    Expired,
}

[JsonConverter(typeof(SnakeCaseEnum<ApprovalVerdict>))]
public enum ApprovalVerdict
{
    Approve,
    Reject,
}

public sealed record ApprovalInput
{
    public required ApprovalVerdict Decision { get; init; }

    [StringLength(500)]
    public string? Reason { get; init; }

    /// <summary>Of a reply: another text in its place.</summary>
    [StringLength(256_000, MinimumLength = 1)]
    public string? Edited { get; init; }
}

/// <summary>Which approvals are listed.</summary>
public sealed record ApprovalFilter(ApprovalStatus? Status = null, string? ThreadId = null, string? ProjectId = null);
