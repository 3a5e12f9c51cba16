using System.Runtime.CompilerServices;
using Portal.Access;
using Portal.Access.Live;
using Portal.Client.Api;
using Portal.Client.Threads;
using Portal.Data;
using Portal.Threads;

namespace Portal.Runs;

/// <summary>
/// The live views of a thread and of a run, for the hub and for event streams alike. A view ends with its caller's
/// token, when the server stops, and when the caller loses the right to read the thread.
/// </summary>
internal sealed class ThreadStreams(
    IDatabase database, ThreadTails tails, ThreadAccess access, CallContext context, ILiveRights rights, IHostApplicationLifetime lifetime)
{
    public async Task<Result<IAsyncEnumerable<ThreadEvent>>> FollowThread(string threadId, long after, CancellationToken cancellation)
    {
        var thread = await access.Read(threadId, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        if (after < 0 || after > thread.Value.LastSequence) return PastTheEnd(after, thread.Value.LastSequence);
        return Result.Of(Guarded(thread.Value, ends => tails.Follow(threadId, after, ends), cancellation));
    }

    public async Task<Result<IAsyncEnumerable<ThreadEvent>>> FollowRun(string runId, long after, CancellationToken cancellation)
    {
        var run = await database.Read(connection => RunsRepository.Find(connection, runId), cancellation);
        if (run is null) return ApiError.NotFound("run", runId);
        var thread = await access.Read(run.ThreadId, cancellation);
        return thread.IsSuccess ? await Follow(thread.Value, run, after, cancellation) : thread.Error.Status == 404 ? ApiError.NotFound("run", runId) : thread.Error;
    }

    /// <summary>The run that answers, or is, the message; the newest if there are several.</summary>
    public async Task<Result<IAsyncEnumerable<ThreadEvent>>> FollowMessage(string threadId, string messageId, long after, CancellationToken cancellation)
    {
        var thread = await access.Read(threadId, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        var (found, run) = await database.Read(connection =>
        {
            if (MessagesRepository.Find(connection, threadId, messageId) is not { } message) return (false, null);
            var runId = message.Role is MessageRole.User ? MessagesRepository.FindNewestRun(connection, threadId, messageId) : message.RunId;
            return (true, runId is null ? null : RunsRepository.Find(connection, runId));
        }, cancellation);
        if (!found) return ApiError.NotFound("message", messageId);
        return run is null
            ? new ApiError(404, "No run answers this message.", "no_run")
            : await Follow(thread.Value, run, after, cancellation);
    }

    async Task<Result<IAsyncEnumerable<ThreadEvent>>> Follow(ThreadRow thread, RunRow run, long after, CancellationToken cancellation)
    {
        var last = await database.Read(connection => ThreadEventsRepository.LastSequenceOfRun(connection, run.ThreadId, run.Id, run.FirstSequence), cancellation);
        if (after < 0 || after > last) return PastTheEnd(after, last);
        return Result.Of(Guarded(thread, ends => tails.FollowRun(run, after, ends), cancellation));
    }

    static ApiError PastTheEnd(long after, long last) =>
        ApiError.Invalid($"The cursor {after} is not of this stream, whose last event is {last}. Read the thread again and follow from there.", "after", "invalid_cursor");

    async IAsyncEnumerable<ThreadEvent> Guarded(
        ThreadRow thread, Func<CancellationToken, IAsyncEnumerable<ThreadEvent>> follow, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var right = rights.Watch(context.Caller, caller => ThreadAccess.Check(caller, Permission.ReadConversations, thread) is null);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation, right.Lost, lifetime.ApplicationStopping);
        await foreach (var entry in follow(ends.Token)) yield return context.Caller.Visit is null ? entry : VisitorView.Of(entry);
    }
}
