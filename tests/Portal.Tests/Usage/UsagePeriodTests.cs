using Portal.Client.Usage;
using Portal.Tests.Hosting;
using Portal.Usage;

namespace Portal.Tests.Usage;

public sealed class UsagePeriodTests(PortalHost host) : IClassFixture<PortalHost>
{
    static readonly UsageCalendar Berlin = UsageCalendar.Of("Europe/Berlin");
    // A quarter past midnight of the first of April in Berlin, still March in UTC.
    static readonly long Now = DateTimeOffset.Parse("2026-04-01T00:15:00+02:00").ToUnixTimeSeconds();

    [Theory]
    [InlineData("this_month", "2026-04-01T00:00+02:00", "2026-05-01T00:00+02:00", "2026-03-01T00:00+01:00", "2026-03-01T00:15+01:00")]
    [InlineData("last_month", "2026-03-01T00:00+01:00", "2026-04-01T00:00+02:00", "2026-02-01T00:00+01:00", "2026-03-01T00:00+01:00")]
    [InlineData("last_7_days", "2026-03-26T00:00+01:00", "2026-04-02T00:00+02:00", "2026-03-19T00:00+01:00", "2026-03-24T23:15+01:00")]
    [InlineData("last_30_days", "2026-03-03T00:00+01:00", "2026-04-02T00:00+02:00", "2026-02-01T00:00+01:00", "2026-03-01T23:15+01:00")]
    [InlineData("2026-02", "2026-02-01T00:00+01:00", "2026-03-01T00:00+01:00", "2026-01-01T00:00+01:00", "2026-01-29T00:00+01:00")]
    [InlineData("2026-03-29..2026-03-29", "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00", "2026-03-28T00:00+01:00", "2026-03-28T23:00+01:00")]
    public void Period_HasItsEndsInTheZone_AndOneBefore(string word, string from, string to, string before, string beforeEnd)
    {
        var period = UsagePeriod.Of(new UsageQuery(Period: word), Berlin, Now).Value!;
        Assert.Equal((Seconds(from), Seconds(to)), (period.From, period.To));
        Assert.Equal((Seconds(before), Seconds(beforeEnd)), period.Previous(Now));
    }

    [Fact]
    public async Task Report_IsInTheOrganizationsZone_BesideThePeriodBefore()
    {
        await using var own = PortalHost.Start();
        Assert.Equal(200, (await own.Admin.Post("/v2/organization/settings", """{"time_zone":"Asia/Kolkata"}""")).Status);
        var project = await own.AddProject();
        var midnight = DateTimeOffset.Parse("2026-03-05T00:00+05:30").ToUnixTimeSeconds();
        await own.AddUsage(
            UsageRows.Of(project, midnight - 1), UsageRows.Of(project, midnight), UsageRows.Of(project, midnight + 86_399), UsageRows.Of(project, midnight + 86_400),
            UsageRows.Of(project, midnight - 86_400), UsageRows.Of(project, midnight - 86_401));
        var report = await own.Admin.Get($"/v2/projects/{project}/usage?period=2026-03-05..2026-03-05&compare=true");
        Assert.Equal((midnight, midnight + 86_400, "Asia/Kolkata"), (report["from"].GetInt64(), report["to"].GetInt64(), report["time_zone"].GetString()));
        Assert.Equal((midnight, 2), Assert.Single(report["data"].EnumerateArray().Select(day => (day.GetProperty("start").GetInt64(), day.GetProperty("model_calls").GetInt32()))));
        Assert.Equal(2, report["previous"].GetProperty("total").GetProperty("model_calls").GetInt32());
        Assert.Equal(midnight - 86_400, report["previous"].GetProperty("from").GetInt64());
        var month = await own.Admin.Get($"/v2/organization/usage?period=2026-03&bucket=all");
        Assert.Equal(6, Assert.Single(month["data"].EnumerateArray()).GetProperty("model_calls").GetInt32());
    }

    [Theory]
    [InlineData("period=yesterday", "period")]
    [InlineData("period=2026-13", "period")]
    [InlineData("period=2026-03-09..2026-03-05", "period")]
    [InlineData("period=0001-01", "period")]
    [InlineData("period=this_month&from=1", "period")]
    [InlineData("period=2000-01-01..2999-01-01", "bucket")]
    [InlineData("compare=perhaps", "compare")]
    [InlineData("format=xml", "format")]
    public async Task BadValues_AreNamed(string query, string param)
    {
        foreach (var path in new[] { "/v2/organization/usage", "/v2/organization/usage/runs" })
        {
            if (path.EndsWith("runs", StringComparison.Ordinal) && param == "bucket") continue;
            var refused = await host.Admin.Get($"{path}?{query}");
            Assert.Equal((400, param), (refused.Status, refused.Param));
        }
    }

    static long Seconds(string time) => DateTimeOffset.Parse(time).ToUnixTimeSeconds();
}
