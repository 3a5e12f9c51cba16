using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Portal.Api;
using Portal.Client.Projects;
using Portal.Tests.Hosting;
using Portal.Tests.Threads;
using Portal.Tests.Usage;

namespace Portal.Tests.Costs;

public sealed class CostsTests(PortalHost host) : IClassFixture<PortalHost>
{
    static readonly long March = At("2026-03-01T00:00:00Z");
    static readonly long April = At("2026-04-01T00:00:00Z");

    [Fact]
    public async Task Cost_IsCallsAndCharges_EachApart()
    {
        var project = await host.AddProject();
        await host.AddUsage(
            UsageRows.Of(project, March) with { CostNanodollars = 1_500_000_000, ProviderCostNanodollars = 1_000_000_000 },
            UsageRows.Of(project, April - 1) with { CostNanodollars = 500_000_000, ProviderCostNanodollars = 750_000_000, ToolCalls = 2 });
        await host.AddCharge(project, "memory", "", March + 10, 0.25m);
        await host.AddCharge(project, "tool", "find_order", March + 20, 0.125m);
        await host.AddCharge(project, "month", "", March + 30, 2);
        var report = await host.Admin.Get($"/v2/projects/{project}/costs?from={March}&to={April}&bucket=month");
        var month = Assert.Single(report["data"].EnumerateArray());
        Assert.Equal(
            (2m, 0.25m, 0.125m, 2m, 4.375m, 1.75m, 2.625m),
            (Money("model_tier"), Money("memory"), Money("tools"), Money("flat"), Money("cost"), Money("provider_cost"), Money("margin")));
        Assert.Equal((2, 200, March), (month.GetProperty("runs").GetInt32(), month.GetProperty("input_tokens").GetInt32(), month.GetProperty("start").GetInt64()));

        decimal Money(string field) => month.GetProperty(field).GetDecimal();
    }

    [Theory]
    [InlineData("project", "{project}=3.5")]
    [InlineData("assistant", "asst_1=2.2 asst_2=1 =0.2 asst_3=0.1")]
    [InlineData("model", "gpt-4-fast-2026=3 =0.5")]
    [InlineData("tier", "fast=2 =1.5")]
    [InlineData("member", "user_1=2.2 =1.3")]
    [InlineData("key", "=2.4 key_1=1.1")]
    [InlineData("tool", "=3.2 find_order=0.2 refund=0.1")]
    [InlineData("metadata[team]", "=2.5 blue=1")]
    public async Task Groups_AddUpToTheWhole(string groupBy, string expected)
    {
        var project = await host.AddProject();
        var one = UsageRows.Of(project, March) with { CostNanodollars = 1_000_000_000 };
        await host.AddUsage(
            one, one with { Id = Ids.New("use"), MessageId = Ids.New("msg"), AssistantId = "asst_2", Metadata = """{"team":"blue"}""" },
            UsageRows.Of(project, March + 90_000) with { CostNanodollars = 1_000_000_000, ActorType = "key", ActorId = "key_1", Tier = null });
        await host.AddCharge(project, "memory", "", March, 0.2m);
        await host.AddCharge(project, "tool", "find_order", March, 0.2m, "asst_1", "user/user_1");
        await host.AddCharge(project, "tool", "refund", March + 90_000, 0.1m, "asst_3", "key/key_1");
        var report = await host.Admin.Get($"/v2/projects/{project}/costs?from={March}&to={April}&group_by={Uri.EscapeDataString(groupBy)}");
        var groups = report["groups"].EnumerateArray().Select(group => $"{group.GetProperty("group").GetString()}={group.GetProperty("cost").GetDecimal():0.#}");
        Assert.Equal(expected.Replace("{project}", project), string.Join(' ', groups));
        Assert.Equal(3.5m, report["data"].EnumerateArray().Sum(bucket => bucket.GetProperty("cost").GetDecimal()));
    }

