using System.Security.Cryptography;
using System.Text;
using Portal.Data;
using Portal.Policies;

namespace Portal.Approvals;

/// <summary>What people have let through to the model in a thread, so that nobody is asked for it again.</summary>
internal sealed class ApprovedTexts(string? threadId, IReadOnlyList<ApprovedText> texts)
{
    public static ApprovedTexts None { get; } = new(null, []);

    public static async Task<ApprovedTexts> Load(IDatabase database, ActivePolicy policy, string? threadId, CancellationToken cancellation) =>
        threadId is null || policy.Rules.All(rule => rule.Action is not Client.Policies.PolicyAction.Ask)
            ? None
            : new(threadId, await database.Read(connection => ApprovalsRepository.Approved(connection, threadId), cancellation));

    public bool Holds(ActiveRule rule, string text) =>
        rule.Action is Client.Policies.PolicyAction.Ask
        && texts.Any(one => one.RuleId == rule.Rule.Id && one.PolicyId == rule.Source.PolicyId && one.TextHash == HashOf(threadId!, text));

    /// <summary>Of the text in its thread: the same text elsewhere has another.</summary>
    public static string HashOf(string threadId, string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{threadId}\n{text}")));
}
