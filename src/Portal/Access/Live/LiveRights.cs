using System.Collections.Concurrent;

namespace Portal.Access.Live;

/// <summary>One loop for all who watch: every half second it reads their sessions and keys in one batch.</summary>
internal sealed partial class LiveRights(Callers callers, TimeProvider time, ILogger<LiveRights> logger) : BackgroundService, ILiveRights
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    readonly ConcurrentDictionary<LiveRight, bool> watched = [];

    public LiveRight Watch(Caller caller, Func<Caller, bool> stillAllowed)
    {
        var right = new LiveRight(caller, stillAllowed, gone => watched.TryRemove(gone, out _));
        watched[right] = true;
        return right;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await CheckAll(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops, and what is live ends with it.
        }
    }

    async Task CheckAll(CancellationToken cancellation)
    {
        var rights = watched.Keys.ToList();
        if (rights.Count == 0) return;
        try
        {
            var fresh = await callers.Refresh([.. rights.Select(right => right.Caller)], cancellation);
            for (var index = 0; index < rights.Count; index++) rights[index].Check(fresh[index]);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A right that cannot be checked is none.
            NotChecked(logger, error, rights.Count);
            foreach (var right in rights) right.End();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The rights behind {Count} live connections could not be checked, so they were ended")]
    static partial void NotChecked(ILogger logger, Exception error, int count);
}
