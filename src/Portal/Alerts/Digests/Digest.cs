using System.Data;
using Portal.Alerts.Spend;
using Portal.Client.Usage;
using Portal.Costs;
using Portal.Usage;

namespace Portal.Alerts.Digests;

/// <summary>What a digest tells, in nano-dollars, as it stands in the database.</summary>
/// <param name="Projects">The dearest first.</param>
/// <param name="Movers">Whose spend changed most.</param>
/// <param name="Alerts">The newest that are open.</param>
internal sealed record Digest(
    DigestPeriod Period, IReadOnlyList<ProjectSpend> Projects, IReadOnlyList<SpendChange> Movers, IReadOnlyList<AlertRow> Alerts)
{
    const int MostMovers = 5;
    const int MostAlerts = 20;

    static readonly CostGroup ByProject = CostGroup.Parse(UsageGroup.Whole).Value!;

    public long Spent => Projects.Sum(project => project.Now);

    public long SpentBefore => Projects.Sum(project => project.Before);

    public static Digest Read(IDbConnection connection, DigestPeriod period, UsageCalendar calendar)
    {
        var (before, first, end) = (calendar.Midnight(period.Before), calendar.Midnight(period.First), calendar.Midnight(period.End));
        var (now, earlier) = (new UsageStretch(first, first, end), new UsageStretch(before, before, first));
        var projects = CostReader.Read(connection, null, [now, earlier], ByProject).ByGroup().Select(sums => new ProjectSpend(
            sums.Key!, sums.Where(sum => sum.Start == first).Sum(sum => sum.Nanodollars), sums.Where(sum => sum.Start == before).Sum(sum => sum.Nanodollars)));
        var movers = SpendChanges.Read(connection, null, now, [earlier]).Where(change => change.Difference != 0)
            .OrderByDescending(change => Math.Abs(change.Difference)).Take(MostMovers);
        return new Digest(period, [.. projects.OrderByDescending(project => project.Now)], [.. movers], AlertsRepository.Opened(connection, MostAlerts));
    }
}

internal sealed record ProjectSpend(string ProjectId, long Now, long Before);
