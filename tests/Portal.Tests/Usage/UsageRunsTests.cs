using System.Text.Json;
using CsCheck;
using Portal.Api;
using Portal.Client.Projects;
using Portal.Tests.Hosting;
using Portal.Usage;

namespace Portal.Tests.Usage;

public sealed class UsageRunsTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Period = "period=2026-03-05..2026-03-06";
    static readonly long Day = new DateTimeOffset(2026, 3, 5, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
    static readonly string[] Groups = ["project", "assistant", "model", "tier", "member", "key", "metadata[team]"];

    /// <summary>Drilling down, however the page is cut, shows each run once and adds up to the bar.</summary>
    [Fact]
    public async Task Runs_AddUpToTheirBucket()
    {
        await using var own = PortalHost.Start();
        var project = await own.AddProject();
        var calls = Gen.Select(Gen.Int[-3_600, 2 * 86_400], Gen.Int[0, 12], Gen.Int[0, 3], Gen.Int[0, 1], Gen.Int[1, 500]).Select((at, run, actor, model, tokens) => UsageRows.Of(project, Day + at) with
        {
            Id = Ids.New("use"),
            RunId = $"run_{run}",
            AssistantId = $"asst_{run % 2}",
            ActorType = run % 3 == 0 ? "key" : "user",
            ActorId = $"actor_{run % 3}",
            Model = $"model-{model}",
            Tier = model == 0 ? null : "fast",
            InputTokens = tokens,
            CostNanodollars = tokens,
            Metadata = run % 4 == 0 ? "{}" : $$"""{"team":"t{{run % 2}}"}""",
        }).Array[60].Single();
        await own.AddUsage(calls);
        foreach (var groupBy in Groups.Select(Uri.EscapeDataString))
        {
            var report = await own.Admin.Get($"/v2/projects/{project}/usage?{Period}&bucket=all&group_by={groupBy}");
            Assert.NotEmpty(report["data"].EnumerateArray());
            foreach (var bucket in report["data"].EnumerateArray())
            {
                var group = bucket.GetProperty("group").GetString();
                foreach (var order in new[] { "desc", "asc" })
                {
                    var runs = await Pages(own, $"/v2/projects/{project}/usage/runs?{Period}&limit=3&order={order}&group_by={groupBy}{(group is null ? "" : $"&group={group}")}");
                    Assert.Equal(runs.Count, runs.Select(run => run.GetProperty("id").GetString()).Distinct().Count());
                    Assert.Equal(runs.Select(At).OrderBy(at => order == "asc" ? at : -at), runs.Select(At));
                    foreach (var figure in new[] { "model_calls", "input_tokens", "cost" })
                        Assert.Equal(bucket.GetProperty(figure).GetDecimal(), runs.Sum(run => run.GetProperty(figure).GetDecimal()));
                }
            }
        }

        static long At(JsonElement run) => run.GetProperty("created_at").GetInt64();
    }

    [Fact]
    public async Task Run_TellsWhoAskedWhat_ByName_AndPagesBack()
    {
        var project = await host.AddProject("Named");
        var assistant = await host.Admin.Post("/v2/assistants", """{"name":"Returns desk","model":"gpt-4-fast-2026"}""", (ApiHeaders.Project, project));
        using var lead = await host.AddMember(project, Role.Admin, ChatAccess.Write);
        await lead.Client.Post($"/v2/projects/{project}", """{"description":"x"}""");
        var session = await lead.Client.Get("/v2/session");
        var row = UsageRows.Of(project, Day) with { AssistantId = assistant.Id, ActorId = session["user_id"].GetString()! };
        await host.AddUsage([.. Enumerable.Range(0, 5).Select(number => row with { Id = Ids.New("use"), MessageId = Ids.New("msg"), RunId = $"{project}_{number}", CreatedAt = Day + number })]);
        var path = $"/v2/projects/{project}/usage/runs?{Period}&limit=2";
        var first = await host.Admin.Get(path);
        var run = first["data"][0];
        Assert.Equal(
            ("usage.run", "Returns desk", session["name"].GetString(), $"{project}_4"),
            (run.GetProperty("object").GetString(), run.GetProperty("assistant_name").GetString(), run.GetProperty("actor").GetProperty("name").GetString(), run.GetProperty("id").GetString()));
        var second = await host.Admin.Get($"{path}&after={first["last_id"].GetString()}");
        var back = await host.Admin.Get($"{path}&before={second["first_id"].GetString()}");
        Assert.Equal(first["data"].GetRawText(), back["data"].GetRawText());
        Assert.Equal("after", (await host.Admin.Get($"{path}&after=run_of_nobody")).Param);

        foreach (var (groupBy, name) in new[] { ("assistant", "Returns desk"), ("member", session["name"].GetString()), ("project", "Named"), ("model", null) })
        {
            var report = await host.Admin.Get($"/v2/projects/{project}/usage?{Period}&bucket=all&group_by={groupBy}");
            Assert.Equal(name, Assert.Single(report["data"].EnumerateArray()).GetProperty("group_name").GetString());
        }
    }

    [Fact]
    public async Task Organization_ListsTheRunsOfTheProjectsThatTheCallerMaySee()
    {
        var (own, other) = (await host.AddProject(), await host.AddProject());
        var at = Day - (9 * 86_400);
        await host.AddUsage(UsageRows.Of(own, at) with { RunId = own }, UsageRows.Of(other, at) with { RunId = other });
        using var viewer = await host.AddMember(own, Role.Viewer, ChatAccess.None);
        var path = $"/v2/organization/usage/runs?from={at}&to={at + 1}";
        Assert.Equal(own, Assert.Single((await viewer.Client.Get(path))["data"].EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(2, (await host.Admin.Get(path))["data"].GetArrayLength());
        Assert.Empty((await viewer.Client.Get($"{path}&group_by=project&group={other}"))["data"].EnumerateArray());
    }

    [Fact]
    public async Task Exports_AreWhole_Safe_AndAudited()
    {
        var project = await host.AddProject("=1+1");
        var row = UsageRows.Of(project, Day) with { Model = "@model,\"x\"" };
        await host.AddUsage([.. Enumerable.Range(0, 230).Select(number => row with { Id = Ids.New("use"), MessageId = Ids.New("msg"), RunId = Ids.New("run"), CreatedAt = Day + (number / 3) })]);

        var csv = await host.Admin.GetAsync($"/v2/projects/{project}/usage/runs?{Period}&format=csv", TestContext.Current.CancellationToken);
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        Assert.Equal("runs.csv", csv.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        var lines = (await csv.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(231, lines.Length);
        Assert.Equal(230, lines[1..].Distinct().Count());
        Assert.All(lines[1..], line => Assert.Contains("\"'@model,\"\"x\"\"\"", line, StringComparison.Ordinal));

        var jsonl = await host.Admin.GetStringAsync($"/v2/projects/{project}/usage?{Period}&group_by=model&format=jsonl", TestContext.Current.CancellationToken);
        Assert.Equal(230, JsonElement.Parse(Assert.Single(jsonl.Split('\n', StringSplitOptions.RemoveEmptyEntries))).GetProperty("model_calls").GetInt32());
        var groups = await host.Admin.GetStringAsync($"/v2/projects/{project}/usage?{Period}&group_by=project&format=csv", TestContext.Current.CancellationToken);
        Assert.Contains($",{project},'=1+1,230,230,", groups, StringComparison.Ordinal);
        Assert.Equal(3, (await host.Admin.Get($"/v2/organization/audit_logs?action=usage.exported&project_id={project}"))["data"].GetArrayLength());
        Assert.Equal("period", (await host.Admin.Get($"/v2/projects/{project}/usage/runs?period=never&format=csv")).Param);
    }

    static async Task<List<JsonElement>> Pages(PortalHost host, string path)
    {
        var runs = new List<JsonElement>();
        for (string? after = null; ;)
        {
            var page = await host.Admin.Get($"{path}{(after is null ? "" : $"&after={after}")}");
            Assert.True(page.Status == 200, $"{page.Status} {page.Body}");
            runs.AddRange(page["data"].EnumerateArray());
            if (!page["has_more"].GetBoolean()) return runs;
            after = page["last_id"].GetString();
        }
    }
}
