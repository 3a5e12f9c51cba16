using System.Runtime.CompilerServices;
using Portal.Approvals;
using Portal.Client.Policies;
using Portal.Client.Threads;
using Portal.Data;
using Portal.Limits;
using Portal.Models.Gateway;
using Portal.Policies;
using Portal.Runs;
using Portal.Safety.Events;
using Portal.Safety.Privacy;
using Portal.Safety.Screening;

namespace Portal.Safety;

/// <summary>
/// The one place where policies are enforced, between everything that asks a model and the model. What was typed, looked up
/// or brought by tools is screened before it goes out, and the reply while it comes. A finding is on disk before anybody is
/// told of it.
/// </summary>
internal sealed class ScreenedGateway(
    MeteredGateway gateway, IDatabase database, PolicyBook book, SafetyRecorder recorder, PseudonymStore pseudonyms, Moderator moderator,
    ICallEstimator estimator) : IModelGateway
{
    public async IAsyncEnumerable<ModelChunk> Stream(ModelCall call, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (policy, names, problem) = await Prepare(call.Subject, cancellation);
        if (policy is null)
        {
            yield return new ModelChunk.Ended(Refused(problem!));
            yield break;
        }

        if (policy.IsEmpty)
        {
            await foreach (var chunk in gateway.Stream(call, cancellation)) yield return chunk is ModelChunk.Ended end ? new ModelChunk.Ended(Quiet(end.Outcome, policy)) : chunk;
            yield break;
        }

        var approved = await ApprovedTexts.Load(database, policy, call.Subject.ThreadId, cancellation);
        await using var findings = recorder.Begin(call.Subject);
        var asked = RequestScreen.Read(policy, call, names, approved, await Moderate(RequestScreen.ToModerate(policy, call)));
        var flags = await findings.Record(asked.Hits, cancellation);
        foreach (var flag in flags) yield return new ModelChunk.Flagged(flag);
        var harshest = Harshest(null, flags);
        if (asked.Stop is { } stop)
        {
            var ask = MayAsk(call, stop.Hit) ? new AskedApproval(stop.Hit.Rule, stop.Direction, asked.StoppedText, []) : null;
            yield return new ModelChunk.Ended(Refused(ask is null ? Blocked(stop.Hit) : null) with { SafetyFlag = harshest, Ask = ask });
            yield break;
        }

        if (names is not null) await pseudonyms.Save(call.Subject.ThreadId, names, cancellation);
        yield return new ModelChunk.Sent(asked.Messages);
        var reply = new ReplyScreen(policy, Prompt.SystemText(call), names);
        await foreach (var chunk in gateway.Stream(call with { Messages = asked.Messages }, cancellation))
        {
            var ended = chunk as ModelChunk.Ended;
            var pieces = ended is null ? reply.Take(chunk) : await reply.Finish(Moderate);
            flags = await findings.Record(reply.TakeHits(), cancellation);
            harshest = Harshest(harshest, flags);
            foreach (var piece in pieces) yield return piece;
            foreach (var flag in flags) yield return new ModelChunk.Flagged(flag);
            if (reply.Stop is null && ended is null && (reply.Asks is null || MayAsk(call, reply.Asks.Hit))) continue;
            var outcome = ended?.Outcome ?? await estimator.Estimate(call, reply.Written, BrokenOff.ByCaller);
            var ask = reply.Asks is not null && outcome.Error is null && MayAsk(call, reply.Asks.Hit) ? reply.Approval() : null;
            var refusal = reply.Stop ?? (ask is null && outcome.Error is null ? reply.Asks?.Hit : null);
            yield return new ModelChunk.Ended(Quiet(outcome, policy) with { Error = refusal is null ? outcome.Error : Blocked(refusal), SafetyFlag = harshest, Ask = ask });
            yield break;
        }

        Task<Moderations> Moderate(IEnumerable<string> texts) => moderator.Judge(texts, names, call.Subject.ThreadId, cancellation);
    }

    /// <summary>Policies that cannot be read refuse the call: nothing passes unscreened.</summary>
    async Task<(ActivePolicy? Policy, Pseudonyms? Names, MessageError? Problem)> Prepare(PolicySubject subject, CancellationToken cancellation)
    {
        try
        {
            var policy = await book.Find(subject, cancellation);
            return (policy, policy.Mode is Client.Assistants.PrivacyMode.Strict ? await pseudonyms.Load(subject.ThreadId, policy, cancellation) : null, null);
        }
        catch (StorageUnavailableException)
        {
            return (null, null, new("policy_unavailable", "Portal cannot read its policies at the moment, and asks no model without them. Please try again, or tell an administrator."));
        }
    }

    /// <summary>What a provider says of a refusal may quote what it was asked.</summary>
    static ModelOutcome Quiet(ModelOutcome outcome, ActivePolicy policy) =>
        outcome.OperatorDetail is { } detail ? outcome with { OperatorDetail = policy.Redaction.Apply(detail) } : outcome;

    /// <summary>Without a thread there is nothing that could wait.</summary>
    static bool MayAsk(ModelCall call, RuleHit hit) => hit.Action is PolicyAction.Ask && call.Subject.RunId is not null;

    /// <summary>No model was asked, so nothing was used.</summary>
    static ModelOutcome Refused(MessageError? error) =>
        new(error, null, new(null, null, 0, null, null), null, null, new(0, 0, 0, 0, 0, 0, UsageAccuracy.Exact), null, null);

    static MessageError Blocked(RuleHit hit) => new("policy_blocked", hit.Rule.Message);

    /// <summary>The word for the trace, the audit log and telemetry, such as <c>pii.redact</c>.</summary>
    static string? Harshest(string? before, IReadOnlyList<SafetyFlag> flags) => flags.MaxBy(flag => flag.Action) is not { } worst ? before
        : before is not null && ActionOf(before) >= worst.Action ? before : $"{worst.Type}.{Api.Wire.Word(worst.Action)}";

    static PolicyAction ActionOf(string flag) => Api.Wire.Word<PolicyAction>(flag[(flag.IndexOf('.', StringComparison.Ordinal) + 1)..]);
}
