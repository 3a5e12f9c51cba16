using System.Data;
using CsCheck;
using Dapper;
using Portal.Api;
using Portal.Client.Usage;
using Portal.Tests.Hosting;
using Portal.Usage;

namespace Portal.Tests.Usage;

public sealed class UsageSumsTests(PortalHost host) : IClassFixture<PortalHost>
{
    static readonly long Start = new DateTimeOffset(2026, 3, 27, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
    static readonly string[] Groups = ["project", "assistant", "model", "tier", "member", "key"];
    static readonly string[] Zones = ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns", "America/Santiago"];

    static readonly Gen<UsageRow> Call = Gen.Select(
        Gen.Int[0, 12 * 86_400], Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 999], Gen.Int[0, 1], Gen.Bool)
        .Select((at, project, actor, tokens, model, first) => UsageRows.Of($"proj_{project}", Start + at) with
        {
            Id = Ids.New("use"),
            AssistantId = $"asst_{tokens % 3}",
            Model = $"model-{model}",
            Tier = tokens % 5 == 0 ? null : "fast",
            ActorType = actor switch { 0 => "key", 3 => "visitor", _ => "user" },
            ActorId = $"actor_{actor}",
            InputTokens = tokens,
            CachedTokens = tokens / 2,
            CostNanodollars = tokens % 7 == 0 ? null : tokens * 1_000,
            ProviderCostNanodollars = tokens % 2 == 0 ? null : tokens,
            ToolCalls = tokens % 4,
            FirstOfRun = first,
        });

    [Fact]
    public async Task Sums_AreThoseOfTheRows_OverAnyStretchBucketZoneAndGroup()
    {
        await using var own = PortalHost.Start();
        var rows = new List<UsageRow>();
        await Gen.Select(
            Call.Array[1, 40], Gen.Int[0, 12 * 86_400], Gen.Int[0, 12 * 86_400], Gen.Int[0, Zones.Length - 1].Select(at => Zones[at]), Gen.Int[0, Groups.Length - 1].Select(at => Groups[at]), Gen.Enum<UsageInterval>(), Gen.Bool)
            .SampleAsync(async (added, one, other, zone, groupBy, interval, all) =>
            {
                await own.AddUsage(added);
                // The same call again is not billed again, nor summed again.
                await own.AddUsage(added[0] with { Id = Ids.New("use") });
                rows.AddRange(added);
                var (from, to) = (Start + Math.Min(one, other), Start + Math.Max(one, other));
                string[]? projects = all ? null : ["proj_0", "proj_2"];
                var stretches = new UsageCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone)).Stretches(interval, from, to).ToList();
                var group = UsageGroup.Parse(groupBy).Value!;
                var (bySums, byRows) = await own.Read(connection => (
                    UsageSums.Read(connection, projects, UsagePlan.Of(stretches), group),
                    UsageSums.Read(connection, projects, UsagePlan.OfRows(stretches), group)));
                Assert.Equal(Shown(byRows), Shown(bySums));
                Assert.Equal(
                    rows.Where(row => row.CreatedAt >= from && row.CreatedAt < to && (all || row.ProjectId != "proj_1")).Sum(row => row.InputTokens),
                    bySums.Sum(sum => sum.InputTokens));
            }, iter: 60, threads: 1);
    }

    /// <summary>A long year, hour by hour: no statement grows too large.</summary>
    [Fact]
    public async Task TenThousandHours_AreSummed()
    {
        var project = await host.AddProject();
        await host.AddUsage(UsageRows.Of(project, Start), UsageRows.Of(project, Start + (9_999 * 3_600)));
        var report = await host.Admin.Get($"/v2/projects/{project}/usage?from={Start}&to={Start + (10_000 * 3_600)}&bucket=hour&group_by=member");
        Assert.Equal(200, report.Status);
        Assert.Equal([Start, Start + (9_999 * 3_600)], report["data"].EnumerateArray().Select(bucket => bucket.GetProperty("start").GetInt64()));
    }

    [Fact]
    public async Task Migration_SumsTheRowsThatAreThere()
    {
        await using var own = PortalHost.Start();
        await own.AddUsage(Call.Array[200].Single());
        var before = await own.Read(Stored);
        Assert.NotEmpty(before);
        using var script = new StreamReader(typeof(UsageSums).Assembly.GetManifestResourceStream(
            typeof(UsageSums).Assembly.GetManifestResourceNames().Single(name => name.EndsWith("0011_oversight.sql", StringComparison.Ordinal)))!);
        var filling = (await script.ReadToEndAsync(TestContext.Current.CancellationToken)).Split(';').Where(part => part.Contains("INSERT INTO usage_", StringComparison.Ordinal));
        await own.Write(connection => connection.Execute($"DELETE FROM usage_hours; DELETE FROM usage_days; {string.Join(';', filling)}"));
        Assert.Equal(before, await own.Read(Stored));

        static List<string> Stored(IDbConnection connection) => new[] { "usage_hours", "usage_days" }.SelectMany(table => connection.Query<string>($"""
            SELECT json_array(dimension, start, project_id, value, runs, model_calls, tool_calls, input_tokens, cached_tokens, output_tokens,
              reasoning_tokens, cost_nanodollars, provider_cost_nanodollars) FROM {table} ORDER BY dimension, start, project_id, value
            """)).ToList();
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T00:00:00+01:00", 23)]
    [InlineData("Europe/Berlin", "2026-10-25T00:00:00+02:00", 25)]
    [InlineData("Asia/Kolkata", "2026-03-29T00:00:00+05:30", 24)]
    [InlineData("America/Santiago", "2026-09-06T01:00:00-03:00", 23)]
    public void Days_AreThoseOfTheZone_AlsoWhereItsClocksChange(string zone, string start, int hours)
    {
        var (calendar, first) = (new UsageCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone)), DateTimeOffset.Parse(start).ToUnixTimeSeconds());
        var days = calendar.Stretches(UsageInterval.Day, first, first + (3 * 86_400)).Take(2).ToList();
        Assert.Equal([first, first + (hours * 3_600)], days.Select(day => day.Start));
        Assert.Equal(days[0].High, days[1].Low);
    }

    [Fact]
    public void WholeDaysAndHours_AreNotReadFromTheRows()
    {
        var berlin = new UsageCalendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var from = DateTimeOffset.Parse("2026-03-01T00:00:00+01:00").ToUnixTimeSeconds();
        var month = UsagePlan.Of(berlin.Stretches(UsageInterval.Month, from, DateTimeOffset.Parse("2026-04-01T00:00:00+02:00").ToUnixTimeSeconds()));
        Assert.Equal((30, 23, 0), (month.Days.Count, month.Hours.Count, month.Rows.Count));
        var part = UsagePlan.Of(berlin.Stretches(UsageInterval.Day, from + 10, from + 7_210));
        Assert.Equal((0, 1, 2), (part.Days.Count, part.Hours.Count, part.Rows.Count));
    }

    static IEnumerable<UsageSum> Shown(IEnumerable<UsageSum> sums) => sums
        .GroupBy(sum => (sum.Start, sum.Group)).Select(parts => UsageSum.Of(parts.Key.Start, parts.Key.Group, parts))
        .OrderBy(sum => sum.Start).ThenBy(sum => sum.Group, StringComparer.Ordinal);
}
