using Portal.Client.Costs;
using Portal.Client.Usage;
using Portal.Tests.Costs;
using Portal.Tests.Hosting;
using Portal.Tests.Usage;

namespace Portal.Tests.Contracts;

public abstract class CostsContract(PortalHost host, Side side) : Contract<ICostsService>(host, side)
{
    static readonly long Day = new DateTimeOffset(2026, 3, 5, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    [Fact]
    public async Task Get_SumsByTimeAndGroup_BesideThePeriodBefore()
    {
        var project = await Host.AddProject();
        await Host.AddUsage(
            UsageRows.Of(project, Day - 10) with { Model = "a", CostNanodollars = 250_000_000 },
            UsageRows.Of(project, Day + 10) with { Model = "a", CostNanodollars = 1_500_000_000, ProviderCostNanodollars = 1_000_000_000 },
            UsageRows.Of(project, Day + 90_000) with { Model = "b", CostNanodollars = 500_000_000 });
        await Host.AddCharge(project, "tool", "find_order", Day + 20, 0.125m);

        var report = Ok(await Service.Get(project, new CostQuery(new UsageQuery(GroupBy: "model", Period: "2026-03-05..2026-03-06", Compare: true), 1), Cancellation));
        Assert.Equal(
            [(Day, "a", 1.5m, (int?)null), (Day, null, 0.125m, 2), (Day + 86_400, null, 0.5m, 2)],
            report.Data.Select(one => (one.Start, one.Group, one.Cost, one.Others)));
        Assert.Equal((1m, 0.5m), (report.Groups[0].ProviderCost, report.Groups[0].Margin));
        Assert.Equal((Day - (2 * 86_400), 0.25m), (report.Previous!.From, report.Previous.Total.Cost));
        Assert.Equal(new CostMover("a", null, 1.5m, 0.25m), report.Previous.Movers[0]);
        Refused(await Service.Get(project, new CostQuery(new UsageQuery(GroupBy: "colour")), Cancellation), 400, "invalid_value", "group_by");
        Refused(await Service.Get("proj_unknown", new CostQuery(new UsageQuery()), Cancellation), 404, "not_found");
    }

    [Fact]
    public async Task Summarize_TellsTheMonthOfAProject()
    {
        var project = await Host.AddProject();
        await Host.AddUsage(UsageRows.Of(project, DateTimeOffset.UtcNow.ToUnixTimeSeconds()) with { CostNanodollars = 2_000_000_000 });
        await Host.AddBudget(project, "hard", 1);

        var summary = Ok(await Service.Summarize(project, Cancellation));
        Assert.Equal((2m, 2m, null), (summary.Today, summary.MonthToDate, summary.Forecast));
        var budget = Assert.Single(summary.Budgets);
        Assert.Equal(("hard", 1m, 2m, CostBudgetState.Exhausted), (budget.Mode, budget.Amount, budget.Spent, budget.State));
        Refused(await Service.Summarize("proj_unknown", Cancellation), 404, "not_found");
    }
}

public sealed class CostsOnServer(PortalHost host) : CostsContract(host, Side.Server);

public sealed class CostsInBrowser(PortalHost host) : CostsContract(host, Side.Browser);
