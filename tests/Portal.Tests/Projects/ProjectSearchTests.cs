using System.Diagnostics;
using Dapper;
using Portal.Client.Api;
using Portal.Client.Projects;
using Portal.Projects;
using Portal.Tests.Hosting;

namespace Portal.Tests.Projects;

public sealed class ProjectSearchTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Theory]
    [InlineData("RÜCK", true)]
    [InlineData("_ück", false)]
    [InlineData("%", false)]
    [InlineData("\\", false)]
    [InlineData("nothing of the kind", false)]
    public async Task Query_FindsTextOfTheName_AndTakesSignsAsTheyAre(string query, bool found)
    {
        var id = await host.AddProject("Rückgabe");
        Assert.Equal(found, (await Ids($"query={Uri.EscapeDataString(query)}")).Contains(id));
    }

    [Fact]
    public async Task Query_FindsARenamedProjectByItsNewNameAlone()
    {
        var id = await host.AddProject("Zebra crossing");
        await host.Admin.Post($"/v2/projects/{id}", """{"name":"Okapi path"}""");
        Assert.Equal([id], await Ids("query=okapi"));
        Assert.Empty(await Ids("query=zebra"));
    }

    [Fact]
    public async Task Status_AndPaused_Choose()
    {
        var (open, paused, archived) = (await host.AddProject("Triad one"), await host.AddProject("Triad two"), await host.AddProject("Triad three"));
        await host.Admin.Post($"/v2/projects/{paused}", """{"paused":true}""");
        await host.Admin.Delete($"/v2/projects/{archived}");
        Assert.Equal([paused, open], await Ids("query=triad&status=active"));
        Assert.Equal([paused], await Ids("query=triad&paused=true"));
        Assert.Equal([archived], await Ids("query=triad&status=archived"));
        Assert.Equal([open], await Ids("query=triad&status=active&limit=1&order=asc"));
    }

    [Theory]
    [InlineData("status=gone", "status")]
    [InlineData("paused=maybe", "paused")]
    [InlineData("query=%00", "query")]
    public async Task BadConditions_NameTheField(string query, string param)
    {
        var refused = await host.Admin.Get($"/v2/projects?{query}");
        Assert.Equal((400, param), (refused.Status, refused.Param));
    }

    [Fact]
    public async Task Search_SpansOnlyWhatTheCallerSees()
    {
        var (own, _) = (await host.AddProject("Shared word"), await host.AddProject("Shared word too"));
        using var client = host.Client(await host.AddKey(own));
        var found = await client.Get("/v2/projects?query=shared");
        Assert.Equal(own, Assert.Single(found["data"].EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Names_OfAnyScript_ComeBackAsTheyWere_AndTooLongOnesAreRefused()
    {
        foreach (var name in new[] { "مكتب الدعم", "תמיכה בלקוחות", "Support 🧑‍💻🚀", "Ｄｅｓｋ\u202Eksed" })
        {
            var id = await host.AddProject(name);
            Assert.Equal(name, (await host.Admin.Get($"/v2/projects/{id}"))["name"].GetString());
            Assert.Contains(id, await Ids($"query={Uri.EscapeDataString(name)}"));
        }

        var refused = await host.Admin.Post("/v2/projects", $$"""{"name":"{{new string('n', 10_000)}}"}""");
        Assert.Equal((400, "name"), (refused.Status, refused.Param));
    }

    /// <summary>Whatever the machine: the rows that a rare word is searched in come from the index alone.</summary>
    [Fact]
    public async Task Search_AmongAHundredThousand_ReadsTheIndexAlone()
    {
        await using var many = PortalHost.Start();
        await many.Write(connection => connection.Execute("""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
            INSERT INTO projects (id, name, description, assistant_type, status, paused, metadata, created_at, updated_at, search_text)
            SELECT printf('proj_%026d', i), 'Project number ' || i, 'What project ' || i || ' is for.', 'general', 'active', 0, '{}', i, i, 'project number ' || i FROM n
            """));
        var began = Stopwatch.GetTimestamp();
        var rows = await many.Read(connection => ProjectsRepository.List(connection, null, new ProjectFilter("number 54321"), new ListQuery(50)).ToList());
        TestContext.Current.SendDiagnosticMessage($"A rare word among 100,000 projects: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0.0} ms");
        Assert.Equal("Project number 54321", Assert.Single(rows).Name);
        var plan = await many.Read(connection => string.Join('\n', connection.Query<(int, int, int, string Detail)>("""
            EXPLAIN QUERY PLAN SELECT id FROM projects WHERE search_text LIKE '%x%' ESCAPE '\' ORDER BY id DESC LIMIT 51
            """).Select(row => row.Detail)));
        Assert.Contains("COVERING INDEX projects_search", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    async Task<List<string>> Ids(string query)
    {
        var page = await host.Admin.Get($"/v2/projects?{query}");
        Assert.Equal(200, page.Status);
        return [.. page["data"].EnumerateArray().Select(project => project.GetProperty("id").GetString()!)];
    }
}