    /// <summary>Whatever is merged as others, the sums stay: by time, by group, and in all.</summary>
    [Fact]
    public async Task Top_TellsTheCostliestApart_AndSumsTheOthers()
    {
        var project = await host.AddProject();
        await host.AddUsage([.. Enumerable.Range(1, 9).SelectMany(at => new[] { March, March + 86_400 }.Select(start => UsageRows.Of(project, start + at) with
        {
            Model = $"model-{at}", CostNanodollars = at * 1_000_000_000L,
        }))]);
        var report = await host.Admin.Get($"/v2/projects/{project}/costs?from={March}&to={April}&group_by=model&top=3");
        Assert.Equal(
            ["model-9 18", "model-8 16", "model-7 14", " 42 of 6"],
            report["groups"].EnumerateArray().Select(group => $"{group.GetProperty("group").GetString()} {group.GetProperty("cost").GetDecimal():0}{(group.GetProperty("others") is { ValueKind: System.Text.Json.JsonValueKind.Number } others ? $" of {others}" : "")}"));
        Assert.Equal(8, report["data"].GetArrayLength());
        Assert.Equal([45m, 45m], report["data"].EnumerateArray().GroupBy(bucket => bucket.GetProperty("start").GetInt64()).Select(day => day.Sum(bucket => bucket.GetProperty("cost").GetDecimal())));
    }

    [Fact]
    public async Task Comparison_NamesWhatChangedMost_AlsoWhatIsGone()
    {
        var project = await host.AddProject();
        var february = At("2026-02-01T00:00:00Z");
        await host.AddUsage(
            Row("steady", february + 5, 3), Row("steady", March + 5, 3), Row("gone", february + 86_400, 4), Row("new", March + 86_400, 5), Row("less", february, 2), Row("less", March, 1));
        var report = await host.Admin.Get($"/v2/projects/{project}/costs?period=2026-03&group_by=model&compare=true");
        var previous = report["previous"];
        Assert.Equal((february, 9m), (previous.GetProperty("from").GetInt64(), previous.GetProperty("total").GetProperty("cost").GetDecimal()));
        Assert.Equal([february, february + 86_400], previous.GetProperty("data").EnumerateArray().Select(bucket => bucket.GetProperty("start").GetInt64()));
        Assert.Equal(["new 5", "gone -4", "less -1"], previous.GetProperty("movers").EnumerateArray().Select(mover => $"{mover.GetProperty("group").GetString()} {mover.GetProperty("change").GetDecimal():0}"));

        Portal.Usage.UsageRow Row(string model, long at, long dollars) => UsageRows.Of(project, at) with { Model = model, CostNanodollars = dollars * 1_000_000_000 };
    }

    [Theory]
    [InlineData("group_by=colour", "group_by")]
    [InlineData("top=0", "top")]
    [InlineData("top=many", "top")]
    [InlineData("bucket=hour&from=0&to=1000000000", "bucket")]
    [InlineData("period=next_year", "period")]
    [InlineData("compare=perhaps", "compare")]
    [InlineData("format=pdf", "format")]
    public async Task BadValues_AreNamed(string query, string param)
    {
        var refused = await host.Admin.Get($"/v2/organization/costs?{query}");
        Assert.Equal((400, param), (refused.Status, refused.Param));
    }

