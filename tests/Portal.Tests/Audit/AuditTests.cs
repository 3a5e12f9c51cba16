using System.Text.Json;
using Dapper;
using Portal.Audit;
using Portal.Client.Projects;
using Portal.Tests.Hosting;

namespace Portal.Tests.Audit;

public sealed class AuditTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Log = "/v2/organization/audit_logs";

    [Fact]
    public async Task Filters_LetOnlyWhatFitsPass()
    {
        var id = await host.AddProject("Filtered");
        await host.Admin.Post($"/v2/projects/{id}", """{"name":"Renamed"}""");
        using var agent = await host.AddMember(id, Role.Agent, ChatAccess.Write);
        await agent.Client.Post($"/v2/projects/{id}", """{"name":"Mine"}""");

        Assert.All(await Actions($"action=project.updated"), action => Assert.Equal("project.updated", action));
        Assert.Equal(["project.updated", "project.created"], await Actions($"target_id={id}"));
        Assert.Equal(["member.added", "project.updated", "project.created"], await Actions($"project_id={id}&outcome=success"));
        Assert.Contains("access.denied", await Actions("outcome=denied"));
        Assert.Equal(["project.updated"], await Actions($"query=updated%20{id.ToUpperInvariant()}"));
        Assert.Empty(await Actions($"query=updated%25{id}"));
        Assert.Empty(await Actions("to=1000"));
        Assert.Equal(["project.updated", "project.created"], await Actions($"target_id={id}&from=1000&to=253402300799"));
        Assert.Empty(await Actions($"target_id={id}&from=253402300000"));
    }

    [Theory]
    [InlineData("from=now", "from")]
    [InlineData("from=20&to=10", "to")]
    [InlineData("outcome=lost", "outcome")]
    [InlineData("format=xml", "format")]
    [InlineData("after=evt_unknown", "after")]
    [InlineData("limit=0", "limit")]
    public async Task BadValues_AreNamed(string query, string param)
    {
        var refused = await host.Admin.Get($"{Log}?{query}");
        Assert.Equal((400, param), (refused.Status, refused.Param));
    }

    [Fact]
    public async Task Viewer_SeesTheirProjects_AgentNothing()
    {
        var (own, other) = (await host.AddProject(), await host.AddProject());
        using var viewer = await host.AddMember(own, Role.Viewer, ChatAccess.None);
        using var agent = await host.AddMember(own, Role.Agent, ChatAccess.Write);
        var key = host.Client(await host.AddKey(own));
        foreach (var client in new[] { viewer.Client, key })
        {
            var rows = (await client.Get($"{Log}?limit=100"))["data"].EnumerateArray().ToList();
            Assert.NotEmpty(rows);
            Assert.All(rows, row => Assert.Equal(own, row.GetProperty("project_id").GetString()));
            Assert.Equal(404, (await client.Get($"{Log}?project_id={other}")).Status);
        }

        Assert.Equal(403, (await agent.Client.Get(Log)).Status);
    }

    [Fact]
    public async Task Viewer_OfSeveralProjects_PagesThroughAllInOrder()
    {
        var (first, second) = (await host.AddProject(), await host.AddProject());
        var email = await host.AddUser(Role.Viewer);
        foreach (var id in new[] { first, second }) await host.AddMember(id, email, Role.Viewer, ChatAccess.None);
        for (var count = 0; count < 6; count++) await host.Admin.Post($"/v2/projects/{(count % 2 == 0 ? first : second)}", $$"""{"name":"N{{count}}"}""");
        using var viewer = await host.SignedIn(email, People.Password);
        var sequences = new List<long>();
        for (string? after = null; ;)
        {
            var page = await viewer.Client.Get($"{Log}?limit=3{(after is null ? "" : $"&after={after}")}");
            sequences.AddRange(page["data"].EnumerateArray().Select(row => row.GetProperty("sequence").GetInt64()));
            if (!page["has_more"].GetBoolean()) break;
            after = page["last_id"].GetString();
        }

        Assert.Equal(10, sequences.Count);
        Assert.Equal(sequences.OrderDescending(), sequences);
    }

    [Fact]
    public async Task Export_IsAudited_AndNoFormulaRunsInASpreadsheet()
    {
        var id = await host.AddProject("Safe");
        var user = People.UserIdOf(await host.AddUser(Role.Agent));
        await host.Write(connection => connection.Execute("UPDATE users SET name = @Name WHERE id = @user", new { user, Name = "=HYPERLINK(\"http://x\"),1" }));
        await host.AddMember(id, $"{user}@example.org", Role.Admin, ChatAccess.Write);
        using var lead = await host.SignedIn($"{user}@example.org", People.Password);
        await lead.Client.Post($"/v2/projects/{id}", """{"name":"Changed"}""");

        var csv = await host.Admin.GetAsync($"{Log}?format=csv&actor_id={user}", TestContext.Current.CancellationToken);
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        var lines = (await csv.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("id,sequence,created_at,actor_type", lines[0]);
        Assert.Contains(lines[1..], line => line.Contains("\"'=HYPERLINK(\"\"http://x\"\"),1\""));

        var jsonl = await host.Admin.GetStringAsync($"{Log}?format=jsonl&target_id={id}&order=asc", TestContext.Current.CancellationToken);
        var actions = jsonl.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line).GetProperty("action").GetString());
        Assert.Equal(["project.created", "project.updated"], actions);
        Assert.Equal(2, (await host.Admin.Get($"{Log}?action=audit.exported"))["data"].GetArrayLength());
    }

    async Task<IEnumerable<string?>> Actions(string query)
    {
        var page = await host.Admin.Get($"{Log}?limit=100&{query}");
        Assert.Equal(200, page.Status);
        return page["data"].EnumerateArray().Select(row => row.GetProperty("action").GetString());
    }
}
