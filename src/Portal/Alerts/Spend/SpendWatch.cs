using System.Data;
using System.Globalization;
using Portal.Background;
using Portal.Client.Alerts;
using Portal.Client.Projects;
using Portal.Client.Usage;
using Portal.Costs;
using Portal.Data;
using Portal.Organization;
using Portal.Projects;
using Portal.Usage;

namespace Portal.Alerts.Spend;

/// <summary>
/// Looks at its start and then once an hour whether what a project's use cost today, or on the day that has just ended, is far off its
/// pattern: calls, tools and memory. A flat price is agreed: it is nothing unusual where it begins, and hides nothing where it is high.
/// </summary>
internal sealed partial class SpendWatch(
    IDatabase database, IOrganizationSettings organization, IProjectDirectory projects, UsageNames names, CurrencyCache currency, IAlerts alerts,
    TimeProvider time, ILogger<SpendWatch> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    static readonly CostGroup ByProject = CostGroup.Parse(UsageGroup.Whole).Value!;

    public async Task Check(CancellationToken cancellation)
    {
        var calendar = UsageCalendar.Of((await organization.Get(cancellation)).TimeZone);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        // Yesterday, too, is compared with all the days of a pattern.
        var days = Stretches(calendar, calendar.DayOf(now), now, SpendPattern.Days + 2);
        var found = await database.Read(connection => FarOff(connection, days, calendar), cancellation);
        foreach (var one in found) await Raise(one, calendar, cancellation);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Periodically.Run(time, Interval, Check, error => Failed(logger, error), stoppingToken, atOnce: true);

    static List<UsageStretch> Stretches(UsageCalendar calendar, DateOnly today, long now, int count) =>
    [
        .. Enumerable.Range(1 - count, count).Select(today.AddDays)
            .Select(day => new UsageStretch(calendar.Midnight(day), calendar.Midnight(day), Math.Min(now + 1, calendar.Midnight(day.AddDays(1))))),
    ];

    static List<Finding> FarOff(IDbConnection connection, List<UsageStretch> days, UsageCalendar calendar)
    {
        var places = days.Select((day, at) => (day.Start, at)).ToDictionary(day => day.Start, day => day.at);
        var found = new List<Finding>();
        foreach (var sums in CostReader.Read(connection, null, days, ByProject).ByGroup())
        {
            var (project, row) = (sums.Key!, new long[days.Count]);
            foreach (var sum in sums) row[places[sum.Start]] += sum.Varying;
            for (var at = days.Count - 2; at < days.Count; at++)
            {
                if (SpendPattern.UsualWhereFarOff(row[at], row.AsSpan(0, at)) is not { } usual) continue;
                var key = $"anomaly:{project}:{calendar.DayOf(days[at].Start):yyyy-MM-dd}";
                if (AlertsRepository.WasOpened(connection, key)) continue;
                UsageStretch[] before = [.. Enumerable.Range(1, SpendPattern.Days / 7).Select(week => at - (7 * week)).Where(day => day >= 0).Select(day => days[day])];
                var mean = before.Sum(day => row[places[day.Start]]) / before.Length;
                var driver = SpendChanges.Driver(SpendChanges.Read(connection, [project], days[at], before), row[at], mean);
                found.Add(new(key, project, days[at].Start, IsOver: at < days.Count - 1, HasFlatPrice: sums.Any(sum => sum.Flat > 0), row[at], usual, driver));
            }
        }

        return found;
    }

    async Task Raise(Finding found, UsageCalendar calendar, CancellationToken cancellation)
    {
        var name = (await projects.Names([found.ProjectId], cancellation)).GetValueOrDefault(found.ProjectId, found.ProjectId);
        var money = await currency.Get(cancellation);
        var day = calendar.DayOf(found.Day);
        var aside = found.HasFlatPrice ? " beside the flat price" : "";
        var sentence = $"{Money(found.Spent)}{aside} on {day.ToString("dddd, d MMMM", CultureInfo.InvariantCulture)}{(found.IsOver ? "" : " so far")}, where such a day usually takes {Money(found.Usual)}.";
        if (found.Driver is { } driver)
        {
            var called = driver.Name(await names.OfGroups(driver.Dimension, [driver.Value ?? ""], cancellation));
            sentence += $" What changed most is the {called}: {Money(driver.Now)} instead of {Money(driver.Before)}.";
        }

        var group = found.Driver is { Value: not null } one ? one.Dimension : "assistant";
        var link = $"costs?project={found.ProjectId}&period={day:yyyy-MM-dd}..{day:yyyy-MM-dd}&by={group}";
        var draft = new AlertDraft(found.Key, AlertKind.SpendAnomaly, AlertSeverity.Warning, found.ProjectId, $"Unusual spend in {name}", sentence, link);
        await database.Write(connection =>
        {
            alerts.Raise(connection, draft);
            return true;
        }, cancellation);

        string Money(long nanodollars) => DisplayMoney.Of(UsageBuckets.Dollars(nanodollars), money);
    }

    /// <param name="Day">Where it begins.</param>
    /// <param name="IsOver">False while it is today.</param>
    sealed record Finding(string Key, string ProjectId, long Day, bool IsOver, bool HasFlatPrice, long Spent, long Usual, SpendChange? Driver);

    [LoggerMessage(Level = LogLevel.Error, Message = "Spend could not be looked at; the next look is in an hour")]
    static partial void Failed(ILogger logger, Exception error);
}
