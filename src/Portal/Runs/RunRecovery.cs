using Portal.Data;
using Portal.Limits;

namespace Portal.Runs;

/// <summary>
/// Goes on after a restart with what the last process left: runs in the middle are interrupted, queued ones begin.
/// After that, once a second, ends tool calls that waited too long.
/// </summary>
internal sealed partial class RunRecovery(IDatabase database, IGrainFactory grains, Quota quota, TimeProvider time, ILogger<RunRecovery> logger) : BackgroundService
{
    static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var open = await database.Read(RunsRepository.OpenThreads, cancellationToken);
        if (open.Count > 0) Recovering(logger, open.Count);
        await Parallel.ForEachAsync(open, cancellationToken, async (id, _) => await grains.GetGrain<IThreadGrain>(id).Wake());
        // What the last process left in the middle is paid for by now; only then is anything reserved anew.
        quota.Open();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Expire(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    async Task Expire(CancellationToken cancellation)
    {
        try
        {
            var late = await database.Read(connection => RunsRepository.ExpiredThreads(connection, time.GetUtcNow().ToUnixTimeSeconds()), cancellation);
            foreach (var id in late) await grains.GetGrain<IThreadGrain>(id).Wake();
        }
        catch (StorageUnavailableException error)
        {
            CannotExpire(logger, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Going on with {Threads} threads that had open runs")]
    static partial void Recovering(ILogger logger, int threads);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Open tool calls cannot be checked")]
    static partial void CannotExpire(ILogger logger, Exception error);
}
