namespace Portal.Tests.Fakes;

/// <summary>
/// A clock whose timers fire only when the test says so. Waits up to <see cref="AtOnce"/> end at once and are kept in
/// <see cref="Waits"/>, so that a back-off is seen without being sat through.
/// </summary>
public sealed class ScriptedTime : TimeProvider
{
    readonly Lock gate = new();
    readonly List<Timer> timers = [];
    readonly List<TimeSpan> waits = [];

    public TimeSpan AtOnce { get; init; } = TimeSpan.FromSeconds(20);

    public IReadOnlyList<TimeSpan> Waits
    {
        get { lock (gate) return [.. waits]; }
    }

    /// <summary>Fires every timer that is set to this time.</summary>
    public void Elapse(TimeSpan due)
    {
        Timer[] ripe;
        lock (gate) ripe = [.. timers.Where(timer => timer.Due == due)];
        foreach (var timer in ripe) timer.Fire();
    }

    /// <summary>Whether a timer is set to this time.</summary>
    public bool IsSet(TimeSpan due)
    {
        lock (gate) return timers.Exists(timer => timer.Due == due);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    sealed class Timer(ScriptedTime time, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time.gate)
            {
                Due = dueTime;
                if (!time.timers.Contains(this)) time.timers.Add(this);
                if (dueTime < TimeSpan.Zero || dueTime > time.AtOnce) return true;
                time.waits.Add(dueTime);
            }

            ThreadPool.QueueUserWorkItem(_ => Fire());
            return true;
        }

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
