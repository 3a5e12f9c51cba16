using Portal.Background;
using Portal.Data;

namespace Portal.Outbox;

/// <summary>
/// Deletes what was sent long ago, with its text, when the portal starts and once an hour. What waits is never deleted, and what was
/// given up can be sent again for longer than what arrived.
/// </summary>
internal sealed partial class OutboxRetention(IDatabase database, TimeProvider time, ILogger<OutboxRetention> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>How long a delivery is kept.</summary>
    public static readonly TimeSpan Delivered = TimeSpan.FromDays(30);

    /// <summary>How long something that was given up is kept.</summary>
    public static readonly TimeSpan Failed = TimeSpan.FromDays(90);

    /// <summary>In one transaction, so that other writers do not wait for long.</summary>
    const int AtOnce = 500;

    /// <returns>How many were deleted.</returns>
    public async Task<int> Sweep(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var (delivered, failed) = ((now - Delivered).ToUnixTimeSeconds(), (now - Failed).ToUnixTimeSeconds());
        for (var deleted = 0; ;)
        {
            var some = await database.Write(connection => OutboxRepository.Prune(connection, delivered, failed, AtOnce), cancellation);
            deleted += some;
            if (some < AtOnce) return deleted;
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Periodically.Run(time, Interval, SweepAndTell, error => Refused(logger, error), stoppingToken, atOnce: true);

    async Task SweepAndTell(CancellationToken cancellation)
    {
        if (await Sweep(cancellation) is > 0 and var deleted) Pruned(logger, deleted);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} deliveries were deleted that are kept no longer")]
    static partial void Pruned(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Deliveries that are kept no longer could not be deleted; the next try is in an hour")]
    static partial void Refused(ILogger logger, Exception error);
}
