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
    const int SecondsBetweenRecoveries = 30;

    static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var open = await database.Read(RunsRepository.OpenThreads, cancellationToken);
        if (open.Count > 0) Recovering(logger, open.Count);
        await Parallel.ForEachAsync(open, cancellationToken, async (id, _) => await Wake(id));
        // What the last process left in the middle is paid for by now; only then is anything reserved anew.
        quota.Open();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            for (var second = 1; await timer.WaitForNextTickAsync(stoppingToken); second++) await GoOn(second % SecondsBetweenRecoveries == 0, stoppingToken);
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
            var threads = await database.Read(connection => RunsRepository.ExpiredThreads(connection, time.GetUtcNow().ToUnixTimeSeconds()), cancellation);
            var open = withOpenRuns ? await database.Read(RunsRepository.OpenThreads, cancellation) : [];
            await Parallel.ForEachAsync(threads.Union(open), cancellation, async (id, _) => await TryWake(id));
        }
        catch (StorageUnavailableException error)
        {
            CannotCheck(logger, error);
        }
    }

    /// <summary>What fails is tried again in the next period, and holds up no other thread.</summary>
    async Task TryWake(string threadId)
    {
        try
        {
            await Wake(threadId);
        }
        catch (Exception error)
        {
            CannotGoOn(logger, error, threadId);
        }
    }

    Task Wake(string threadId) => grains.GetGrain<IThreadGrain>(threadId).Wake();

    [LoggerMessage(Level = LogLevel.Information, Message = "Going on with {Threads} threads that had open runs")]
    static partial void Recovering(ILogger logger, int threads);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Open tool calls and runs cannot be checked")]
    static partial void CannotCheck(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Thread {ThreadId} cannot be gone on with")]
    static partial void CannotGoOn(ILogger logger, Exception error, string threadId);
}
