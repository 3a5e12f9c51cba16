using System.Data;
using CsCheck;
using Dapper;
using Portal.Api;
using Portal.Client.Usage;
using Portal.Pricing;
using Portal.Tests.Hosting;
using Portal.Tests.Threads;
using Portal.Usage;

namespace Portal.Tests.Usage;

public sealed class UsageSumsTests(PortalHost host) : IClassFixture<PortalHost>
{
    static readonly long Start = new DateTimeOffset(2026, 3, 27, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
    static readonly string[] Groups = ["project", "assistant", "model", "tier", "member", "key", "metadata[team]", "metadata[a.b c]"];
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
            Metadata = tokens % 3 == 0 ? "{}" : $$"""{"team":"team-{{tokens % 4}}","a.b c":"it's {{tokens % 2}}"}""",
        });

    [Fact]
    public async Task Sums_AreThoseOfTheRows_OverAnyStretchBucketZoneAndGroup()
    {
        await using var own = PortalHost.Start();
        var rows = new List<UsageRow>();
        await Gen.Select(
            Call.Array[1, 40], Gen.Int[0, 12 * 86_400], Gen.Int[0, 12 * 86_400], Gen.Int[0, Zones.Length - 1].Select(at => Zones[at]), Gen.Int[0, Groups.Length - 1].Select(at => Groups[at]), Gen.Enum<UsageInterval>(), Gen.Int[0, 5])
            .SampleAsync(async (added, one, other, zone, groupBy, interval, choice) =>
            {
                await own.AddUsage(added);
                // The same call again is not billed again, nor summed again.
                await own.AddUsage(added[0] with { Id = Ids.New("use") });
                rows.AddRange(added);
                var (from, to) = (Start + Math.Min(one, other), Start + Math.Max(one, other));
                var all = choice % 2 == 0;
                string[]? projects = all ? null : ["proj_0", "proj_2"];
                // All groups apart, some, or none of them.
                string[]? apart = choice < 2 ? null : choice < 4 ? ["proj_0", added[0].AssistantId, added[0].Model, "tiny", added[0].ActorId, "team-1", "nobody"] : [];
                var stretches = new UsageCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone)).Stretches(interval, from, to).ToList();
                var group = UsageGroup.Parse(groupBy).Value!;
                var (bySums, byRows) = await own.Read(connection => (
                    UsageSums.Read(connection, projects, stretches, group, apart),
                    UsageSums.Read(connection, projects, UsagePlan.OfRows(stretches), group, apart)));
                Assert.Equal(Shown(byRows), Shown(bySums));
                Assert.DoesNotContain(bySums, sum => sum.IsEmpty);
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
    public async Task Migrations_SumTheRowsThatAreThere()
    {
        await using var own = PortalHost.Start();
        await own.AddUsage(Call.Array[200].Single());
        // A name with more values than are summed.
        await own.AddUsage([.. Enumerable.Range(0, UsageMetadata.MostValues + 1).Select(at => UsageRows.Of("proj_0", Start) with { Metadata = $$"""{"order":"{{at}}"}""" })]);
        var before = await own.Read(Stored);
        Assert.NotEmpty(before);
        await own.Write(connection => connection.Execute($"""
            DELETE FROM usage_hours; DELETE FROM usage_days; DELETE FROM usage_months; DELETE FROM usage_metadata;
            {Fillings("0011_oversight.sql")}; {Fillings("0030_costs.sql")}
            """));
        Assert.Equal(before, await own.Read(Stored));
        Assert.Empty(await own.Read(connection => UsageRebuild.Differences(connection, 0, long.MaxValue).Concat(UsageRebuild.MonthDifferences(connection)).ToList()));
        await own.Write(connection =>
        {
            UsageRebuild.Rebuild(connection);
            return true;
        });
        Assert.Equal(before, await own.Read(Stored));
        await own.Write(connection => connection.Execute("UPDATE usage_months SET runs = runs + 1 WHERE dimension = 'metadata:team' AND value = 'team-1'"));
        Assert.All(await own.Read(connection => UsageRebuild.MonthDifferences(connection).ToList()), difference => Assert.Equal(("metadata:team", "runs"), (difference.Dimension, difference.Field)));

        static string Fillings(string script) => Statements(script, part => part.Contains("INSERT INTO usage_", StringComparison.Ordinal));
    }

    /// <summary>Charges of before say neither who asked nor have sums of it; the calls beside them do.</summary>
    [Fact]
    public async Task Migration_TellsApartWhomTheToolsThatAreThereWereCalledFor()
    {
        await using var own = PortalHost.Start();
        await own.AddUsage(
            UsageRows.Of("proj_0", Start) with { RunId = "run_1", ActorType = "key", ActorId = "key_1" },
            UsageRows.Of("proj_0", Start) with { RunId = "run_2", ActorId = "user_2" });
        await own.Write(connection => new[] { ("run_1", "key", "key_1"), ("run_2", "user", "user_2"), ("run_2", "user", "user_2") }.Count(charge => ChargesRepository.Insert(
            connection, new(Ids.New("chg"), "proj_0", "tool", "lookup", "asst_1", charge.Item1, Start, Start, 1, "price_1", 5, Start, Ids.New("msg"), charge.Item2, charge.Item3))));
        var before = await own.Read(Stored);
        Assert.Equal(3, await own.Read(connection => connection.ExecuteScalar<long>("SELECT COUNT(*) FROM usage_months WHERE dimension GLOB 'tool:*'")));
        await own.Write(connection => connection.Execute($"""
            UPDATE charges SET actor_type = NULL, actor_id = NULL;
            DELETE FROM usage_hours WHERE dimension GLOB 'tool:*'; DELETE FROM usage_days WHERE dimension GLOB 'tool:*'; DELETE FROM usage_months WHERE dimension GLOB 'tool:*';
            {Statements("0031_tool_charges_and_outbox.sql", part => part.Contains("UPDATE charges", StringComparison.Ordinal) || part.Contains("INSERT INTO usage_", StringComparison.Ordinal))}
            """));
        Assert.Equal(before, await own.Read(Stored));
        Assert.Empty(await own.Read(connection => UsageRebuild.Differences(connection, 0, long.MaxValue).Concat(UsageRebuild.MonthDifferences(connection)).ToList()));
    }

    /// <summary>A name with as many values as there are orders has no sums: its rows are read, and nothing is missing.</summary>
    [Fact]
    public async Task NameOfManyValues_IsReadFromTheRows()
    {
        await using var own = PortalHost.Start();
        await own.AddUsage([.. Enumerable.Range(0, UsageMetadata.MostValues + 1).Select(at => UsageRows.Of("proj_0", Start + at) with { Metadata = $$"""{"order":"{{at}}"}""" })]);
        Assert.Equal(0, await own.Read(Kept));
        await own.AddUsage(UsageRows.Of("proj_0", Start) with { Metadata = """{"order":"7"}""" });
        Assert.Equal(0, await own.Read(Kept));
        var report = await own.Admin.Get($"/v2/organization/usage?from={Start}&to={Start + 86_400}&bucket=all&group_by=metadata[order]");
        Assert.Equal((UsageMetadata.MostValues + 1, 2), (report["data"].GetArrayLength(), report["data"].EnumerateArray().Max(bucket => bucket.GetProperty("model_calls").GetInt32())));

        static long Kept(IDbConnection connection) => connection.ExecuteScalar<long>("SELECT COUNT(*) FROM usage_hours WHERE dimension = 'metadata:order'");
    }

    [Fact]
    public async Task NamesBeyondTheMost_HaveNoSums_AndAreCountedAllTheSame()
    {
        await using var own = PortalHost.Start();
        await own.AddUsage([.. Enumerable.Range(0, UsageMetadata.MostNames + 5).Select(at => UsageRows.Of("proj_0", Start) with { Metadata = $$"""{"name-{{at}}":"x"}""" })]);
        Assert.Equal(UsageMetadata.MostNames, await own.Read(connection => connection.ExecuteScalar<long>("SELECT COUNT(DISTINCT dimension) FROM usage_days WHERE dimension LIKE 'metadata:%'")));
        var report = await own.Admin.Get($"/v2/organization/usage?from={Start}&to={Start + 86_400}&bucket=all&group_by=metadata[name-{UsageMetadata.MostNames + 2}]");
        Assert.Contains(report["data"].EnumerateArray(), bucket => bucket.GetProperty("group").GetString() == "x" && bucket.GetProperty("model_calls").GetInt32() == 1);
    }

    /// <summary>Calls that are committed together are summed once, also where one of the writes fails after it has had the sums written.</summary>
    [Fact]
    public async Task FailedWrite_LeavesNothingInTheSums_AndTakesNothingFromOthers()
    {
        await using var own = PortalHost.Start();
        using var go = new ManualResetEventSlim();
        // Until it goes on, what follows waits to be written with one commit.
        var first = own.Write(_ => go.Wait(TimeSpan.FromSeconds(30)));
        var good = own.AddUsage(UsageRows.Of("proj_0", Start));
        var bad = own.Write<bool>(connection =>
        {
            UsageRepository.Insert(connection, UsageRows.Of("proj_0", Start));
            UsageSums.Settle(connection);
            throw new InvalidOperationException("Nothing of this is kept.");
        });
        // Who reads between them reads what was written before.
        var read = own.Write(connection => (
            UsageSums.Read(connection, null, [new UsageStretch(Start, Start, Start + 86_400)], UsageGroup.None).Sum(sum => sum.ModelCalls),
            UsageScopes.Sums(connection, UsageCalendar.Of("UTC"), Start, Start).Where(sum => sum.Dimension == "project").Sum(sum => sum.Tokens)));
        var last = own.AddUsage(UsageRows.Of("proj_0", Start));
        go.Set();
        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        await Task.WhenAll(first, good, last);
        Assert.Equal((1, 130), await read);
        Assert.Equal([2L, 2L, 2L], await own.Read(connection => connection.Query<long>("""
            SELECT model_calls FROM usage_hours WHERE dimension = 'project' UNION ALL SELECT model_calls FROM usage_days WHERE dimension = 'project'
            UNION ALL SELECT model_calls FROM usage_months WHERE dimension = 'project'
            """)));
        Assert.Empty(await own.Read(connection => UsageRebuild.Differences(connection, 0, long.MaxValue).ToList()));
    }

    /// <summary>What a thread said of its owner with its metadata goes from the sums as well.</summary>
    [Fact]
    public async Task DeletedThread_LeavesNoValueInTheSums()
    {
        await using var own = PortalHost.Start();
        await using var scene = await ChatScene.Set(own);
        var gone = await scene.NewThread(""","metadata":{"customer":"Joan Clarke","team":"blue"}""");
        await scene.Ask(gone, "Hello");
        await scene.Ask(await scene.NewThread(""","metadata":{"team":"blue"}"""), "Hello");
        Assert.Equal(2, await own.Read(connection => Values(connection, "team")));
        await own.Admin.Delete($"/v2/threads/{gone}");
        Assert.Equal((0, 1), (await own.Read(connection => Values(connection, "customer")), await own.Read(connection => Values(connection, "team"))));
        Assert.DoesNotContain("Joan", await own.Read(connection => string.Concat(connection.Query<string>("SELECT value FROM usage_hours UNION ALL SELECT value FROM usage_days UNION ALL SELECT value FROM usage_months"))));

        static long Values(IDbConnection connection, string name) =>
            connection.ExecuteScalar<long>("SELECT COALESCE(SUM(model_calls), 0) FROM usage_months WHERE dimension = @Dimension", new { Dimension = $"metadata:{name}" });
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
        // March of UTC, with an hour before it, less two hours at its end.
        Assert.Equal((1, 0, 3, 0), (month.Months.Count, month.Days.Count, month.Hours.Count, month.Rows.Count));
        Assert.Equal(-1, month.Hours.Sum(hour => hour.Sign));
        var day = UsagePlan.Of(berlin.Stretches(UsageInterval.Day, from, from + 86_400));
        Assert.Equal((0, 1, 2, 0), (day.Months.Count, day.Days.Count, day.Hours.Count, day.Rows.Count));
        var hour = UsagePlan.Of(berlin.Stretches(UsageInterval.Hour, from + (11 * 3_600), from + (12 * 3_600)));
        Assert.Equal((0, 0, 1, 0), (hour.Months.Count, hour.Days.Count, hour.Hours.Count, hour.Rows.Count));
        var part = UsagePlan.Of(berlin.Stretches(UsageInterval.Day, from + 10, from + 7_210));
        Assert.Equal((0, 2, 2), (part.Days.Count, part.Hours.Count, part.Rows.Count));
    }

    static string Statements(string script, Func<string, bool> which)
    {
        using var reader = new StreamReader(typeof(UsageSums).Assembly.GetManifestResourceStream(
            typeof(UsageSums).Assembly.GetManifestResourceNames().Single(name => name.EndsWith(script, StringComparison.Ordinal)))!);
        return string.Join(';', reader.ReadToEnd().Split(';').Where(which));
    }

    static List<string> Stored(IDbConnection connection) => new[] { "usage_hours", "usage_days", "usage_months" }.SelectMany(table => connection.Query<string>($"""
        SELECT json_array(dimension, start, project_id, value, runs, model_calls, tool_calls, input_tokens, cached_tokens, output_tokens,
          reasoning_tokens, cost_nanodollars, provider_cost_nanodollars) FROM {table} ORDER BY dimension, start, project_id, value
        """)).Concat(connection.Query<string>("SELECT name || is_summed FROM usage_metadata ORDER BY name")).ToList();

    static IEnumerable<UsageSum> Shown(IEnumerable<UsageSum> sums) => sums
        .GroupBy(sum => (sum.Start, sum.Group)).Select(parts => UsageSum.Of(parts.Key.Start, parts.Key.Group, parts))
        .OrderBy(sum => sum.Start).ThenBy(sum => sum.Group, StringComparer.Ordinal);
}
