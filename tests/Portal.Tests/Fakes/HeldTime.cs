namespace Portal.Tests.Fakes;

/// <summary>
/// A clock that a test moves ahead. Timers of the held periods, or of those waits, fire only when the test says so; all else
/// goes on as ever.
/// </summary>
public sealed class HeldTime(params TimeSpan[] held) : TimeProvider
{
    readonly Lock gate = new();
    readonly List<Timer> timers = [];
    TimeSpan ahead;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return base.GetUtcNow() + ahead;
    }

    public long Seconds => GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Only once the portal answers: a silo that is still joining when its clock jumps takes itself for dead.</summary>
    public void Advance(TimeSpan by)
    {
        lock (gate) ahead += by;
    }

    public void MoveTo(DateTimeOffset moment) => Advance(moment - GetUtcNow());

    /// <summary>Fires every timer that is set to this period or wait; how many there were.</summary>
    public int Fire(TimeSpan due)
    {
        Timer[] ripe;
        lock (gate) ripe = [.. timers.Where(timer => timer.Due == due)];
        foreach (var timer in ripe) timer.Callback(timer.State);
        return ripe.Length;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (!held.Contains(period) && !held.Contains(dueTime)) return base.CreateTimer(callback, state, dueTime, period);
        var timer = new Timer(this, callback, state, dueTime);
        lock (gate) timers.Add(timer);
        return timer;
    }

    sealed class Timer(HeldTime time, TimerCallback callback, object? state, TimeSpan due) : ITimer
    {
        public TimerCallback Callback => callback;

        public object? State => state;

        public TimeSpan Due => due;

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            lock (time.gate) time.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
