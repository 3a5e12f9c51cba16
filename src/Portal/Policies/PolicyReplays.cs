using Portal.Api;
using Portal.Client.Policies;
using Portal.Client.Threads;
using Portal.Safety.Screening;
using Portal.Threads;

namespace Portal.Policies;

/// <summary>Reads messages again with rules that are not in force, and says with which of them something else would have happened.</summary>
internal sealed class PolicyReplays(IConversations conversations, PolicyBook book, TimeProvider time)
{
    const int MostDifferences = 100;
    const long SecondsADay = 86_400;

    public async Task<PolicyReplay> Run(PolicyRow policy, IReadOnlyList<AttachmentRow> attached, PolicyReplayInput input, CancellationToken cancellation)
    {
        var pages = await book.Open(cancellation);
        var before = pages.Try([Held(policy, input.Policy is null ? policy.Saved with { Strict = false, AllowedDomains = [], Mode = default, AllowedEntities = [], Rules = [] } : policy.Saved)]);
        var after = pages.Try([Held(policy, input.Policy is { } draft ? PolicyRules.Complete(draft) : policy.Saved)]);
        var everywhere = attached.Count == 0 || attached.Any(row => row.TargetType == Wire.Word(PolicyTarget.Organization));
        var texts = await conversations.ReadRecent(
            everywhere ? null : Targets(attached, PolicyTarget.Project), everywhere ? null : Targets(attached, PolicyTarget.Assistant),
            time.GetUtcNow().ToUnixTimeSeconds() - (input.Days * SecondsADay), input.Limit, cancellation);

        var (first, second) = (new Tally(), new Tally());
        var differences = new List<PolicyReplayDifference>();
        foreach (var text in texts)
        {
            var direction = text.Role switch { MessageRole.User => PolicyDirection.Input, MessageRole.Tool => PolicyDirection.ToolOutput, _ => PolicyDirection.Output };
            var (old, now) = (first.Add(Read(before, direction, text.Text)), second.Add(Read(after, direction, text.Text)));
            if (differences.Count < MostDifferences && (old.Decision != now.Decision || !Rules(old).SequenceEqual(Rules(now))))
                differences.Add(new(text.ThreadId, text.MessageId, direction, text.CreatedAt, old.Decision, Rules(old), now.Decision, Rules(now)));
        }

        return new(texts.Count, first.Counts, second.Counts, differences) { LeftOut = [.. before.Rules.Concat(after.Rules).Where(rule => rule.Rule.Type == "moderation").Select(rule => rule.Rule.Id!).Distinct()] };
    }

    /// <summary>Without moderation: a provider is not sent up to a thousand old messages for a trial.</summary>
    static Screened Read(ActivePolicy policy, PolicyDirection direction, string text) => policy.Of(direction).Read(text, null, Moderations.LeftOut);

    static HeldPolicy Held(PolicyRow policy, PolicyInput rules) => HeldPolicy.Of(PolicyTarget.Organization, policy.Id, policy.Version, rules);

    static List<string> Targets(IReadOnlyList<AttachmentRow> attached, PolicyTarget type) => [.. attached.Where(row => row.TargetType == Wire.Word(type)).Select(row => row.TargetId)];

    static List<string> Rules(Screened screened) => [.. screened.Hits.Select(hit => hit.Rule.Rule.Id!).Distinct().Order(StringComparer.Ordinal)];

    sealed class Tally
    {
        int flagged, redacted, blocked;

        public PolicyReplayCounts Counts => new(flagged, redacted, blocked);

        public Screened Add(Screened screened)
        {
            switch (screened.Decision)
            {
                case PolicyAction.Flag: flagged++; break;
                case PolicyAction.Redact: redacted++; break;
                case PolicyAction.Ask or PolicyAction.Block: blocked++; break;
            }

            return screened;
        }
    }
}
