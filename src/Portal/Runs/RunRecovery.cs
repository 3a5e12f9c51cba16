using Portal.Data;
using Portal.Limits;

namespace Portal.Runs;

/// <summary>
/// Goes on with what was left: runs in the middle are interrupted, queued ones begin. At the start with what the last
/// process left, then every half minute with what grains left that went before their runs had ended, as where the disk
/// refused them. Once a second it ends tool calls that waited too long.
/// </summary>
internal sealed partial class RunRecovery(IDatabase database, IGrainFactory grains, Quota quota, TimeProvider time, ILogger<RunRecovery> logger) : BackgroundService
{
    public const int RecoveryPeriodSeconds = 30;

    static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var open = await database.Read(RunsRepository.OpenThreads, cancellationToken);
        if (open.Count > 0) Recovering(logger, open.Count);
        await Wake(open, cancellationToken);
        // What the last process left in the middle is paid for by now; only then is anything reserved anew.
        quota.Open();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            for (var second = 1; await timer.WaitForNextTickAsync(stoppingToken); second++) await GoOn(second % RecoveryPeriodSeconds == 0, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    async Task GoOn(bool withOpenRuns, CancellationToken cancellation)
    {
        try
        {
            await Wake(await database.Read(connection => RunsRepository.ExpiredThreads(connection, time.GetUtcNow().ToUnixTimeSeconds()), cancellation), cancellation);
            // One whose run is being made has nothing to do.
            if (withOpenRuns) await Wake(await database.Read(RunsRepository.OpenThreads, cancellation), cancellation);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            // Most often the disk, also where a grain cannot be made for it; what is left is tried again.
            CannotGoOn(logger, error);
        }
    }

    Task Wake(IEnumerable<string> threads, CancellationToken cancellation) =>
        Parallel.ForEachAsync(threads, cancellation, async (id, _) => await grains.GetGrain<IThreadGrain>(id).Wake());

    [LoggerMessage(Level = LogLevel.Information, Message = "Going on with {Threads} threads that had open runs")]
    static partial void Recovering(ILogger logger, int threads);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Open tool calls and runs cannot be checked")]
    static partial void CannotGoOn(ILogger logger, Exception error);
}
