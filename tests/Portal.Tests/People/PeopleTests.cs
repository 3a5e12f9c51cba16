using Dapper;
using Portal.Client.Keys;
using Portal.Client.Projects;

namespace Portal.Tests.PeopleFeature;

public sealed class PeopleTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Users = "/v2/organization/users";

    [Fact]
    public async Task List_FindsByEveryWord_InNameAndEmail_AndTakesNoWildcards()
    {
        var mark = Guid.NewGuid().ToString("N")[..8];
        var ids = new[] { await AddNamed($"Ömer {mark} Yılmaz"), await AddNamed($"Ada {mark} Lovelace"), await AddNamed($"100%_{mark}") };
        Assert.Equal([ids[2], ids[1], ids[0]], await Found($"query={mark}"));
        Assert.Equal([ids[0]], await Found($"query={Uri.EscapeDataString($"{mark.ToUpperInvariant()} öMER")}"));
        Assert.Equal([ids[1]], await Found($"query=lovel+{mark}"));
        Assert.Equal([ids[1]], await Found($"query={ids[1]}@EXAMPLE.org"));
        Assert.Equal([ids[2]], await Found($"query={Uri.EscapeDataString($"%_{mark}")}"));
        Assert.Empty(await Found($"query={Uri.EscapeDataString($"{mark}%lovelace")}"));
        Assert.Empty(await Found($"query={Uri.EscapeDataString("'; DROP TABLE users")}"));
    }

    [Fact]
    public async Task List_FiltersAndPages_AndNamesProjects()
    {
        var mark = Guid.NewGuid().ToString("N")[..8];
        var (viewer, agent) = (await AddNamed($"A {mark}", Role.Viewer), await AddNamed($"B {mark}"));
        foreach (var name in new[] { "Delta", "Alpha", "Charlie", "Bravo" })
            await host.AddMember(await host.AddProject(name), $"{agent}@example.org", Role.Agent, ChatAccess.Read);
        await Change(viewer, """{"status":"deactivated"}""");
        Assert.Equal([viewer], await Found($"query={mark}&role=viewer"));
        Assert.Equal([agent], await Found($"query={mark}&status=active"));
        Assert.Equal([viewer], await Found($"query={mark}&status=deactivated"));
        var first = await host.Admin.Get($"{Users}?query={mark}&limit=1");
        Assert.Equal((agent, true), (first["data"][0].GetProperty("id").GetString(), first["has_more"].GetBoolean()));
        Assert.Equal([viewer], await Found($"query={mark}&limit=1&after={agent}"));
        Assert.Equal(["Alpha", "Bravo", "Charlie"], first["data"][0].GetProperty("projects").EnumerateArray().Select(project => project.GetProperty("name").GetString()!));
        Assert.Equal(4, first["data"][0].GetProperty("project_count").GetInt32());
        Assert.Equal((400, "role"), await Param(host.Admin.Get($"{Users}?role=king")));
    }

    [Fact]
    public async Task List_IsAnsweredFromAnIndex()
    {
        // Whatever is asked for, no user's row is read before the page is known, and nothing is sorted.
        foreach (var condition in new[] { "TRUE", "search_text LIKE '%x%'", "role = 'viewer' AND search_text LIKE '%x%'", "status = 'deactivated'" })
        {
            var plan = await host.Read(connection => string.Join('\n', connection.Query(
                $"EXPLAIN QUERY PLAN SELECT id FROM users WHERE {condition} AND id < 'user_x' ORDER BY id DESC LIMIT 21").Select(row => (string)row.detail)));
            Assert.Contains("USING COVERING INDEX", plan);
            Assert.DoesNotContain("TEMP B-TREE", plan);
        }
    }

    [Theory]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"name":"two\nlines"}""", "name")]
    [InlineData("""{"role":"king"}""", "role")]
    [InlineData("""{"role":"owner"}""", "role")]
    [InlineData("""{"status":"gone"}""", "status")]
    [InlineData("""{"password":"x"}""", "password")]
    public async Task Update_BadInput_NamesTheField(string json, string param) =>
        Assert.Equal((400, param), await Param(host.Admin.Post($"{Users}/{await AddNamed("Ann")}", json)));

    [Fact]
    public async Task Names_LongOnesAreRefused_AnyScriptIsKept()
    {
        var id = await AddNamed("Ann");
        Assert.Equal((400, "name"), await Param(host.Admin.Post($"{Users}/{id}", $$"""{"name":"{{new string('x', 10_000)}}"}""")));
        foreach (var name in new[] { "محمد بن سلمان", "עדה לאבלייס", "👩‍👩‍👧‍👦 Familie 🇩🇪", "Nguyễn Thị Ánh", new string('長', 200) })
        {
            Assert.Equal(name, (await Change(id, $$"""{"name":"{{name}}"}"""))["name"].GetString());
            Assert.Contains(id, await Found($"query={Uri.EscapeDataString(name.Split(' ')[0])}"));
        }
    }

    [Fact]
    public async Task Admin_ChangesEverybodyButTheOwner()
    {
        using var admin = await SignedIn(Role.Admin);
        var (owner, agent) = (await OwnerId(), await AddNamed("Agent"));
        foreach (var client in new[] { admin.Client, host.Admin })
        {
            Assert.Equal(403, (await client.Post($"{Users}/{owner}", """{"name":"Mine"}""")).Status);
            Assert.Equal(403, (await client.Post($"{Users}/{owner}", """{"role":"viewer"}""")).Status);
            Assert.Equal(403, (await client.Post($"{Users}/{owner}", """{"status":"deactivated"}""")).Status);
            Assert.Equal(403, (await client.Post($"{Users}/{owner}/password_reset")).Status);
            Assert.Equal(403, (await client.Delete($"{Users}/{owner}/sessions")).Status);
            Assert.Equal((400, "role"), await Param(client.Post($"{Users}/{agent}", """{"role":"owner"}""")));
            Assert.Equal(200, (await client.Post($"{Users}/{agent}", """{"role":"admin"}""")).Status);
        }

        var me = (await admin.Client.Get("/v2/profile")).Id;
        Assert.Equal((409, "own_account"), await Refusal(admin.Client.Post($"{Users}/{me}", """{"status":"deactivated"}""")));
        Assert.Contains("\"role\"", (await host.Audit("user.updated", agent))[^1].Changes);
    }

    [Fact]
    public async Task LastOwner_CannotBeDemotedOrDeactivated_NotEvenByThemselves()
    {
        using var owner = await host.SignedIn();
        var id = await OwnerId();
        foreach (var change in new[] { """{"role":"admin"}""", """{"status":"deactivated"}""", """{"role":"viewer","status":"deactivated"}""" })
            Assert.Equal((409, "last_owner"), await Refusal(owner.Client.Post($"{Users}/{id}", change)));
        Assert.Equal("Owen", (await owner.Client.Post($"{Users}/{id}", """{"name":"Owen"}"""))["name"].GetString());
        Assert.Equal(200, (await owner.Client.Get("/v2/session")).Status);
    }

    [Fact]
    public async Task Deactivate_SignsOutAndIn_AndKeepsTheirKeys()
    {
        var project = await host.AddProject();
        var email = await host.AddUser(Role.Agent);
        var id = People.UserIdOf(email);
        await host.AddMember(project, email, Role.Admin, ChatAccess.Write);
        using var browser = await host.SignedIn(email, People.Password);
        var key = (await browser.Client.Post($"/v2/projects/{project}/keys", """{"name":"Mine"}"""))["key"].GetString();

        var gone = await Change(id, """{"status":"deactivated"}""");
        Assert.Equal("deactivated", gone["status"].GetString());
        Assert.NotEqual(0, gone["deactivated_at"].GetInt64());
        Assert.Equal(401, (await browser.Client.Get("/v2/session")).Status);
        using var another = host.Browser();
        Assert.Equal(401, (int)(await another.TrySignIn(email, People.Password)).StatusCode);
        Assert.Equal(200, (await host.Client(key).Get($"/v2/projects/{project}")).Status);
        Assert.Empty((await host.Admin.Get($"{Users}/{id}/access"))["data"][0].GetProperty("rights").EnumerateArray());
        Assert.Equal((409, "user_deactivated"), await Refusal(host.Admin.Post($"{Users}/{id}/password_reset")));
        Assert.Single(await host.Audit("user.deactivated", id));

        var back = await Change(id, """{"status":"active"}""");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, back["deactivated_at"].ValueKind);
        using var again = await host.SignedIn(email, People.Password);
        Assert.Single(await host.Audit("user.reactivated", id));
    }

    [Fact]
    public async Task Sessions_AreListed_EndedOneByOne_AndAltogether()
    {
        var email = await host.AddUser(Role.Agent);
        var path = $"{Users}/{People.UserIdOf(email)}/sessions";
        using var first = await host.SignedIn(email, People.Password);
        using var second = await host.SignedIn(email, People.Password);
        using var third = await host.SignedIn(email, People.Password);
        var listed = (await host.Admin.Get(path))["data"].EnumerateArray().Select(session => session.GetProperty("id").GetString()!).ToList();
        Assert.Equal(3, listed.Count);
        var secrets = await host.Read(connection => connection.Query<string>("SELECT id FROM sessions").ToList());
        Assert.DoesNotContain(listed, secrets.Contains);
        var page = await host.Admin.Get($"{path}?limit=2");
        Assert.True(page["has_more"].GetBoolean());
        Assert.Equal(listed[2], Assert.Single((await host.Admin.Get($"{path}?limit=2&after={page["last_id"].GetString()}"))["data"].EnumerateArray()).GetProperty("id").GetString());

        var own = (await first.Client.Get("/v2/profile/sessions"))["data"].EnumerateArray().Single(session => session.GetProperty("current").GetBoolean()).GetProperty("id").GetString();
        Assert.Equal(200, (await host.Admin.Delete($"{path}/{own}")).Status);
        Assert.Equal(401, (await first.Client.Get("/v2/session")).Status);
        Assert.Equal(200, (await second.Client.Get("/v2/session")).Status);
        Assert.Equal(404, (await host.Admin.Delete($"{path}/{own}")).Status);
        Assert.Equal(200, (await host.Admin.Delete(path)).Status);
        Assert.Equal(401, (await second.Client.Get("/v2/session")).Status);
        Assert.Equal(401, (await third.Client.Get("/v2/session")).Status);
    }

    [Fact]
    public async Task Access_SaysEachProject_TheRight_AndWhereItComesFrom()
    {
        var (open, closed) = (await host.AddProject("Open"), await host.AddProject("Closed"));
        var (agent, admin) = (await AddNamed("Agent"), await AddNamed("Admin", Role.Admin));
        await host.AddMember(open, $"{agent}@example.org", Role.Agent, ChatAccess.Read);
        var access = Assert.Single((await host.Admin.Get($"{Users}/{agent}/access"))["data"].EnumerateArray());
        Assert.Equal((open, "membership", "agent", "read"), (access.GetProperty("id").GetString(), access.GetProperty("source").GetString(), access.GetProperty("role").GetString(), access.GetProperty("chat_access").GetString()));
        Assert.Equal(["read_project", "read_conversations"], access.GetProperty("rights").EnumerateArray().Select(right => right.GetString()!));
        Assert.Contains("as agent, with chat access read", access.GetProperty("reason").GetString());

        var all = (await host.Admin.Get($"{Users}/{admin}/access?limit=100"))["data"].EnumerateArray().ToDictionary(one => one.GetProperty("id").GetString()!);
        Assert.Equal("organization_role", all[closed].GetProperty("source").GetString());
        Assert.Equal(6, all[open].GetProperty("rights").GetArrayLength());
    }

    [Fact]
    public async Task Candidates_AreFoundByWhoManagesTheProject()
    {
        var mark = Guid.NewGuid().ToString("N")[..8];
        var project = await host.AddProject();
        var (inside, outside, gone) = (await AddNamed($"In {mark}"), await AddNamed($"Out {mark}"), await AddNamed($"Gone {mark}"));
        await host.AddMember(project, $"{inside}@example.org", Role.Agent, ChatAccess.Write);
        await Change(gone, """{"status":"deactivated"}""");
        using var lead = await host.AddMember(project, Role.Admin, ChatAccess.Write);
        var found = (await lead.Client.Get($"/v2/projects/{project}/candidates?query={mark}"))["data"].EnumerateArray()
            .Select(person => (person.GetProperty("user_id").GetString(), person.GetProperty("member").GetBoolean()));
        Assert.Equal([(outside, false), (inside, true)], found);
        Assert.Empty((await lead.Client.Get($"/v2/projects/{project}/candidates?query=x"))["data"].EnumerateArray());
    }

    async Task<string> AddNamed(string name, Role role = Role.Agent)
    {
        var id = People.UserIdOf(await host.AddUser(role));
        await Change(id, $$"""{"name":"{{name}}"}""");
        return id;
    }

    async Task<Answered> Change(string id, string json)
    {
        var changed = await host.Admin.Post($"{Users}/{id}", json);
        Assert.True(changed.Status == 200, $"{changed.Status} {changed.Body}");
        return changed;
    }

    async Task<Browser> SignedIn(Role role) => await host.SignedIn(await host.AddUser(role), People.Password);

    Task<string> OwnerId() => host.Read(connection => connection.QuerySingle<string>("SELECT id FROM users WHERE role = 'owner'"));

    async Task<List<string>> Found(string query) =>
        [.. (await host.Admin.Get($"{Users}?{query}"))["data"].EnumerateArray().Select(user => user.GetProperty("id").GetString()!)];

    static async Task<(int, string?)> Refusal(Task<Answered> call) => (await call) is var answer ? (answer.Status, answer.Code) : default;

    static async Task<(int, string?)> Param(Task<Answered> call) => (await call) is var answer ? (answer.Status, answer.Param) : default;
}
