using Microsoft.Extensions.Options;
using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Runs;
using Portal.Client.Threads;
using Portal.Handling;
using Portal.Limits;
using Portal.Policies;
using Portal.Threads;
using Portal.Threads.Search;

namespace Portal.Runs;

/// <summary>What callers change in a thread, each as one transaction with its events and its audit row.</summary>
internal sealed class ThreadChanges(
    AuditWriter audit, RunEnding ending, ThreadWaiting waiting, IThreadIndex index, ThreadPolicies policies, Settlements settlements, IOptions<RunsOptions> options, TimeProvider time)
{
    public Result<Message> PostUserMessage(ThreadTransaction thread, CallInfo call, MessageInput input, string assistantName, string room)
    {
        var row = ThreadsRepository.Find(thread.Connection, thread.ThreadId)!;
        var parentId = input.ParentId switch { null => row.TipId, MessageInput.Root => null, var given => given };
        if (input.ParentId is not null && parentId is not null && !MessagesRepository.Exists(thread.Connection, thread.ThreadId, parentId))
            return ApiError.NotFound("message", parentId, "parent_id");
        if (row.TakenOverBy is not null && input.ParentId is not null && parentId != row.TipId)
        {
            if (!IsBehind(thread, parentId)) return TakenOver(row) with { Param = "parent_id" };
            parentId = row.TipId;
        }

        var runId = input.Reply && row.TakenOverBy is null ? Ids.New("run") : null;
        var first = thread.NextSequence;
        if (runId is not null) thread.Append(EventDraft.Plain(RunEventTypes.RunCreated, runId), first);
        var message = Add(thread, first, NewMessage(thread, runId, parentId, MessageRole.User, AuthorOf(call.Actor), MessageStatus.Completed) with
        {
            Content = input.Content,
            Attachments = input.Attachments ?? [],
            Metadata = input.Metadata ?? new Dictionary<string, string>(),
        });
        var tip = message.Id;
        if (runId is not null)
        {
            tip = QueueReply(thread, call.Actor, row, runId, first, message.Id, input.Model, assistantName, room).Id;
            message = message with { Reply = new ReplyReference(tip, MessageStatus.Queued) };
        }

        var title = row.Title ?? AutomaticTitle.From(input.Content.PlainText);
        index.SetTitle(thread.Connection, thread.ThreadId, row.Title, title);
        ThreadsRepository.MoveTip(thread.Connection, thread.ThreadId, tip, title, ThreadPreview.Of(input.Content), Now);
        waiting.MessageCame(thread, row, call.Actor, message.Id);
        audit.Append(thread.Connection, call, new AuditEntry("message.created", "message", message.Id, row.ProjectId));
        return message;
    }

    /// <summary>What whoever has taken the thread over says in place of the assistant: always at the end, whatever came while it was written.</summary>
    public Result<Message> PostPersonMessage(ThreadTransaction thread, CallInfo call, MessageInput input)
    {
        if (ThreadsRepository.Find(thread.Connection, thread.ThreadId) is not { } row) return ApiError.NotFound("thread", thread.ThreadId);
        if (call.Actor.Type is not ActorType.User || row.TakenOverBy != call.Actor.Id)
            return ApiError.Conflict("Only a person who has taken the thread over may write in the assistant's place. Take it over first, or post with the role user.", "not_taken_over") with { Param = "role" };
        if (input.ParentId is not (null or MessageInput.Root) && !MessagesRepository.Exists(thread.Connection, thread.ThreadId, input.ParentId))
            return ApiError.NotFound("message", input.ParentId, "parent_id");
        var message = Add(thread, 0, NewMessage(thread, null, row.TipId, MessageRole.Assistant, AuthorOf(call.Actor), MessageStatus.Completed) with
        {
            Content = input.Content,
            Attachments = input.Attachments ?? [],
            Metadata = input.Metadata ?? new Dictionary<string, string>(),
        });
        ThreadsRepository.MoveTip(thread.Connection, thread.ThreadId, message.Id, null, ThreadPreview.Of(input.Content), Now);
        waiting.Answered(thread, row);
        audit.Append(thread.Connection, call, new AuditEntry("message.created", "message", message.Id, row.ProjectId));
        return message;
    }

    public Result<Message> PostToolOutput(ThreadTransaction thread, CallInfo call, MessageInput input, string room)
    {
        var run = RunsRepository.Open(thread.Connection, thread.ThreadId).FirstOrDefault(one => one.State is MessageStatus.RequiresAction);
        var reply = run is null ? null : MessagesRepository.Find(thread.Connection, thread.ThreadId, run.ReplyId);
        var answered = run is null ? [] : MessagesRepository.AnsweredCalls(thread.Connection, run.Id);
        var toolCall = reply?.ToolCalls.FirstOrDefault(one => one.Id == input.ToolCallId && !answered.Contains(one.Id));
        if (run is null || reply is null || toolCall is null)
            return ApiError.Conflict($"The call '{input.ToolCallId}' waits for no output: it is unknown in this thread, answered, or has expired.", "tool_call_not_pending") with { Param = "tool_call_id" };

        var message = Add(thread, run.FirstSequence, NewMessage(thread, run.Id, run.ParentId, MessageRole.Tool, AuthorOf(call.Actor), MessageStatus.Completed) with
        {
            Content = input.Content,
            ToolCallId = toolCall.Id,
            Metadata = input.Metadata ?? new Dictionary<string, string>(),
        });
        thread.Append(EventDraft.Tool(RunEventTypes.ToolCallCompleted, run.Id, reply.Id, toolCall), run.FirstSequence);
        var redaction = policies.Find(thread.Connection, thread.ThreadId)!.Redaction;
        RunsRepository.InsertStep(thread.Connection, thread.ThreadId, new RunStepRow(
            run.Id, 0, Wire.Word(RunStepType.ToolCall), Now, Math.Max(0, (Now - (run.ExpiresAt!.Value - options.Value.ToolTimeoutSeconds)) * 1000),
            Wire.Serialize(redaction.Apply(toolCall).Function), Wire.Serialize(redaction.Apply(input.Content)), null, null, null, null, null));
        audit.Append(thread.Connection, call, new AuditEntry("tool.called", "message", message.Id, run.ProjectId));

        var tip = message.Id;
        var next = run with { ParentId = message.Id };
        if (reply.ToolCalls.All(one => one.Id == toolCall.Id || answered.Contains(one.Id)))
        {
            var done = reply with { Status = MessageStatus.Completed, CompletedAt = Now };
            MessagesRepository.Save(thread.Connection, done, MessageStatus.RequiresAction);
            thread.Append(EventDraft.Whole(RunEventTypes.MessageCompleted, done), run.FirstSequence);
            var further = Add(thread, run.FirstSequence, NewMessage(thread, run.Id, message.Id, MessageRole.Assistant, reply.Author, MessageStatus.Queued));
            thread.AfterCommit(() => settlements.Rename(room, further.Id));
            next = next with { ReplyId = further.Id, Status = Wire.Word(MessageStatus.Queued), ExpiresAt = null };
            message = message with { Reply = new ReplyReference(further.Id, MessageStatus.Queued) };
            tip = further.Id;
            waiting.ToolsDone(thread, ThreadsRepository.Find(thread.Connection, thread.ThreadId)!);
        }

        RunsRepository.Move(thread.Connection, next, MessageStatus.RequiresAction);
        ThreadsRepository.MoveTip(thread.Connection, thread.ThreadId, tip, null, null, Now);
        return message;
    }

    public Result<Message> Retry(ThreadTransaction thread, CallInfo call, string messageId, string? model, string assistantName, string room)
    {
        var ended = MessagesRepository.Find(thread.Connection, thread.ThreadId, messageId);
        if (ended is null) return ApiError.NotFound("message", messageId);
        var row = ThreadsRepository.Find(thread.Connection, thread.ThreadId)!;
        if (row.TakenOverBy is not null) return TakenOver(row);
        if (ended.Role is not MessageRole.Assistant || ended.Author.Type is not AuthorType.Assistant) return ApiError.Conflict("Only a reply can be retried. To ask differently, post a message with the same parent_id.", "not_a_reply");
        if (!ended.Status.IsEnded()) return ApiError.Conflict("The reply has not ended. Cancel it first, or wait for its end.", "not_ended");
        var runId = Ids.New("run");
        var first = thread.NextSequence;
        thread.Append(EventDraft.Plain(RunEventTypes.RunCreated, runId), first);
        var reply = QueueReply(thread, call.Actor, row, runId, first, ended.ParentId, model, assistantName, room);
        ThreadsRepository.MoveTip(thread.Connection, thread.ThreadId, reply.Id, null, null, Now);
        audit.Append(thread.Connection, call, new AuditEntry("message.retried", "message", reply.Id, row.ProjectId));
        return reply;
    }

    /// <summary>
    /// Ends a run that is queued or waits for tool outputs; one at work is the grain's to stop. Decided by what is stored at
    /// this moment, since a run may end by itself at any other.
    /// </summary>
    public Result<RunRow> Cancel(ThreadTransaction thread, CallInfo call, string messageId)
    {
        if (MessagesRepository.Find(thread.Connection, thread.ThreadId, messageId) is not { } message) return ApiError.NotFound("message", messageId);
        if (message.RunId is null || RunsRepository.Find(thread.Connection, message.RunId) is not { } run || run.State.IsEnded())
            return ApiError.Conflict("There is nothing left to cancel: the reply has ended.", "already_ended");
        audit.Append(thread.Connection, call, new AuditEntry("message.cancelled", "message", run.ReplyId, run.ProjectId));
        if (run.State is not MessageStatus.InProgress) EndCancelled(thread, run);
        return run;
    }

    /// <summary>Ends a run that waits for tool outputs and is to be cancelled; any other stays as it is.</summary>
    public bool EndWaiting(ThreadTransaction thread, string runId)
    {
        if (RunsRepository.Find(thread.Connection, runId) is not { State: MessageStatus.RequiresAction } run) return false;
        EndCancelled(thread, run);
        return true;
    }

    void EndCancelled(ThreadTransaction thread, RunRow run) =>
        ending.End(thread, run, ReplyOf(thread, run), MessageStatus.Cancelled, new MessageError("cancelled", "The reply was cancelled."), null);

    /// <summary>Ends the runs whose tool calls waited too long.</summary>
    public int Expire(ThreadTransaction thread)
    {
        var late = RunsRepository.Open(thread.Connection, thread.ThreadId).Where(run => run.State is MessageStatus.RequiresAction && run.ExpiresAt <= Now).ToList();
        foreach (var run in late)
        {
            var reply = ReplyOf(thread, run);
            var error = reply.ApprovalId is null ? new MessageError("tool_timeout", "The tool gave no output in time.") : new MessageError("approval_expired", "Nobody approved this in time.");
            ending.End(thread, run, reply, MessageStatus.Failed, error, null);
            audit.Append(thread.Connection, CallInfo.System, new AuditEntry(reply.ApprovalId is null ? "tool.expired" : "approval.expired", "message", run.ReplyId, run.ProjectId) { Outcome = AuditOutcome.Failure });
        }

        return late.Count;
    }

    /// <summary>Ends a run after a fault of Portal's own.</summary>
    public void Fail(ThreadTransaction thread, string runId)
    {
        if (RunsRepository.Find(thread.Connection, runId) is { } run && !run.State.IsEnded())
            ending.End(thread, run, ReplyOf(thread, run), MessageStatus.Failed, new MessageError("internal_error", "Something went wrong in Portal. Retry; if it stays so, tell an administrator."), null);
    }

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Written after a message that was the newest then: what came meanwhile hangs beside it, but nothing of what was asked.</summary>
    static bool IsBehind(ThreadTransaction thread, string? parentId) =>
        MessagesRepository.RolesUnder(thread.Connection, thread.ThreadId, parentId) is { Count: > 0 } roles && !roles.Contains(Wire.Word(MessageRole.User));

    static ApiError TakenOver(ThreadRow row) =>
        ApiError.Conflict($"{row.TakenOverName} has taken this thread over: until they hand it back, no reply is made anew and nothing is asked differently.", "taken_over");

    static Message ReplyOf(ThreadTransaction thread, RunRow run) => MessagesRepository.Find(thread.Connection, thread.ThreadId, run.ReplyId)!;

    Message QueueReply(ThreadTransaction thread, AuditActor actor, ThreadRow row, string runId, long first, string? parentId, string? model, string assistantName, string room)
    {
        var assistant = new MessageAuthor(AuthorType.Assistant, row.AssistantId, assistantName);
        var reply = Add(thread, first, NewMessage(thread, runId, parentId, MessageRole.Assistant, assistant, MessageStatus.Queued) with { Model = model });
        thread.AfterCommit(() => settlements.Rename(room, reply.Id));
        RunsRepository.Insert(thread.Connection, new RunRow(
            runId, thread.ThreadId, row.ProjectId, row.AssistantId, null, Wire.Word(MessageStatus.Queued), parentId, reply.Id, model,
            Wire.Serialize(actor), first, Now, null, null));
        return reply;
    }

    Message NewMessage(ThreadTransaction thread, string? runId, string? parentId, MessageRole role, MessageAuthor author, MessageStatus status) => new(
        Ids.New("msg"), thread.ThreadId, runId, parentId, role, author, null, [], [], null, [], [], status, null, null, null, null,
        new Dictionary<string, string>(), [], Now, status.IsEnded() ? Now : null);

    Message Add(ThreadTransaction thread, long runFirstSequence, Message message)
    {
        MessagesRepository.Insert(thread.Connection, message with { FirstSequence = thread.NextSequence });
        index.Add(thread.Connection, message);
        var stored = MessagesRepository.Find(thread.Connection, thread.ThreadId, message.Id)!;
        thread.Append(EventDraft.Whole(RunEventTypes.MessageCreated, stored), runFirstSequence);
        return stored;
    }

    static MessageAuthor AuthorOf(AuditActor actor) =>
        new(actor.Type switch { ActorType.User => AuthorType.User, ActorType.Visitor => AuthorType.Visitor, _ => AuthorType.Key }, actor.Id, actor.Name);
}
