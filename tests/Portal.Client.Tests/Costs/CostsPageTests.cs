using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Costs;
using Portal.Client.Pricing;
using Portal.Client.Tests.Shared;
using Portal.Client.Usage;

namespace Portal.Client.Tests.Costs;

public sealed class CostsPageTests : PageTest, ICostsService
{
    const long November = 1_793_487_600; // midnight in Berlin
    const long December = November + (30 * 86_400);
    const long Now = November + (22 * 86_400) + 43_200;

    readonly List<(string? Project, CostQuery Query)> asked = [];
    CostSummary summary = new(
        Now, "Europe/Berlin", 4, 3, 100, 80, 110, [new(November, 60), new(November + 86_400, 40)], new CostForecast(140, 130, 160, 0.8, 56),
        [new CostBudget("bud_1", "hard", 120, 100, CostBudgetState.Exceeding, new CostUsedUp(new DateOnly(2026, 11, 26), new DateOnly(2026, 11, 25), new DateOnly(2026, 11, 28)))], 50, 2, 20, 5);
    bool isEmpty;
    ApiError? failure;
    Task held = Task.CompletedTask;

    protected override void Register(IServiceCollection services) => services.AddSingleton<ICostsService>(this).AddSingleton(Refusing.Everything<IReconciliationService>());

    async Task<Result<CostReport>> ICostsService.Get(string? projectId, CostQuery query, CancellationToken cancellation)
    {
        asked.Add((projectId, query));
        await held;
        if (failure is { } error) return error;
        CostBucket[] data = isEmpty ? [] :
        [
            Bucket(November + 86_400, "a", 30), Bucket(November + 86_400, "b", 10), Bucket(November + 86_400, null, 5) with { Others = 3 },
            Bucket(Now - 43_200, "a", 4),
        ];
        CostBucket[] groups = isEmpty ? [] : [Bucket(November, "a", 34) with { GroupName = "Support" }, Bucket(November, "b", 10), Bucket(November, null, 5) with { Others = 3 }];
        var previous = new CostComparison(
            November - (31 * 86_400), November - (9 * 86_400), Bucket(0, null, isEmpty ? 0 : 40), isEmpty ? [] : [Bucket(November - (31 * 86_400) + 3_600, null, 40)],
            isEmpty ? [] : [new CostMover("a", "Support", 34, 14), new CostMover("gone", null, 0, 11)]);
        return new CostReport(November, December, "Europe/Berlin", data, groups, previous);
    }

    Task<Result<CostSummary>> ICostsService.Summarize(string? projectId, CancellationToken cancellation) => Task.FromResult<Result<CostSummary>>(summary);

