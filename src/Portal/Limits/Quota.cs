using Portal.Client.Usage;

namespace Portal.Limits;

/// <summary>How an attempt to reserve stands: granted, refused, or waiting in order.</summary>
/// <param name="Block">What refused it, or what it waits for.</param>
/// <param name="Waiting">Completes with the grant or the refusal.</param>
internal sealed record Attempt(Grant? Grant, Block? Block, Task<Attempt>? Waiting = null);

/// <summary>
/// The one ledger of the portal, entered by one call at a time, and the queue of calls that wait for room. Those of the project
/// that has had the least for its weight go first, within a project in their order; whoever waits for the same room is never
/// overtaken.
/// </summary>
internal sealed class Quota : IDisposable
{
    const int MostWaiting = 1_000;

    /// <summary>So that a call from before the start stands at a moment after zero.</summary>
    const long TicksAtStart = TimeSpan.TicksPerDay;

    static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(10);

    sealed class Waiter(Demand demand, long deadline, Block block)
    {
        public Demand Demand => demand;

        public long Deadline => deadline;

        public Block Block { get; set; } = block;

        public TaskCompletionSource<Attempt> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    readonly Lock gate = new();
    readonly Ledger ledger = new();
    readonly List<Waiter> waiters = [];
    readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TimeProvider time;
    readonly long began;
    readonly ITimer timer;
    UsageCalendar calendar = new(TimeZoneInfo.Utc);

    public Quota(TimeProvider time)
    {
        this.time = time;
        began = time.GetTimestamp();
        timer = time.CreateTimer(_ => Enter(static (_, _) => true), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Hears of each change of what is used, for pages that follow it.</summary>
    public event Action? Changed;

    /// <summary>Completes when what was spent before the start is known, and what the last process left open has ended.</summary>
    public Task Ready => ready.Task;

    public void Open() => ready.TrySetResult();

    /// <param name="patience">How long it may wait for room that time or others give; after that it takes what there is.</param>
    public Attempt Begin(Demand demand, TimeSpan patience) => Enter((ledger, now) =>
    {
        var canWait = patience > TimeSpan.Zero && waiters.Count < MostWaiting;
        var behind = canWait ? waiters.Find(waiter => demand.Competes(waiter.Block))?.Block : null;
        var (grant, block) = behind is null ? ledger.Try(demand, now, canWait) : (null, behind);
        if (grant is not null) return new Attempt(grant, null);
        if (block!.IsFinal || !canWait) return new Attempt(null, block);
        // Whoever waits holds nothing: those that were admitted together would wait for each other.
        ledger.Release(demand.Key, now);
        var waiter = new Waiter(demand, now.Ticks + patience.Ticks, block);
        waiters.Add(waiter);
        return new Attempt(null, block, waiter.Done.Task);
    });

    /// <summary>Whether others wait for what the call takes.</summary>
    public bool IsBehind(Demand demand)
    {
        lock (gate) return waiters.Exists(waiter => demand.Competes(waiter.Block));
    }

    public IReadOnlyList<(Demand Demand, Block Block)> Waiters => Look((_, _) => (IReadOnlyList<(Demand, Block)>)[.. waiters.Select(waiter => (waiter.Demand, waiter.Block))]);

    public (long Charged, long Overshoot) Charge(string key, IReadOnlyList<Scope> scopes, long cost) => Enter((ledger, now) => ledger.Charge(key, scopes, cost, now));

    /// <param name="at">Unix seconds of the row.</param>
    public IReadOnlyList<Crossing> Settle(string key, IReadOnlyList<Scope> scopes, Amount used, long at) =>
        Enter((ledger, now) => ledger.Settle(key, scopes, used, calendar.DayOf(at), now));

    public IReadOnlyList<Crossing> Spend(IReadOnlyList<Scope> scopes, Amount used, long at) =>
        Enter((ledger, now) => ledger.Spend(scopes, used, calendar.DayOf(at), now));

    public void Rename(string from, string to) => Enter((ledger, _) =>
    {
        ledger.Rename(from, to);
        return true;
    });

    public void Release(string key) => Enter((ledger, now) =>
    {
        waiters.RemoveAll(waiter => waiter.Demand.Key == key);
        ledger.Release(key, now);
        return true;
    });

    public void ReleaseThread(string threadId) => Enter((ledger, now) =>
    {
        ledger.ReleaseThread(threadId, now);
        return true;
    });

    /// <summary>For whoever looks at the counters: what it reads is of one moment, and nobody is told of it.</summary>
    public T Look<T>(Func<Ledger, Moment, T> look) => Enter(look, isLook: true);

    /// <summary>For loading.</summary>
    public T Change<T>(Func<Ledger, Moment, T> change) => Enter(change);

    public void SetCalendar(UsageCalendar calendar)
    {
        lock (gate) this.calendar = calendar;
    }

    /// <summary>The monotonic tick of so many seconds ago.</summary>
    public long TicksBefore(long seconds) => Ticks - (seconds * TimeSpan.TicksPerSecond);

    public long Ticks => TicksAtStart + time.GetElapsedTime(began).Ticks;

    public void Dispose() => timer.Dispose();

    T Enter<T>(Func<Ledger, Moment, T> work, bool isLook = false)
    {
        T result;
        bool isChange;
        lock (gate)
        {
            var now = new Moment(Ticks, calendar.DayOf(time.GetUtcNow().ToUnixTimeSeconds()));
            result = work(ledger, now);
            var before = waiters.Count;
            if (before > 0) Pump(now);
            isChange = !isLook || waiters.Count != before;
        }

        // Outside of the lock, since whoever hears of it may enter.
        if (isChange) Changed?.Invoke();
        return result;
    }

    /// <summary>Lets go on who can; who waits for the same as somebody before them is not asked.</summary>
    void Pump(Moment now)
    {
        var full = new List<Block>();
        foreach (var waiter in waiters.OrderBy(waiter => ledger.Served(waiter.Demand.ProjectId, now)).ToList())
        {
            if (now.Ticks >= waiter.Deadline)
            {
                var (rest, refusal) = waiter.Block.CanBeCut ? ledger.Try(waiter.Demand, now) : (null, waiter.Block);
                End(waiter, new Attempt(rest, refusal));
                continue;
            }

            if (full.Exists(waiter.Demand.Competes)) continue;
            var (grant, block) = ledger.Try(waiter.Demand, now, canWait: true);
            if (grant is not null) End(waiter, new Attempt(grant, null));
            else if (block!.IsFinal) End(waiter, new Attempt(null, block));
            else full.Add(waiter.Block = block);
        }

        if (waiters.Count > 0) timer.Change(Next(now), Timeout.InfiniteTimeSpan);
    }

    TimeSpan Next(Moment now)
    {
        var next = waiters.Min(waiter => Math.Min(waiter.Deadline - now.Ticks, waiter.Block.Wait?.Ticks ?? long.MaxValue));
        return TimeSpan.FromTicks(Math.Max(Soonest.Ticks, next));
    }

    void End(Waiter waiter, Attempt attempt)
    {
        waiters.Remove(waiter);
        waiter.Done.SetResult(attempt);
    }
}
