using System.Data;
using Portal.Client.Runs;
using Portal.Data;
using Portal.Desk;
using Portal.Threads;

namespace Portal.Runs;

/// <summary>
/// The numbered events of one thread. Every change of the thread is committed here together with the events that tell
/// of it; viewers are shown an event only once it is stored, so no crash makes a number mean two things. Used by the
/// thread's grain alone, on its scheduler.
/// </summary>
/// <param name="tails">Where viewers learn of what was stored.</param>
/// <param name="feed">Hears of every commit but pieces of texts, which say nothing of the thread as a whole.</param>
/// <param name="sealing">Gives the thread its key before what is to be sealed is written.</param>
internal sealed class ThreadLog(IDatabase database, ThreadTails tails, string threadId, IDeskFeed? feed = null, ThreadSealing? sealing = null) : IDisposable
{
    readonly SemaphoreSlim turn = new(1, 1);
    readonly TailLease tail = tails.Open(threadId);
    RunPosition newest;

    /// <summary>The newest event's number; 0 before the first.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Null where there is no such thread.</summary>
    public string? ProjectId { get; private set; }

    public async Task Load(CancellationToken cancellation) =>
        (LastSequence, ProjectId) = await database.Read(
            connection => (ThreadEventsRepository.LastSequence(connection, threadId), ThreadsRepository.ProjectOf(connection, threadId)), cancellation);

    /// <summary>One change and its events, on disk when the task completes; in the order in which they were asked for.</summary>
    public async Task<T> Commit<T>(Func<ThreadTransaction, T> change)
    {
        var (result, cause) = await Commit(thread =>
        {
            sealing?.Prepare(thread.Connection, threadId);
            return change(thread);
        }, database.Write);
        if (cause is not null && ProjectId is not null) feed?.ThreadChanged(threadId, ProjectId, cause);
        return result;
    }

    /// <summary>As <see cref="Commit{T}(Func{ThreadTransaction, T})"/>, for the pieces of a text: safe from the death of the process at once.</summary>
    public async Task<T> CommitSoon<T>(Func<ThreadTransaction, T> change) => (await Commit(change, database.WriteSoon)).Result;

    /// <returns>With the event that says most of what has changed; null where there is none.</returns>
    async Task<(T Result, string? Cause)> Commit<T>(Func<ThreadTransaction, T> change, Func<Func<IDbConnection, (T, ThreadTransaction)>, CancellationToken, Task<(T, ThreadTransaction)>> write)
    {
        await turn.WaitAsync();
        try
        {
            var (last, run) = (LastSequence, newest);
            var (result, transaction) = await write(connection =>
            {
                var transaction = new ThreadTransaction(connection, threadId, last, run);
                return (change(transaction), transaction);
            }, CancellationToken.None);
            Publish(transaction);
            transaction.Committed();
            return (result, transaction.Events.LastOrDefault(entry => entry.Type is not RunEventTypes.RunCompleted)?.Type);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        tail.Dispose();
        turn.Dispose();
    }

    void Publish(ThreadTransaction transaction)
    {
        if (transaction.Events.Count == 0) return;
        (LastSequence, newest) = (transaction.LastSequence, transaction.NewestRun);
        tail.Tail.Add(transaction.Events);
    }
}

/// <summary>The run of the newest event that has one, and the event's number within it.</summary>
internal readonly record struct RunPosition(string? RunId, long Sequence);

/// <summary>A change of a thread under way: its connection, and the events that it adds.</summary>
internal sealed class ThreadTransaction(IDbConnection connection, string threadId, long lastSequence, RunPosition newestRun)
{
    readonly List<ThreadEvent> events = [];
    readonly List<Action> afterwards = [];

    public IDbConnection Connection => connection;

    public string ThreadId => threadId;

    public IReadOnlyList<ThreadEvent> Events => events;

    public long LastSequence { get; private set; } = lastSequence;

    public RunPosition NewestRun { get; private set; } = newestRun;

    /// <summary>What is to be told of once the change is on disk; short, and sure not to fail.</summary>
    public void AfterCommit(Action action) => afterwards.Add(action);

    public void Committed() => afterwards.ForEach(action => action());

    /// <summary>The number that the next event gets.</summary>
    public long NextSequence => LastSequence + 1;

    /// <param name="runFirstSequence">The <c>thread_sequence</c> of the run's first event; 0 where the event belongs to no run.</param>
    public void Append(EventDraft draft, long runFirstSequence)
    {
        long? sequence = null;
        if (draft.RunId is { } runId)
        {
            var before = NewestRun.RunId == runId ? NewestRun.Sequence : ThreadEventsRepository.LastSequenceOfRun(connection, threadId, runId, runFirstSequence);
            NewestRun = new(runId, before + 1);
            sequence = before + 1;
        }

        var entry = draft.Number(NextSequence, sequence);
        ThreadEventsRepository.Insert(connection, threadId, entry);
        events.Add(entry);
        LastSequence = entry.ThreadSequence;
    }
}
