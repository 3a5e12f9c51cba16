using Portal.Client.Projects;
using Portal.Tests.Hosting;

namespace Portal.Tests.Usage;

public sealed class UsageTests(PortalHost host) : IClassFixture<PortalHost>
{
    static readonly long March = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
    static readonly long April = new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    [Theory]
    [InlineData("hour", 4)]
    [InlineData("day", 3)]
    [InlineData("month", 2)]
    public async Task Buckets_AreStretchesOfUtc(string bucket, int count)
    {
        var project = await host.AddProject();
        await host.AddUsage(
            UsageRows.Of(project, March), UsageRows.Of(project, March + 3_599), UsageRows.Of(project, March + 3_600),
            UsageRows.Of(project, April - 1), UsageRows.Of(project, April), UsageRows.Of(project, March - 1), UsageRows.Of(project, April + 3_600));
        var report = await host.Admin.Get($"/v2/projects/{project}/usage?from={March}&to={April + 3_600}&bucket={bucket}");
        var rows = report["data"].EnumerateArray().ToList();
        Assert.Equal(count, rows.Count);
        Assert.Equal(March, rows[0].GetProperty("start").GetInt64());
        Assert.Equal(April, rows[^1].GetProperty("start").GetInt64());
        Assert.Equal(5, rows.Sum(row => row.GetProperty("model_calls").GetInt32()));
        Assert.Equal(0.005m, rows.Sum(row => row.GetProperty("cost").GetDecimal()));
    }

    [Fact]
    public async Task Groups_AreAsTheContractNamesThem()
    {
        var project = await host.AddProject();
        var row = UsageRows.Of(project, March);
        await host.AddUsage(
            row with { ActorType = "key", ActorId = "key_1", Tier = null, Metadata = """{"team":"blue","a.b c":"dotted"}""" },
            UsageRows.Of(project, March) with { Metadata = """{"team":"red"}""" },
            UsageRows.Of(project, March) with { ProviderCostNanodollars = 2_000_000, ToolCalls = 3, FirstOfRun = false });

        Assert.Equal([(project, 3)], await Groups("project"));
        Assert.Equal([("asst_1", 3)], await Groups("assistant"));
        Assert.Equal([("gpt-4-fast-2026", 3)], await Groups("model"));
        Assert.Equal([("fast", 2), (null, 1)], await Groups("tier"));
        Assert.Equal([("user_1", 2), (null, 1)], await Groups("member"));
        Assert.Equal([(null, 2), ("key_1", 1)], await Groups("key"));
        Assert.Equal([(null, 1), ("blue", 1), ("red", 1)], await Groups("metadata[team]"));
        Assert.Equal([(null, 2), ("dotted", 1)], await Groups("metadata[a.b c]"));

        var all = Assert.Single((await host.Admin.Get($"/v2/projects/{project}/usage?from={March}&to={April}&bucket=month"))["data"].EnumerateArray());
        Assert.Equal((2, 3, 300, 60, 90, 30), (Number("runs"), Number("tool_calls"), Number("input_tokens"), Number("cached_tokens"), Number("output_tokens"), Number("reasoning_tokens")));
        Assert.Equal(0.002m, all.GetProperty("provider_cost").GetDecimal());

        int Number(string field) => all.GetProperty(field).GetInt32();

        async Task<IEnumerable<(string?, int)>> Groups(string groupBy)
        {
            var report = await host.Admin.Get($"/v2/projects/{project}/usage?from={March}&to={April}&bucket=month&group_by={Uri.EscapeDataString(groupBy)}");
            return report["data"].EnumerateArray().Select(one => (one.GetProperty("group").GetString(), one.GetProperty("model_calls").GetInt32()));
        }
    }

    [Fact]
    public async Task SameCallTwice_IsBilledOnce()
    {
        var project = await host.AddProject();
        var row = UsageRows.Of(project, March);
        await host.AddUsage(row, row with { Id = "use_other" }, row with { Id = "use_third", Attempt = 2 });
        var report = await host.Admin.Get($"/v2/projects/{project}/usage?from={March}&to={April}");
        Assert.Equal(2, Assert.Single(report["data"].EnumerateArray()).GetProperty("model_calls").GetInt32());
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=-1", "to")]
    [InlineData("from=20&to=10", "to")]
    [InlineData("bucket=week", "bucket")]
    [InlineData("bucket=hour&from=0&to=1000000000", "bucket")]
    [InlineData("group_by=colour", "group_by")]
    [InlineData("group_by=metadata[]", "group_by")]
    public async Task BadValues_AreNamed(string query, string param)
    {
        var refused = await host.Admin.Get($"/v2/organization/usage?{query}");
        Assert.Equal((400, param), (refused.Status, refused.Param));
    }

    [Fact]
    public async Task Organization_SpansWhatTheCallerMaySee()
    {
        var (own, other) = (await host.AddProject(), await host.AddProject());
        var at = March - 86_400;
        await host.AddUsage(UsageRows.Of(own, at), UsageRows.Of(other, at));
        using var viewer = await host.AddMember(own, Role.Viewer, ChatAccess.None);
        using var agent = await host.AddMember(own, Role.Agent, ChatAccess.Write);
        var path = $"/v2/organization/usage?from={at}&to={at + 1}&group_by=project";
        Assert.Equal(own, Assert.Single((await viewer.Client.Get(path))["data"].EnumerateArray()).GetProperty("group").GetString());
        Assert.Equal(2, (await host.Admin.Get(path))["data"].GetArrayLength());
        Assert.Single((await host.Admin.Get(path, (ApiHeaders.Project, other)))["data"].EnumerateArray());
        Assert.Equal(403, (await agent.Client.Get(path)).Status);
        Assert.Equal(403, (await agent.Client.Get($"/v2/projects/{own}/limits")).Status);
        Assert.Equal(200, (await viewer.Client.Get($"/v2/projects/{own}/limits")).Status);
    }
}
