using Portal.Background;
using Portal.Client.Usage;
using Portal.Data;
using Portal.Organization;

namespace Portal.Pricing;

/// <summary>Charges for memory and flat prices when the portal starts and once an hour. What is charged already is not charged again.</summary>
internal sealed partial class ChargeSweep(
    IDatabase database, PriceBook book, IOrganizationSettings organization, IEnumerable<IChargesWatcher> watchers, TimeProvider time, ILogger<ChargeSweep> logger)
    : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    const int AtOnce = 200;
    const int LongestDays = 31;

    /// <returns>How many charges were made.</returns>
    public async Task<int> Sweep(CancellationToken cancellation)
    {
        var prices = await book.Get(cancellation);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var calendar = UsageCalendar.Of((await organization.Get(cancellation)).TimeZone);
        var made = await SweepMemory(prices, calendar, now, cancellation);
        foreach (var projectId in prices.ProjectsWith("month")) made += await SweepMonth(prices, projectId, calendar, now, cancellation);
        return made;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Periodically.Run(time, Interval, Sweep, error => Failed(logger, error), stoppingToken, atOnce: true);

    async Task<int> SweepMemory(PriceTable prices, UsageCalendar calendar, long now, CancellationToken cancellation)
    {
        var (made, after) = (0, "");
        while (true)
        {
            var (rows, last) = await database.Write(connection =>
            {
                var uses = MemoryCharges.List(connection, after, AtOnce);
                return (uses.SelectMany(use => MemoryCharges.Settle(connection, prices, use, calendar, now)).ToList(), uses.LastOrDefault()?.ProjectId);
            }, cancellation);
            watchers.Tell(rows);
            made += rows.Count;
            if (last is null) return made;
            after = last;
        }
    }

    /// <summary>Days that are over, from where the last charge ended.</summary>
    async Task<int> SweepMonth(PriceTable prices, string projectId, UsageCalendar calendar, long now, CancellationToken cancellation)
    {
        var today = calendar.DayOf(now);
        var rows = await database.Write(connection =>
        {
            var from = Math.Max(prices.Begin(projectId, "month")!.Value, ChargesRepository.EndOf(connection, projectId, "month") ?? 0);
            return MonthCharges.Of(prices, projectId, calendar, Math.Max(from, calendar.Midnight(today.AddDays(-LongestDays))), calendar.Midnight(today))
                .Where(row => ChargesRepository.Insert(connection, row)).ToList();
        }, cancellation);
        watchers.Tell(rows);
        return rows.Count;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Memory and flat prices could not be charged; the next try is in an hour")]
    static partial void Failed(ILogger logger, Exception error);
}
