using Portal.Access;
using Portal.Api;
using Portal.Approvals;
using Portal.Audit;
using Portal.Client.Audit;
using Portal.Client.Policies;
using Portal.Client.Runs;
using Portal.Client.Threads;
using Portal.Handling;
using Portal.Limits;
using Portal.Models.Gateway;
using Portal.Policies;
using Portal.Pricing;
using Portal.Threads;
using Portal.Threads.Search;
using Portal.Usage;

namespace Portal.Runs;

/// <summary>What a model call was: sent when, what, and with which outcome.</summary>
/// <param name="Prompt">What its trace keeps of it.</param>
internal sealed record CallRecord(ModelCall Call, StoredPrompt Prompt, long StartedAt, long LatencyMs, ModelOutcome Outcome)
{
    /// <summary>The model that answered.</summary>
    public string Model => Outcome.Model ?? Call.Model;
}

/// <summary>The end of a reply: its row, its run, its trace, its use and its audit row, in one transaction with the events that tell of it.</summary>
internal sealed class RunEnding(
    AuditWriter audit, ThreadWaiting waiting, IThreadIndex index, ThreadPolicies policies, Settlements settlements, ToolCharges toolCharges, TimeProvider time)
{
    /// <summary>Ends a reply that a model call made or tried to make.</summary>
    /// <param name="expiresAt">Where the reply waits for tool outputs: until when.</param>
    /// <remarks>In a thread that a person has taken over nothing waits and nothing was interrupted: what is not whole was ended by them.</remarks>
    public Message End(ThreadTransaction thread, RunRow run, Message reply, MessageStatus status, MessageError? error, CallRecord? call, long? expiresAt = null)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var row = ThreadsRepository.Find(thread.Connection, run.ThreadId)!;
        if (row.TakenOverBy is not null && status is (MessageStatus.Cancelled or MessageStatus.Interrupted or MessageStatus.RequiresAction))
            (status, error, expiresAt) = (MessageStatus.Cancelled, new MessageError("taken_over", $"{row.TakenOverName} has taken the conversation over."), null);
        var before = reply.Status;
        var ended = reply with
        {
            Status = status,
            Error = error,
            ApprovalId = status is MessageStatus.RequiresAction && call?.Outcome.Ask is not null ? Ids.New("appr") : null,
            Usage = call?.Outcome.Usage ?? reply.Usage,
            Model = call?.Model ?? reply.Model,
            CompletedAt = status is MessageStatus.RequiresAction ? null : now,
        };
        if (!MessagesRepository.Save(thread.Connection, ended, before))
            throw new InvalidOperationException($"Reply {reply.Id} was to end from {before}, but is no longer in that state.");
        // What is written once, when the model has said it, comes into the index once.
        if (before is MessageStatus.InProgress && ended.ApprovalId is null) index.Add(thread.Connection, ended);
        var movedRun = run with
        {
            Status = Wire.Word(status),
            ParentId = status is MessageStatus.RequiresAction ? reply.Id : run.ParentId,
            ExpiresAt = expiresAt,
            CompletedAt = status.IsEnded() ? now : null,
        };
        if (!RunsRepository.Move(thread.Connection, movedRun, run.State))
            throw new InvalidOperationException($"Run {run.Id} was to end from {run.Status}, but is no longer in that state.");
        ThreadsRepository.NoteReply(thread.Connection, thread.ThreadId, ThreadPreview.Of(ended.Content), now);
        if (ended.ApprovalId is not null) Ask(thread, run, ended, call!.Outcome.Ask!, expiresAt!.Value, now);
        if (reply.ApprovalId is { } waited) ApprovalsRepository.Decide(thread.Connection, ApprovalsRepository.Find(thread.Connection, waited)! with { Status = Wire.Word(ApprovalStatus.Expired), DecidedAt = now });
        if (call is null) thread.AfterCommit(() => settlements.Release(reply.Id));
        else Record(thread, row, run, ended, status, call, now);
        thread.Append(EventDraft.Whole(EventOf(status), ended), run.FirstSequence);
        if (status.IsEnded()) thread.Append(EventDraft.Status(RunEventTypes.RunCompleted, run.Id, status), run.FirstSequence);
        waiting.ReplyRested(thread, row, run, ended, before);
        return ended;
    }

    static void Ask(ThreadTransaction thread, RunRow run, Message reply, AskedApproval asked, long expiresAt, long now) => ApprovalsRepository.Insert(thread.Connection, new ApprovalRow(
        reply.ApprovalId!, run.ProjectId, run.ThreadId, run.Id, reply.Id,
        Wire.Word(asked.ToolCalls.Count > 0 ? ApprovalKind.ToolCall : ApprovalKind.Message), Wire.Word(asked.Direction),
        asked.Rule.Source.PolicyId, asked.Rule.Source.Version, asked.Rule.Rule.Id!, asked.Rule.Message,
        Wire.Serialize(new ApprovalPayload(asked.Content, asked.ToolCalls)), asked.GoesToTheModel ? ApprovedTexts.HashOf(run.ThreadId, asked.Content!) : null,
        run.AskedBy.Id, Wire.Word(ApprovalStatus.Pending), null, null, null, now, expiresAt, null));

    void Record(ThreadTransaction thread, ThreadRow row, RunRow run, Message reply, MessageStatus status, CallRecord call, long now)
    {
        var outcome = call.Outcome;
        var actor = run.AskedBy;
        var redaction = policies.Find(thread.Connection, thread.ThreadId)!.Redaction;
        RunsRepository.InsertStep(thread.Connection, thread.ThreadId, new RunStepRow(
            run.Id,
            0,
            Wire.Word(RunStepType.ModelCall),
            call.StartedAt,
            call.LatencyMs,
            Wire.Serialize(call.Prompt),
            Wire.Serialize(new { content = redaction.Apply(reply.Content), tool_calls = reply.ToolCalls.Select(redaction.Apply), finish_reason = outcome.FinishReason }),
            Wire.Serialize(outcome.Usage),
            reply.Error is null ? null : Wire.Serialize(reply.Error),
            Wire.Serialize(outcome.Upstream),
            outcome.OperatorDetail,
            outcome.SafetyFlag));
        UsageRepository.Insert(thread.Connection, new UsageRow(
            Ids.New("use"),
            run.ProjectId,
            run.AssistantId,
            run.ThreadId,
            run.Id,
            reply.Id,
            1,
            Wire.Word(actor.Type),
            actor.Id,
            call.Model,
            outcome.Tier is { } tier ? Wire.Word(tier) : null,
            outcome.ProviderId,
            outcome.Upstream.Provider,
            outcome.Usage.InputTokens,
            outcome.Usage.CachedTokens,
            outcome.Usage.OutputTokens,
            outcome.Usage.ReasoningTokens,
            outcome.Usage.Cost is { } cost ? Models.ModelPrice.ToNanodollars(cost) : null,
            outcome.ProviderCostNanodollars,
            Wire.Word(outcome.Usage.Accuracy),
            reply.ToolCalls.Count,
            !UsageRepository.Knows(thread.Connection, run.Id),
            row.IsSealed ? "{}" : row.Metadata,
            now,
            outcome.PriceId,
            outcome.OvershootNanodollars,
            outcome.PaysRun));
        thread.AfterCommit(() => settlements.Settle(reply.Id, run.ProjectId, run.AssistantId, actor.Type, actor.Id, outcome, now));
        toolCharges.Record(thread, run, reply, now);
        audit.Append(thread.Connection, new CallInfo(actor, null, 0, null), new AuditEntry("model.called", "run", run.Id, run.ProjectId)
        {
            Outcome = status is MessageStatus.Failed or MessageStatus.Interrupted ? AuditOutcome.Failure : AuditOutcome.Success,
            Upstream = outcome.Upstream,
            Usage = outcome.Usage,
            DurationMs = call.LatencyMs,
            SafetyFlag = outcome.SafetyFlag,
        });
    }

    static string EventOf(MessageStatus status) => status switch
    {
        MessageStatus.Completed => RunEventTypes.MessageCompleted,
        MessageStatus.RequiresAction => RunEventTypes.MessageRequiresAction,
        MessageStatus.Failed => RunEventTypes.MessageFailed,
        MessageStatus.Cancelled => RunEventTypes.MessageCancelled,
        MessageStatus.Interrupted => RunEventTypes.MessageInterrupted,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "A reply does not end in this state."),
    };
}
