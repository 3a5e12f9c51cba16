using System.Text.Json;
using Microsoft.Extensions.Options;
using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Policies;
using Portal.Client.Runs;
using Portal.Client.Threads;
using Portal.Handling;
using Portal.Pricing;
using Portal.Runs;
using Portal.Threads;
using Portal.Threads.Search;

namespace Portal.Approvals;

/// <summary>What becomes of a reply when a person decides about what waits: within the thread's transaction.</summary>
internal sealed class ApprovalChanges(
    RunEnding ending, ThreadWaiting waiting, IThreadIndex index, AuditWriter audit, ToolCharges toolCharges, IOptions<RunsOptions> options, TimeProvider time)
{
    /// <returns>The approval's id.</returns>
    public Result<string> Decide(ThreadTransaction thread, CallInfo call, string id, ApprovalInput input)
    {
        var approves = input.Decision is ApprovalVerdict.Approve;
        if (ApprovalsRepository.Find(thread.Connection, id) is not { } pending || pending.ThreadId != thread.ThreadId) return ApiError.NotFound("approval", id);
        var decided = pending with
        {
            Status = Wire.Word(approves ? ApprovalStatus.Approved : ApprovalStatus.Rejected),
            DecidedBy = call.Actor.Id,
            DecidedByName = call.Actor.Name,
            Reason = input.Reason,
            DecidedAt = Now,
        };
        if (!ApprovalsRepository.Decide(thread.Connection, decided)) return ApiError.Conflict("It waits no more: somebody has decided, or its time is over.", "already_decided");
        var run = RunsRepository.Find(thread.Connection, pending.RunId)!;
        var reply = MessagesRepository.Find(thread.Connection, thread.ThreadId, pending.MessageId)! with { ApprovalId = null };
        if (!approves) ending.End(thread, run, reply, MessageStatus.Failed, new MessageError("policy_blocked", pending.Refusal), null);
        else if (pending.IsAsked) AskAgain(thread, run, reply);
        else if (pending.Waiting.ToolCalls.Count > 0) Call(thread, run, Told(thread, run, reply, pending, input.Edited), pending.Waiting.ToolCalls);
        else index.Add(thread.Connection, ending.End(thread, run, Told(thread, run, reply, pending, input.Edited), MessageStatus.Completed, null, null));
        audit.Append(thread.Connection, call, new AuditEntry(approves ? "approval.approved" : "approval.rejected", "approval", id, pending.ProjectId)
        {
            Changes = [new AuditChange("message_id", null, JsonSerializer.SerializeToElement(pending.MessageId)), new AuditChange("edited", null, JsonSerializer.SerializeToElement(input.Edited is not null))],
        });
        return id;
    }

    /// <summary>The run begins anew, and finds what was approved.</summary>
    void AskAgain(ThreadTransaction thread, RunRow run, Message reply)
    {
        var queued = reply with { Status = MessageStatus.Queued };
        MessagesRepository.Save(thread.Connection, queued, MessageStatus.RequiresAction);
        RunsRepository.Move(thread.Connection, run with { Status = Wire.Word(MessageStatus.Queued), ParentId = reply.ParentId, ExpiresAt = null }, MessageStatus.RequiresAction);
        thread.Append(EventDraft.Whole(RunEventTypes.MessageCreated, queued), run.FirstSequence);
        waiting.ToolsDone(thread, ThreadsRepository.Find(thread.Connection, thread.ThreadId)!);
    }

    /// <summary>The reply with the text that was held back; those who have seen its beginning are told the rest.</summary>
    static Message Told(ThreadTransaction thread, RunRow run, Message reply, ApprovalRow approval, string? edited)
    {
        if ((edited ?? approval.Waiting.Content) is not { } text) return reply;
        var shown = reply.Content?.PlainText ?? "";
        if (text.StartsWith(shown, StringComparison.Ordinal) && text.Length > shown.Length)
            thread.Append(EventDraft.Piece(RunEventTypes.MessageDelta, run.Id, reply.Id, text[shown.Length..]), run.FirstSequence);
        return reply with { Content = new MessageContent(text) };
    }

    /// <summary>The calls go out; the reply waits for their outputs.</summary>
    void Call(ThreadTransaction thread, RunRow run, Message reply, IReadOnlyList<ToolCall> calls)
    {
        var calling = reply with { ToolCalls = calls };
        MessagesRepository.Save(thread.Connection, calling, MessageStatus.RequiresAction);
        RunsRepository.Move(thread.Connection, run with { ExpiresAt = Now + options.Value.ToolTimeoutSeconds }, MessageStatus.RequiresAction);
        toolCharges.Record(thread, run, calling with { Status = MessageStatus.RequiresAction }, Now);
        foreach (var call in calls) thread.Append(EventDraft.Tool(RunEventTypes.ToolCallCreated, run.Id, reply.Id, call), run.FirstSequence);
        thread.Append(EventDraft.Whole(RunEventTypes.MessageRequiresAction, calling), run.FirstSequence);
        waiting.ToolsDone(thread, ThreadsRepository.Find(thread.Connection, thread.ThreadId)!);
        waiting.ReplyRested(thread, ThreadsRepository.Find(thread.Connection, thread.ThreadId)!, run, calling, MessageStatus.InProgress);
    }

    long Now => time.GetUtcNow().ToUnixTimeSeconds();
}
