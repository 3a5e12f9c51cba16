using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Tests.Shared;
using Portal.Client.Usage;

namespace Portal.Client.Tests.Usage;

public sealed class UsagePageTests : PageTest, IUsageService
{
    const long November = 1_793_487_600; // midnight in Berlin
    const long December = November + (30 * 86_400);

    readonly List<(string? Project, UsageQuery Query)> asked = [];
    readonly List<(UsageRunsQuery Runs, ListQuery Query)> askedRuns = [];
    bool empty;
    ApiError? failure;
    Task held = Task.CompletedTask;

    protected override void Register(IServiceCollection services) => services.AddSingleton<IUsageService>(this);

    async Task<Result<UsageReport>> IUsageService.Get(string? projectId, UsageQuery query, CancellationToken cancellation)
    {
        asked.Add((projectId, query));
        await held;
        if (failure is { } error) return error;
        UsageBucket[] data = empty ? [] : query.GroupBy switch
        {
            null => [Bucket(November + 86_400, null, 0.5m), Bucket(November + (86_400 * 22), null, 0.25m)],
            "member" => [Bucket(November, "user_1", 0.5m), Bucket(November, "user_9", 0.2m) with { GroupName = "Grace" }, Bucket(November, null, 0.05m)],
            _ => [Bucket(November, "proj_1", 0.75m) with { GroupName = "Support desk" }],
        };
        var previous = query.Compare ? new UsageComparison(November - (31 * 86_400), November - (9 * 86_400), Bucket(0, null, 0.5m)) : null;
        return new UsageReport(November, December, "Europe/Berlin", data, previous);
    }

    Task<Result<ListPage<UsageRun>>> IUsageService.ListRuns(string? projectId, UsageRunsQuery runs, ListQuery query, CancellationToken cancellation)
    {
        askedRuns.Add((runs, query));
        UsageRun[] data = empty ? [] :
            [new("run_1", "proj_1", "thread_1", "asst_1", "Returns desk", "gpt-4-fast-2026", new UsageActor(ActorType.Key, "key_1", "Help centre"), November, 2, 1, 100, 20, 30, 0, 0.01m, 0.01m)];
        return Task.FromResult<Result<ListPage<UsageRun>>>(new ListPage<UsageRun>(data, "run_1", "run_1", HasMore: true));
    }

    [Fact]
    public void Page_CountsThisMonth_ByProject_BesideThePeriodBefore()
    {
        var page = Draw<UsagePage>(Owner);

        Assert.Equal(new UsageQuery(Period: "this_month", Compare: true), asked[0].Query);
        Assert.Equal(new UsageQuery(Period: "this_month", Bucket: UsageInterval.All, GroupBy: "project"), asked[1].Query);
        Assert.Equal("$0.75", page.Find(".totals dd").TextContent);
        Assert.Equal("+50 %", page.Find(".totals .delta").TextContent);
        Assert.Contains("Compared with 1 – 23 October 2026", page.Markup, StringComparison.Ordinal);
        Assert.Contains("November 2026, all projects. Days begin at midnight of Europe/Berlin", page.Markup, StringComparison.Ordinal);
        Assert.Equal("Support desk", page.Find("tbody a").TextContent);
    }

    [Fact]
    public void Chart_HasABarForEachDayOfTheZone_FromZero_ThatLeadsToItsRuns()
    {
        var page = Draw<UsagePage>(Owner);

        var bars = page.FindAll(".bars .bar");
        Assert.Equal(30, bars.Count);
        Assert.Equal("height:100%", bars[1].GetAttribute("style"));
        Assert.Equal("height:50%", bars[22].GetAttribute("style"));
        Assert.Equal("height:0%", bars[5].GetAttribute("style"));
        Assert.Equal("bar bar-open", bars[22].ClassName);
        var days = page.FindAll(".bars a");
        Assert.Equal("2 November: $0.50", days[1].GetAttribute("aria-label"));
        Assert.Equal("23 November: $0.25 so far", days[22].GetAttribute("title"));
        Assert.Equal("usage/runs?period=2026-11-02..2026-11-02", days[1].GetAttribute("href"));
        Assert.Equal("In all $0.75; the most on 2 November: $0.50.", page.Find("figcaption").TextContent);
    }

