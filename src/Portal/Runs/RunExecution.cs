using System.Data;
using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Portal.Api;
using Portal.Assistants;
using Portal.Client.Runs;
using Portal.Client.Threads;
using Portal.Data;
using Portal.Models.Gateway;
using Portal.Models.Tokens;
using Portal.Policies;
using Portal.Projects;
using Portal.Threads;

namespace Portal.Runs;

/// <summary>Makes one reply: reads what the model is shown, streams the model's answer into the thread's log, ends it.</summary>
internal sealed partial class RunExecution(
    IDatabase database,
    IModelGateway gateway,
    ICallEstimator estimator,
    ITokenCounter tokens,
    IAssistantDirectory assistants,
    IProjectDirectory projects,
    PromptZone zone,
    ThreadPolicies policies,
    RunEnding ending,
    IOptions<RunsOptions> options,
    TimeProvider time,
    ILogger<RunExecution> logger)
{
    /// <param name="stopping">True where the server stops, so that a cancelled reply is interrupted.</param>
    public async Task Execute(ThreadLog log, RunRow queued, Func<bool> stopping, CancellationToken cancellation)
    {
        var prepared = await Prepare(queued);
        var started = await log.Commit(thread => Start(thread, queued, prepared.Assistant));
        if (started is null) return;
        var (run, reply) = started.Value;
        if (prepared.Refusal is { } refusal)
        {
            await log.Commit(thread => ending.End(thread, run, reply, MessageStatus.Failed, refusal, null));
            return;
        }

        var (call, messageIds) = await ComposeCall(run, prepared.Assistant!);
        var startedAt = Now;
        var clock = Stopwatch.StartNew();
        var draft = new ReplyDraft(reply);
        var (outcome, sent) = await Stream(log, run, draft, call, cancellation);
        var took = outcome ?? await estimator.Estimate(call, draft.ReasoningText + draft.Text, stopping() ? BrokenOff.ByStop : BrokenOff.ByCaller);
        var record = new CallRecord(call, await Trace(run, call, messageIds, sent), startedAt, clock.ElapsedMilliseconds, took);
        var (status, error) = Judge(outcome, draft, stopping());
        var patience = record.Outcome.Ask is null ? options.Value.ToolTimeoutSeconds : options.Value.ApprovalTimeoutSeconds;
        var expiresAt = status is MessageStatus.RequiresAction ? Now + patience : (long?)null;
        await log.Commit(thread => ending.End(thread, run, draft.ToMessage(), status, error, record, expiresAt));
    }

    /// <summary>Ends a run that a stopped server left in the middle, with the text that viewers were shown.</summary>
    public async Task Interrupt(ThreadLog log, RunRow run)
    {
        var (reply, isWaiting) = await database.Read(
            connection => (MessagesRepository.Find(connection, run.ThreadId, run.ReplyId)!, IsWaiting(connection, run)), CancellationToken.None);
        var assistant = run.AssistantVersion is { } version ? await assistants.FindVersion(run.AssistantId, (int)version, CancellationToken.None) : null;
        CallRecord? record = null;
        // What waited for room was sent to no model.
        if (assistant is not null && !isWaiting)
        {
            var (call, messageIds) = await ComposeCall(run, assistant);
            var written = string.Concat(reply.Reasoning.Select(one => one.Text)) + reply.Content?.PlainText;
            record = new CallRecord(call, await Trace(run, call, messageIds, null), run.CreatedAt, 0, await estimator.Estimate(call, written, BrokenOff.ByRestart));
        }

        await log.Commit(thread => ending.End(thread, run, reply, MessageStatus.Interrupted, Interrupted, record));
    }

    static bool IsWaiting(IDbConnection connection, RunRow run) =>
        ThreadEventsRepository.LastOfMessage(connection, run.ThreadId, run.ReplyId, run.FirstSequence) is { Type: RunEventTypes.RunWaiting } last
        && last.Fields != EventDraft.Waiting(run.Id, run.ReplyId, null).Fields;

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    static MessageError Interrupted => new("interrupted", "The server stopped while this reply was being made. Retry to have it made anew.");

    async Task<(AssistantDefinition? Assistant, MessageError? Refusal)> Prepare(RunRow run)
    {
        var project = await projects.Find(run.ProjectId, CancellationToken.None);
        var assistant = await assistants.Find(run.AssistantId, CancellationToken.None);
        MessageError? refusal = null;
        if (project is null || project.IsArchived) refusal = new MessageError("project_archived", "The project was archived before this reply was begun.");
        else if (project.Paused) refusal = new MessageError("project_paused", "The project was paused before this reply was begun.");
        else if (assistant is null || assistant.Archived) refusal = new MessageError("assistant_archived", "The assistant was archived before this reply was begun.");
        else if (assistant.Saved.Paused) refusal = new MessageError("assistant_paused", "The assistant was paused before this reply was begun.");
        return (assistant, refusal);
    }

    /// <summary>Null where the run is no longer queued.</summary>
    (RunRow Run, Message Reply)? Start(ThreadTransaction thread, RunRow queued, AssistantDefinition? assistant)
    {
        var run = queued with { Status = Wire.Word(MessageStatus.InProgress), AssistantVersion = assistant?.Version };
        if (!RunsRepository.Move(thread.Connection, run, MessageStatus.Queued)) return null;
        FollowEarlierRun(thread, run);
        var reply = MessagesRepository.Find(thread.Connection, thread.ThreadId, run.ReplyId)!;
        var going = reply with { Status = MessageStatus.InProgress, Model = run.Model ?? assistant?.Saved.Model };
        return MessagesRepository.Save(thread.Connection, going, MessageStatus.Queued) ? (run, going) : null;
    }

    /// <summary>
    /// A message that was posted while an earlier run called tools hangs under that run's first reply; the conversation
    /// goes on under its last.
    /// </summary>
    void FollowEarlierRun(ThreadTransaction thread, RunRow run)
    {
        if (run.ParentId is null || MessagesRepository.Find(thread.Connection, thread.ThreadId, run.ParentId) is not { Role: MessageRole.User, ParentId: { } above } asked) return;
        if (asked.RunId != run.Id || MessagesRepository.Find(thread.Connection, thread.ThreadId, above) is not { ToolCalls.Count: > 0, RunId: { } earlierId }) return;
        var last = RunsRepository.Find(thread.Connection, earlierId)!.ReplyId;
        if (last == above) return;
        MessagesRepository.MoveUnder(thread.Connection, asked.Id, last);
        var tip = MessagesRepository.Descend(thread.Connection, thread.ThreadId, asked.Id);
        ThreadsRepository.MoveTip(thread.Connection, thread.ThreadId, tip, null, null, time.GetUtcNow().ToUnixTimeSeconds());
    }

    async Task<(ModelCall Call, IReadOnlyList<string> MessageIds)> ComposeCall(RunRow run, AssistantDefinition assistant)
    {
        var model = run.Model ?? assistant.Saved.Model;
        // Memory holds some thousand messages at most: each costs its tokens, and the limit is fixed.
        var (memory, thread) = await database.Read(connection => (
            WorkingMemory.Select(MessagesRepository.Walk(connection, run.ThreadId, run.ParentId), model, tokens, assistant.Saved.Memory!.Enabled).Messages,
            ThreadsRepository.Find(connection, run.ThreadId)!.ToThread()), CancellationToken.None);
        // As of the question: what the model was told does not change while its tools are at work.
        var moment = new PromptMoment(run.AskedBy.Name, DateTimeOffset.FromUnixTimeSeconds(run.CreatedAt), await zone.Get(CancellationToken.None), thread.Metadata);
        var subject = PolicySubject.Of(assistant) with { ThreadId = run.ThreadId, RunId = run.Id, MessageId = run.ReplyId };
        var payer = new CallPayer(run.ReplyId, run.AskedBy.Type, run.AskedBy.Id);
        return (Prompt.Compose(subject, assistant.Saved, model, moment, memory) with { Payer = payer }, [.. memory.Select(message => message.Id)]);
    }

    async Task<StoredPrompt> Trace(RunRow run, ModelCall call, IReadOnlyList<string> messageIds, IReadOnlyList<ChatMessage>? sent) =>
        StoredPrompt.Of(await database.Read(connection => policies.Find(connection, run.ThreadId)!, CancellationToken.None), call, messageIds, sent);

    /// <summary>The outcome is null where the call was cancelled, what was sent where it is what was asked.</summary>
    async Task<(ModelOutcome? Outcome, IReadOnlyList<ChatMessage>? Sent)> Stream(ThreadLog log, RunRow run, ReplyDraft draft, ModelCall call, CancellationToken cancellation)
    {
        var pending = new List<EventDraft>();
        var writing = Task.CompletedTask;
        IReadOnlyList<ChatMessage>? sent = null;
        try
        {
            await foreach (var chunk in gateway.Stream(call, cancellation).WithCancellation(cancellation))
            {
                if (chunk is ModelChunk.Ended ended)
                {
                    await Flush();
                    return (ended.Outcome, sent);
                }

                if (chunk is ModelChunk.Sent went) sent = went.Messages;
                foreach (var entry in draft.Take(chunk)) Join(pending, entry);
                // What comes while a write is under way waits and goes with the next.
                if (writing.IsCompleted)
                {
                    await writing;
                    writing = Write();
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await Flush();
            return (null, sent);
        }

        throw new InvalidOperationException("The model gateway ended its stream without an outcome.");

        async Task Flush()
        {
            await writing;
            await Write();
        }

        async Task Write()
        {
            while (pending.Count > 0)
            {
                var batch = pending.ToArray();
                pending.Clear();
                await log.CommitSoon(thread =>
                {
                    foreach (var entry in batch) thread.Append(entry, run.FirstSequence);
                    return true;
                });
            }
        }
    }

    /// <summary>Pieces of the same text that wait together become one.</summary>
    static void Join(List<EventDraft> pending, EventDraft entry)
    {
        if (pending.Count > 0 && pending[^1].Joined(entry) is { } joined) pending[^1] = joined;
        else pending.Add(entry);
    }

    (MessageStatus Status, MessageError? Error) Judge(ModelOutcome? outcome, ReplyDraft draft, bool stopping)
    {
        if (outcome is null) return stopping ? (MessageStatus.Interrupted, Interrupted) : (MessageStatus.Cancelled, new MessageError("cancelled", "The reply was cancelled."));
        if (outcome.Error is { } error)
        {
            ProviderFailed(logger, outcome.Upstream.Provider, outcome.Upstream.Model, outcome.Upstream.Attempts, outcome.Upstream.RequestId, outcome.OperatorDetail);
            return (MessageStatus.Failed, error);
        }

        return draft.ToolCalls.Count > 0 || outcome.Ask is not null ? (MessageStatus.RequiresAction, null) : (MessageStatus.Completed, null);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No answer from {Provider} ({Model}) after {Attempts} attempts, upstream request {UpstreamRequestId}: {Detail}")]
    static partial void ProviderFailed(ILogger logger, string? provider, string? model, int attempts, string? upstreamRequestId, string? detail);
}
