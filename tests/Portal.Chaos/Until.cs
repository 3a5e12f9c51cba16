using System.Diagnostics;

namespace Portal.Chaos;

static class Until
{
    static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for a condition that nobody announces.</summary>
    public static async Task True(Func<Task<bool>> condition, string what, TimeSpan limit, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Period);
        while (!await condition())
        {
            if (clock.Elapsed > limit) throw new TimeoutException($"Not within {limit.TotalSeconds} s: {what}.");
            await timer.WaitForNextTickAsync(cancellation);
        }
    }

    public static async Task Passed(TimeSpan time, CancellationToken cancellation)
    {
        // A timer refuses less than a millisecond.
        if (time.TotalMilliseconds < 1) return;
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync(cancellation);
    }
}