    [Fact]
    public void Address_ChoosesProjectPeriodGroupAndMeasure()
    {
        GoTo("/usage?project=proj_1&period=2026-10&by=model&measure=tokens");

        var page = Draw<UsagePage>(Owner);

        Assert.Equal(("proj_1", "model", "2026-10"), (asked[1].Project, asked[1].Query.GroupBy, asked[1].Query.Period));
        Assert.Contains("Tokens per day", page.Markup, StringComparison.Ordinal);
        Assert.Equal("usage?project=proj_1&period=2026-10&by=tier&measure=tokens", page.FindAll("nav[aria-label='Group by'] a")[2].GetAttribute("href"));
        Assert.Contains("/v2/projects/proj_1/usage?", "/" + page.Find("#export a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void Members_HaveTheirNames_AndLeadToTheirRuns()
    {
        GoTo("/usage?by=member&period=last_7_days");

        var rows = Draw<UsagePage>(Owner).FindAll("tbody a");

        Assert.Equal(["Ada (you)", "Grace", "Without a member"], rows.Select(row => row.TextContent));
        Assert.Equal("usage/runs?period=last_7_days&by=member&group=user_9", rows[1].GetAttribute("href"));
        Assert.Equal("usage/runs?period=last_7_days&by=member", rows[2].GetAttribute("href"));
    }

    [Fact]
    public void DaysOfOnesOwn_GoIntoTheAddress_InTheRightOrder()
    {
        var page = Draw<UsagePage>(Owner);
        page.Find("#usage-from").Change("2026-11-09");
        page.Find("#usage-to").Change("2026-11-05");
        page.Find("form.range").Submit();
        Assert.Equal("The last day must not be before the first.", page.Find("#usage-range-error").TextContent);

        page.Find("#usage-to").Change("2026-11-12");
        page.Find("form.range").Submit();

        Assert.Equal("/usage?period=2026-11-09..2026-11-12", Address);
    }

    [Fact]
    public void WhatIsDrawn_IsNamedAsItIs_UntilTheNextIsThere()
    {
        var page = Draw<UsagePage>(Owner);
        var next = new TaskCompletionSource();
        held = next.Task;

        GoTo("/usage?by=member");
        Assert.Equal(("Project", "Support desk"), (page.Find("thead th").TextContent, page.Find("tbody a").TextContent));

        next.SetResult();
        page.WaitForAssertion(() => Assert.Equal(("Member", "Ada (you)"), (page.Find("thead th").TextContent, page.Find("tbody a").TextContent)));
    }

    [Fact]
    public void Metadata_IsGroupedByItsName()
    {
        var page = Draw<UsagePage>(Owner);
        page.Find("#usage-metadata").Change(" team ");
        page.Find("#usage-metadata").Closest("form")!.Submit();

        Assert.Equal("/usage?by=metadata%5Bteam%5D", Address);
        Assert.Equal("metadata[team]", asked[^1].Query.GroupBy);
    }

    [Fact]
    public void NothingUsed_SaysSo()
    {
        empty = true;

        Assert.Equal("No model calls in November 2026", Draw<UsagePage>(Owner).Find("h2").TextContent);
    }

    [Fact]
    public void Failure_CanBeTriedAgain()
    {
        failure = Refused;
        var page = Draw<UsagePage>(Owner);
        Assert.Contains(Refused.Message, page.Find("[role=alert]").TextContent, StringComparison.Ordinal);

        failure = null;
        page.FindAll("button").Single(button => button.TextContent.Contains("Try again", StringComparison.Ordinal)).Click();

        Assert.Equal("Support desk", page.Find("tbody a").TextContent);
    }

    [Fact]
    public void Runs_AreListedWithTheirLinks()
    {
        GoTo("/usage/runs?project=proj_1&period=2026-11-05..2026-11-05&by=key&group=key_1");

        var page = Draw<UsageRunsPage>(Owner);

        Assert.Equal(new UsageRunsQuery(new UsageQuery(Period: "2026-11-05..2026-11-05", GroupBy: "key"), "key_1"), askedRuns[0].Runs);
        Assert.Equal("runs/run_1", page.Find("tbody a").GetAttribute("href"));
        Assert.Contains("Help centre (key)", page.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.Contains("5 November 2026, key: key_1", page.Find("header").TextContent, StringComparison.Ordinal);
        Assert.Contains("after=run_1", page.Find("a[rel=next]").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_OfAnHour_AreAskedForByItsSeconds_AndToldByTheOrganizationsClocks()
    {
        GoTo($"/usage/runs?period=2026-11-02..2026-11-02&from={November + 86_400}&to={November + 90_000}&by=key&group=key_1");

        var page = Draw<UsageRunsPage>(Owner);

        Assert.Equal(new UsageRunsQuery(new UsageQuery(November + 86_400, November + 90_000, GroupBy: "key"), "key_1"), askedRuns[0].Runs);
        Assert.Contains("2 November 2026, 00:00 – 01:00 (Europe/Berlin), key: key_1", page.Find("header").TextContent, StringComparison.Ordinal);
        Assert.Equal("usage?period=2026-11-02..2026-11-02&by=key", page.Find("header a").GetAttribute("href"));
        Assert.Contains($"runs?from={November + 86_400}&to={November + 90_000}&group_by=key", page.Find("#export a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from=soon&to=later")]
    [InlineData("from=9223372036854775807&to=9223372036854775807")]
    [InlineData("from=1793574000")]
    [InlineData("from=1793577600&to=1793574000")]
    public void Runs_OfNoStretch_AreThoseOfThePeriod(string words)
    {
        GoTo($"/usage/runs?period=2026-11&{words}");

        Assert.Contains("November 2026", Draw<UsageRunsPage>(Owner).Find("header").TextContent, StringComparison.Ordinal);
        Assert.Equal(new UsageQuery(Period: "2026-11"), askedRuns[0].Runs.Query);
    }

    [Theory]
    [InlineData("0.0031", "0.005")]
    [InlineData("1", "1")]
    [InlineData("1.2", "2")]
    [InlineData("640", "1000")]
    public void Scale_EndsAtARoundNumber(string highest, string top) => Assert.Equal(decimal.Parse(top), UsageChart.RoundUp(decimal.Parse(highest)));

    static UsageBucket Bucket(long start, string? group, decimal cost) => new(start, group, 2, 3, 1, 1_000, 100, 500, 50, cost, cost);
}
