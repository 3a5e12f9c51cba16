using Portal.Access;
using Portal.Background;
using Portal.Data;
using Portal.Projects;
using Portal.Runs;

namespace Portal.Threads;

/// <summary>Deletes threads that their project keeps no longer, once an hour; each is an audit row of the system's.</summary>
internal sealed partial class ThreadRetention(
    IDatabase database, IProjectDirectory projects, IGrainFactory grains, TimeProvider time, ILogger<ThreadRetention> logger) : BackgroundService
{
    const int AtOnce = 200;
    const long SecondsADay = 86_400;
    static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <returns>How many were deleted.</returns>
    public async Task<int> Sweep(CancellationToken cancellation)
    {
        var deleted = 0;
        foreach (var (projectId, days) in await projects.Retentions(cancellation))
        {
            var before = time.GetUtcNow().ToUnixTimeSeconds() - (days * SecondsADay);
            while (await database.Read(connection => ThreadsRepository.Idle(connection, projectId, before, AtOnce), cancellation) is { Count: > 0 } idle)
            {
                foreach (var id in idle)
                {
                    await grains.GetGrain<IThreadGrain>(id).Delete(CallInfo.System);
                    deleted++;
                }
            }
        }

        return deleted;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Periodically.Run(time, Interval, SweepAndTell, error => Refused(logger, error), stoppingToken);

    async Task SweepAndTell(CancellationToken cancellation)
    {
        if (await Sweep(cancellation) is > 0 and var deleted) Deleted(logger, deleted);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} threads were deleted that their projects keep no longer")]
    static partial void Deleted(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Threads that are kept no longer could not be deleted; the next try is in an hour")]
    static partial void Refused(ILogger logger, Exception error);
}