    [Fact]
    public void Page_TellsTheMonth_ItsForecastAndWhatAConversationCosts()
    {
        var page = Draw<CostsPage>(Owner);

        Assert.Equal(["$4.00", "$100.00", "$140.00", "$2.00", "$5.00"], page.FindAll(".cost-totals dd.figure:not(.note)").Select(tile => tile.TextContent));
        Assert.Contains("80 % between $130.00 and $160.00", page.Markup.Replace("80%", "80 %"), StringComparison.Ordinal);
        Assert.Contains("+25 % on $80.00 in October by then", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Will be used up on 26 November (25 – 28 November).", page.Markup, StringComparison.Ordinal);
        Assert.Equal("Exceeding", page.Find(".budget .chip-bad").TextContent);
    }

    [Fact]
    public void Page_SaysWhatChanged()
    {
        var page = Draw<CostsPage>(Owner);

        Assert.Contains("$9.00 more (+23 %) than 1 – 23 October 2026: $49.00 after $40.00.", page.Find("section .card-body > p").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Support", "gone"], page.FindAll(".movers a").Select(mover => mover.TextContent));
        Assert.Equal(["+$20.00", "−$11.00"], page.FindAll(".movers .difference").Select(change => change.TextContent));
    }

    [Fact]
    public void Address_ChoosesProjectPeriodAndGroup_AndTheBucketFollows()
    {
        GoTo("/costs?project=proj_1&period=last_12_months&by=tool");

        var page = Draw<CostsPage>(Owner);

        Assert.Equal(("proj_1", new CostQuery(new UsageQuery(Bucket: UsageInterval.Month, GroupBy: "tool", Period: "last_12_months", Compare: true), 6)), asked[0]);
        Assert.Contains("v2/projects/proj_1/costs?bucket=month&group_by=tool&period=last_12_months&format=csv", page.Find("#export a").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("costs?project=proj_1&period=last_12_months", page.Find("nav[aria-label='Group by'] a").GetAttribute("href"));
    }

    [Fact]
    public void Columns_AreStackedFromTheBottom_ThePresentOneOpen()
    {
        var bars = Draw<CostsPage>(Owner).FindAll(".cost-bars rect");

        Assert.Equal(4, bars.Count);
        // Of a scale to 50.
        Assert.Equal(["60", "20", "10", "8"], bars.Select(bar => bar.GetAttribute("height")));
        Assert.Equal(["40", "20", "10", "92"], bars.Select(bar => bar.GetAttribute("y")));
        Assert.Contains("open", bars[3].ClassName, StringComparison.Ordinal);
        Assert.DoesNotContain("open", bars[0].ClassName, StringComparison.Ordinal);
        Assert.Equal(bars[0].ClassName!.Trim(), bars[3].ClassName!.Replace("open", "").Trim());
    }

    [Fact]
    public void ChosenColumn_SaysWhatItIsMadeOf_AndLeadsToItsRuns()
    {
        var page = Draw<CostsPage>(Owner);
        page.FindAll(".column")[1].PointerDown();
        page.FindAll(".column")[1].PointerUp();

        Assert.Equal("Monday 2 November", page.Find(".cost-legend h3").TextContent);
        Assert.Equal("$45.00", page.Find(".cost-legend strong").TextContent);
        var links = page.FindAll(".cost-legend li a");
        Assert.Equal(["3 others", "b", "Support"], links.Select(link => link.TextContent));
        Assert.Equal("usage/runs?period=2026-11-02..2026-11-02&by=project&group=a", links[2].GetAttribute("href"));
        Assert.Equal("usage/runs?period=2026-11-02..2026-11-02", links[0].GetAttribute("href"));
        Assert.Equal("costs?period=2026-11-02..2026-11-02", page.FindAll(".cost-legend .actions a")[1].GetAttribute("href"));
    }

    [Fact]
    public void ChosenHour_LeadsToItsRunsAlone()
    {
        GoTo("/costs?period=2026-11-02..2026-11-02");
        var page = Draw<CostsPage>(Owner);
        page.FindAll(".column")[24].PointerDown();
        page.FindAll(".column")[24].PointerUp();

        Assert.Equal("Monday 2 November, 00:00", page.Find(".cost-legend h3").TextContent);
        const string Hour = "usage/runs?period=2026-11-02..2026-11-02&from=1793574000&to=1793577600";
        Assert.Equal([Hour, $"{Hour}&by=project&group=b", $"{Hour}&by=project&group=a"], page.FindAll(".cost-legend li a").Select(link => link.GetAttribute("href")));
        Assert.Equal([Hour], page.FindAll(".cost-legend .actions a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void Dragging_ZoomsIn()
    {
        var page = Draw<CostsPage>(Owner);
        page.FindAll(".column")[8].PointerDown();
        page.FindAll(".column")[3].TriggerEvent("onpointerenter", new PointerEventArgs());
        Assert.Equal(6, page.FindAll(".column.chosen").Count);
        page.FindAll(".column")[3].PointerUp();

        Assert.Equal("/costs?period=2026-11-04..2026-11-09", Address);
    }

    [Fact]
    public void Keys_ChooseAndZoomIn()
    {
        var page = Draw<CostsPage>(Owner);
        Press("ArrowRight");
        Press("ArrowRight");
        Assert.Equal("Monday 2 November: $45.00", page.Find("[role=slider]").GetAttribute("aria-valuetext"));
        Press("ArrowRight", shift: true);
        Press("ArrowRight", shift: true);
        Assert.Equal(3, page.FindAll(".column.chosen").Count);
        Press("Escape");
        Assert.Empty(page.FindAll(".column.chosen"));
        Press("ArrowLeft");
        Press("ArrowLeft", shift: true);
        Press("Enter");

        Assert.Equal("/costs?period=2026-11-29..2026-11-30", Address);

        void Press(string key, bool shift = false) => page.Find("[role=slider]").KeyDown(new KeyboardEventArgs { Key = key, ShiftKey = shift });
    }

    /// <summary>Else columns of months would stand under a heading of days, and be chosen for them.</summary>
    [Fact]
    public void WhatIsDrawn_IsNamedAsItIs_UntilTheNextIsThere()
    {
        var page = Draw<CostsPage>(Owner);
        var next = new TaskCompletionSource();
        held = next.Task;

        GoTo("/costs?period=last_12_months&by=member");
        Assert.Equal("Cost by day and project", page.Find("#costs-time").TextContent);
        Assert.Equal("true", page.Find("[aria-labelledby=costs-time]").GetAttribute("aria-busy"));

        next.SetResult();
        page.WaitForAssertion(() => Assert.Equal("Cost by month and member", page.Find("#costs-time").TextContent));
        Assert.Null(page.Find("[aria-labelledby=costs-time]").GetAttribute("aria-busy"));
    }

    [Fact]
    public void Budgets_AreNamedLines_OfADay()
    {
        var page = Draw<CostsPage>(Owner);

        Assert.Equal("Hard budget a day: $4.00", page.Find(".line-name").TextContent);
        Assert.Equal("bottom:8%", page.Find(".line-name").GetAttribute("style"));
    }

    [Fact]
    public void NoForecast_SaysWhenThereWillBeOne()
    {
        summary = summary with { Forecast = null, Budgets = [], CostPerConversation = null, Conversations = 0 };

        var page = Draw<CostsPage>(Owner);

        Assert.Contains("A forecast is made after a week with spend.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("No budget holds for this month.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void NoCosts_SaySo()
    {
        isEmpty = true;

        Assert.Contains("No costs in November 2026", Draw<CostsPage>(Owner).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_CanBeTriedAgain()
    {
        failure = Refused;
        var page = Draw<CostsPage>(Owner);
        Assert.Contains(Refused.Message, page.Find("[role=alert]").TextContent, StringComparison.Ordinal);

        failure = null;
        page.FindAll("button").Single(button => button.TextContent.Contains("Try again", StringComparison.Ordinal)).Click();

        Assert.NotEmpty(page.FindAll(".column"));
    }

    [Fact]
    public void Metadata_IsGroupedByItsName()
    {
        var page = Draw<CostsPage>(Owner);
        page.Find("#costs-metadata").Change(" team ");
        page.Find("#costs-metadata").Closest("form")!.Submit();

        Assert.Equal("/costs?by=metadata%5Bteam%5D", Address);
        Assert.Equal("metadata[team]", asked[^1].Query.Query.GroupBy);
    }

    static CostBucket Bucket(long start, string? group, decimal cost) => new(start, group, 2, 3, 1, 1_000, 100, 500, 50, cost, 0, 0, 0, cost, cost / 2, cost / 2);
}
