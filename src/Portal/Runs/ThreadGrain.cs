using Portal.Access;
using Portal.Approvals;
using Portal.Client.Api;
using Portal.Client.Threads;
using Portal.Data;
using Portal.Desk;
using Portal.Handling;
using Portal.Limits;
using Portal.Threads;

namespace Portal.Runs;

/// <summary>
/// See <see cref="IThreadGrain"/>. Requests take turns; the run in progress is a task on the grain's scheduler that goes
/// on between them.
/// </summary>
internal sealed partial class ThreadGrain(
    IDatabase database,
    ThreadTails tails,
    ThreadChanges changes,
    HandlingChanges handling,
    ApprovalChanges approvals,
    RunExecution execution,
    IDeskFeed feed,
    ThreadSealing sealing,
    ThreadErasure erasure,
    Settlements settlements,
    TimeProvider time,
    ILogger<ThreadGrain> logger) : Grain, IThreadGrain, IDisposable
{
    static readonly TimeSpan KeepWhileRunning = TimeSpan.FromMinutes(30);
    static readonly TimeSpan RetryStorageAfter = TimeSpan.FromSeconds(1);

    readonly CancellationTokenSource stopped = new();
    ThreadLog log = null!;
    (RunRow Run, CancellationTokenSource Cancellation, Task Task)? running;

    string ThreadId => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        log = new ThreadLog(database, tails, ThreadId, feed, sealing);
        await log.Load(cancellationToken);
        var open = await database.Read(connection => RunsRepository.Open(connection, ThreadId), cancellationToken);
        // Nobody else makes this thread's replies: what the table calls running died with an earlier process.
        foreach (var run in open.Where(run => run.State is MessageStatus.InProgress))
        {
            RunInterrupted(logger, run.Id);
            await execution.Interrupt(log, run);
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await stopped.CancelAsync();
        if (running is { } run)
        {
            await run.Cancellation.CancelAsync();
            await run.Task;
        }
    }

    public void Dispose()
    {
        log?.Dispose();
        stopped.Dispose();
    }

    public async Task<GrainResult<Message>> Post(CallInfo call, MessageInput input, string assistantName, string room)
    {
        var posted = await log.Commit(thread => input.Role switch
        {
            MessageRole.Tool => changes.PostToolOutput(thread, call, input, room),
            MessageRole.Assistant => changes.PostPersonMessage(thread, call, input),
            _ => changes.PostUserMessage(thread, call, input, assistantName, room),
        });
        await StartNext();
        return GrainResult.From(posted);
    }

    public async Task<GrainResult<Message>> Retry(CallInfo call, string messageId, string? model, string assistantName, string room)
    {
        var reply = await log.Commit(thread => changes.Retry(thread, call, messageId, model, assistantName, room));
        await StartNext();
        return GrainResult.From(reply);
    }

    public async Task<GrainResult<Message>> Cancel(CallInfo call, string messageId)
    {
        var cancelled = await log.Commit(thread => changes.Cancel(thread, call, messageId));
        if (!cancelled.IsSuccess) return GrainResult.From<Message>(cancelled.Error);
        var run = cancelled.Value;
        if (running is { } current && current.Run.Id == run.Id)
        {
            await current.Cancellation.CancelAsync();
            await current.Task;
            // The model may have asked for tools before it could be stopped.
            await log.Commit(thread => changes.EndWaiting(thread, run.Id));
        }

        await StartNext();
        return GrainResult.From(await ReadReply(run.Id));
    }

    public async Task Delete(CallInfo call)
    {
        await stopped.CancelAsync();
        if (running is { } run)
        {
            await run.Cancellation.CancelAsync();
            await run.Task;
        }

        try
        {
            settlements.ReleaseThread(ThreadId);
            erasure.Finish(await log.Commit(thread => erasure.Delete(thread.Connection, call, thread.ThreadId)));
            if (log.ProjectId is { } projectId) feed.ThreadDeleted(ThreadId, projectId);
        }
        finally
        {
            // This activation makes no more replies; where the disk refuses the deletion, the next one goes on.
            DeactivateOnIdle();
        }
    }

    public async Task Wake()
    {
        // While one runs, none waits for tool outputs, and the next begins after it.
        if (running is not null) return;
        await log.Commit(changes.Expire);
        await StartNext();
    }

    async Task<Result<Message>> ReadReply(string runId) => await database.Read(
        connection => MessagesRepository.Find(connection, ThreadId, RunsRepository.Find(connection, runId)!.ReplyId)!, CancellationToken.None);

    /// <summary>Begins the oldest queued run, unless one runs or waits for tool outputs.</summary>
    async Task StartNext()
    {
        if (running is not null || stopped.IsCancellationRequested) return;
        var open = await database.Read(connection => RunsRepository.Open(connection, ThreadId), CancellationToken.None);
        // Another turn may have begun a run while this one read.
        if (running is not null || stopped.IsCancellationRequested || open is not [{ State: MessageStatus.Queued } next, ..]) return;
        DelayDeactivation(KeepWhileRunning);
        var cancellation = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        running = (next, cancellation, RunToEnd(next, cancellation, begun.Task));
        begun.SetResult();
    }

    async Task RunToEnd(RunRow run, CancellationTokenSource cancellation, Task begun)
    {
        await begun;
        using (cancellation)
        {
            while (!await TryRun(run.Id, cancellation.Token))
            {
                // The disk refuses even the end of the run: until it takes it, the run counts as running.
                await Task.Delay(RetryStorageAfter, time, stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                if (stopped.IsCancellationRequested) break;
            }

            running = null;
        }

        await StartNext();
    }

    async Task<bool> TryRun(string runId, CancellationToken cancellation)
    {
        try
        {
            var run = await database.Read(connection => RunsRepository.Find(connection, runId), CancellationToken.None);
            if (run?.State is MessageStatus.Queued) await execution.Execute(log, run, () => stopped.IsCancellationRequested, cancellation);
            else if (run?.State is MessageStatus.InProgress) await execution.Interrupt(log, run);
            return true;
        }
        catch (StorageUnavailableException error)
        {
            StorageRefused(logger, error, runId);
            return false;
        }
        catch (Exception error)
        {
            RunBroke(logger, error, runId);
            return await TryFail(runId);
        }
    }

    /// <summary>A fault of ours ends the run like any other failure, so that the thread goes on.</summary>
    async Task<bool> TryFail(string runId)
    {
        try
        {
            await log.Commit(thread =>
            {
                changes.Fail(thread, runId);
                return true;
            });
            return true;
        }
        catch (StorageUnavailableException error)
        {
            StorageRefused(logger, error, runId);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {RunId} was interrupted when the server stopped; it can be retried")]
    static partial void RunInterrupted(ILogger logger, string runId);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The database refuses what run {RunId} made")]
    static partial void StorageRefused(ILogger logger, Exception error, string runId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {RunId} ended by an unexpected error")]
    static partial void RunBroke(ILogger logger, Exception error, string runId);
}
