using Portal.Client.Audit;
using Portal.Client.Runs;
using Portal.Client.Threads;

namespace Portal.Audit;

/// <summary>What is written into the audit log besides who called and when.</summary>
/// <param name="Action"><c>noun.verb</c> in the past tense.</param>
internal sealed record AuditEntry(string Action, string? TargetType, string? TargetId, string? ProjectId)
{
    public AuditOutcome Outcome { get; init; } = AuditOutcome.Success;

    public int? Status { get; init; }

    public IReadOnlyList<AuditChange> Changes { get; init; } = [];

    public Upstream? Upstream { get; init; }

    public TokenUsage? Usage { get; init; }

    /// <summary>The harshest thing that a rule did, such as <c>pii.redact</c>.</summary>
    public string? SafetyFlag { get; init; }

    public long? DurationMs { get; init; }
}