    [Fact]
    public async Task Export_IsAFile_AndIsAudited()
    {
        var project = await host.AddProject();
        await host.AddUsage(UsageRows.Of(project, March) with { CostNanodollars = 1_500_000_000 });
        using var file = await host.Admin.GetAsync($"/v2/projects/{project}/costs?period=2026-03&group_by=model&format=csv", TestContext.Current.CancellationToken);
        var lines = (await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n");
        Assert.Equal("start,group,group_name,runs,model_calls,tool_calls,input_tokens,cached_tokens,output_tokens,reasoning_tokens,model_tier,memory,tools,flat,cost,provider_cost,margin", lines[0]);
        Assert.Equal($"{March},gpt-4-fast-2026,,1,1,0,100,20,30,10,1.5,0,0,0,1.5,0,1.5", lines[1]);
        Assert.Equal("costs.exported", (await host.Admin.Get($"/v2/organization/audit_logs?project_id={project}&action=costs.exported"))["data"][0].GetProperty("action").GetString());
    }

    [Fact]
    public async Task Summary_TellsWhereTheMonthStands_InTheZoneOfTheOrganization()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-15T11:00:00Z"));
        await using var own = PortalHost.With(services => services.AddSingleton<TimeProvider>(time));
        await own.Admin.Post("/v2/organization/settings", """{"time_zone":"Europe/Berlin"}""");
        var project = await own.AddProject();
        // A dollar each day at 10:59 of UTC, since the middle of September: in November that is 11:59 of Berlin, and in October 12:59.
        await own.AddUsage([.. Enumerable.Range(0, 60).Select(back => UsageRows.Of(project, At("2026-11-15T10:59:00Z") - (back * 86_400)) with { CostNanodollars = 1_000_000_000 })]);
        // At 23:30 of UTC it is November in Berlin.
        await own.AddUsage(UsageRows.Of(project, At("2026-10-31T23:30:00Z")) with { CostNanodollars = 500_000_000 });
        await own.AddCharge(project, "memory", "", At("2026-11-02T00:00:00Z"), 0.5m);
        await own.AddBudget(project, "hard", 20);
        await own.AddBudget(project, "soft", 100);
        var summary = await own.Admin.Get($"/v2/projects/{project}/costs/summary");
        Assert.Equal(
            (1m, 1m, 16m, 14m), (summary["today"].GetDecimal(), summary["today_last_week"].GetDecimal(), summary["month_to_date"].GetDecimal(), summary["last_month_to_date"].GetDecimal()));
        Assert.Equal((31m, 15, "Europe/Berlin"), (summary["last_month"].GetDecimal(), summary["days"].GetArrayLength(), summary["time_zone"].GetString()));
        // Fifteen more days at a dollar each, and half of today.
        Assert.InRange(summary["forecast"].GetProperty("expected").GetDecimal(), 31, 33);
        Assert.Equal((0.8, 56), (summary["forecast"].GetProperty("coverage").GetDouble(), summary["forecast"].GetProperty("from_days").GetInt32()));
        var (hard, soft) = (summary["budgets"][0], summary["budgets"][1]);
        Assert.Equal(("exceeding", "on_track"), (hard.GetProperty("state").GetString(), soft.GetProperty("state").GetString()));
        Assert.Equal("2026-11-19", hard.GetProperty("used_up").GetProperty("on").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, soft.GetProperty("used_up").ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, summary["cost_per_conversation"].ValueKind);
    }

    [Fact]
    public async Task Conversations_AreThoseOfTheMonth_AndTheResolvedOfThem()
    {
        await using var desk = await ChatScene.Set(host);
        var resolved = await desk.NewThread();
        await desk.NewThread();
        await host.Admin.Post($"/v2/threads/{resolved}", """{"status":"resolved"}""");
        await host.AddUsage(UsageRows.Of(desk.ProjectId, DateTimeOffset.UtcNow.ToUnixTimeSeconds()) with { CostNanodollars = 3_000_000_000 });
        var summary = await host.Admin.Get($"/v2/projects/{desk.ProjectId}/costs/summary");
        Assert.Equal(
            (2, 1.5m, 1, 3m),
            (summary["conversations"].GetInt32(), summary["cost_per_conversation"].GetDecimal(), summary["resolved_conversations"].GetInt32(), summary["cost_per_resolved"].GetDecimal()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, summary["forecast"].ValueKind);
    }

    [Fact]
    public async Task Organization_SpansWhatTheCallerMaySee_AndShowsItsBudgetToWhoSeesAll()
    {
        await using var portal = PortalHost.Start();
        var (own, other) = (await portal.AddProject(), await portal.AddProject());
        await portal.AddUsage(UsageRows.Of(own, March), UsageRows.Of(other, March));
        await portal.AddBudget(null, "hard", 10);
        using var viewer = await portal.AddMember(own, Role.Viewer, ChatAccess.None);
        var path = "/v2/organization/costs?period=2026-03&group_by=project";
        Assert.Equal(own, Assert.Single((await viewer.Client.Get(path))["groups"].EnumerateArray()).GetProperty("group").GetString());
        Assert.Equal(2, (await portal.Admin.Get(path))["groups"].GetArrayLength());
        Assert.Empty((await viewer.Client.Get("/v2/organization/costs/summary"))["budgets"].EnumerateArray());
        Assert.Single((await portal.Admin.Get("/v2/organization/costs/summary"))["budgets"].EnumerateArray());
    }

    static long At(string time) => DateTimeOffset.Parse(time).ToUnixTimeSeconds();
}
