using Portal.Client.Policies;
using Portal.Client.Threads;
using Portal.Policies;

namespace Portal.Approvals;

/// <summary>What a rule with the action <c>ask</c> holds back.</summary>
/// <param name="Content">See <see cref="ApprovalPayload"/>.</param>
internal sealed record AskedApproval(ActiveRule Rule, PolicyDirection Direction, string? Content, IReadOnlyList<ToolCall> ToolCalls)
{
    public bool GoesToTheModel => Direction is PolicyDirection.Input or PolicyDirection.Retrieved or PolicyDirection.ToolOutput;
}
