using System.Runtime.CompilerServices;
using Portal.Client.Runs;
using Portal.Client.Threads;
using Portal.Data;

namespace Portal.Runs;

/// <summary>
/// How a thread is followed: from the table up to its end, then as its grain stores more. A thread's newest events are
/// kept at hand for as long as it is written or followed, and read from the table where they are not.
/// </summary>
internal sealed class ThreadTails(IDatabase database)
{
    const int BatchSize = 500;

    readonly Dictionary<string, ThreadTail> open = [];

    /// <summary>The tail is the same for all who have it open, and is given back by disposing the lease.</summary>
    public TailLease Open(string threadId)
    {
        lock (open)
        {
            if (!open.TryGetValue(threadId, out var tail)) open[threadId] = tail = new ThreadTail();
            tail.Users++;
            return new TailLease(tail, () => Close(threadId, tail));
        }
    }

    /// <summary>Every event after the cursor and all to come, until cancelled. A cursor past the end gives nothing.</summary>
    public async IAsyncEnumerable<ThreadEvent> Follow(string threadId, long afterThreadSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var lease = Open(threadId);
        var cursor = afterThreadSequence;
        while (true)
        {
            // Taken before the events are read: what is stored meanwhile has grown it.
            var growth = lease.Tail.Growth;
            var batch = await After(lease.Tail, threadId, cursor, cancellation);
            foreach (var entry in batch)
            {
                cursor = entry.ThreadSequence;
                yield return entry;
            }

            if (batch.Count == 0) await growth.WaitAsync(cancellation);
        }
    }

    /// <summary>The events of one run after the cursor, until it has ended or waits for tool outputs.</summary>
    public async IAsyncEnumerable<ThreadEvent> FollowRun(RunRow run, long afterSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var lease = Open(run.ThreadId);
        var cursor = run.FirstSequence - 1;
        var mayRest = true;
        while (true)
        {
            // The state is read before the events: a run that rested then has all its events in what is read next.
            var growth = lease.Tail.Growth;
            var isResting = mayRest && await IsResting(run.Id, cancellation);
            mayRest = false;
            // What is stored comes into the tail a moment later.
            var tail = isResting ? null : lease.Tail;
            IReadOnlyList<ThreadEvent> batch;
            do
            {
                batch = await After(tail, run.ThreadId, cursor, cancellation);
                foreach (var entry in batch)
                {
                    cursor = entry.ThreadSequence;
                    if (entry.RunId != run.Id) continue;
                    mayRest |= entry.Type is RunEventTypes.MessageRequiresAction or RunEventTypes.RunCompleted;
                    if (entry.Sequence > afterSequence) yield return entry;
                }
            }
            while (batch.Count > 0);

            if (isResting) yield break;
            if (!mayRest) await growth.WaitAsync(cancellation);
        }
    }

    /// <summary>True where the run makes no more events by itself.</summary>
    async Task<bool> IsResting(string runId, CancellationToken cancellation) =>
        await database.Read(connection => RunsRepository.Find(connection, runId)?.State, cancellation) is not (MessageStatus.Queued or MessageStatus.InProgress);

    async Task<IReadOnlyList<ThreadEvent>> After(ThreadTail? tail, string threadId, long cursor, CancellationToken cancellation) =>
        tail?.After(cursor, BatchSize) ?? await database.Read(connection => ThreadEventsRepository.After(connection, threadId, cursor, BatchSize), cancellation);

    void Close(string threadId, ThreadTail tail)
    {
        lock (open)
        {
            if (--tail.Users == 0) open.Remove(threadId);
        }
    }
}

/// <summary>The newest events of one thread, on disk all of them.</summary>
internal sealed class ThreadTail
{
    const int KeptEvents = 2000;

    readonly Lock access = new();
    readonly List<ThreadEvent> newest = [];
    TaskCompletionSource grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many have it open; guarded by <see cref="ThreadTails"/>.</summary>
    public int Users { get; set; }

    /// <summary>Completes when there is an event after the newest that there is now.</summary>
    public Task Growth
    {
        get
        {
            lock (access) return grown.Task;
        }
    }

    /// <summary>In their order, without a gap to those before.</summary>
    public void Add(IReadOnlyList<ThreadEvent> events)
    {
        TaskCompletionSource waiting;
        lock (access)
        {
            newest.AddRange(events);
            if (newest.Count > KeptEvents) newest.RemoveRange(0, newest.Count - (KeptEvents / 2));
            (waiting, grown) = (grown, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        waiting.SetResult();
    }

    /// <summary>Up to so many after the cursor; null where they are not all at hand.</summary>
    public IReadOnlyList<ThreadEvent>? After(long cursor, int count)
    {
        lock (access)
        {
            if (newest.Count == 0 || newest[0].ThreadSequence > cursor + 1) return null;
            var first = (int)Math.Min(newest.Count, cursor + 1 - newest[0].ThreadSequence);
            return newest.GetRange(first, Math.Min(count, newest.Count - first));
        }
    }
}

/// <summary>A tail that is kept until this is disposed.</summary>
internal readonly struct TailLease(ThreadTail tail, Action close) : IDisposable
{
    public ThreadTail Tail => tail;

    public void Dispose() => close();
}
