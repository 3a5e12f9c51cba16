using Portal.Client.Keys;
using Portal.Client.Projects;
using Portal.Tests.Hosting;

namespace Portal.Tests.Projects;

public sealed class ProjectsTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Create_TheExample_AnswersTheProject()
    {
        var made = await host.Admin.Post("/v2/projects", """
            { "name": "Customer Support AI", "description": "Handles 10k+ daily tickets", "assistant_type": "customer_service" }
            """);
        Assert.Equal(201, made.Status);
        Assert.Equal("project", made["object"].GetString());
        Assert.Equal("customer_service", made["assistant_type"].GetString());
        Assert.Equal("active", made["status"].GetString());
        Assert.NotNull(made.Response.Headers.ETag);
    }

    [Theory]
    [InlineData("""{}""", "name", "missing_field")]
    [InlineData("""{"name":null}""", "name", "null_not_allowed")]
    [InlineData("""{"name":""}""", "name", "invalid_value")]
    [InlineData("""{"name":" \t"}""", "name", "invalid_value")]
    [InlineData("""{"name":"two\nlines"}""", "name", "invalid_value")]
    [InlineData("""{"name":7}""", "name", "wrong_type")]
    [InlineData("""{"name":"a","name":"b"}""", "name", "duplicate_field")]
    [InlineData("""{"name":"a","colour":"red"}""", "colour", "unknown_field")]
    [InlineData("""{"name":"a\u0000"}""", "name", "invalid_text")]
    [InlineData("""{"name":"\ud800"}""", "name", "invalid_text")]
    [InlineData("""{"name":"a","assistant_type":"Legal!"}""", "assistant_type", "invalid_value")]
    [InlineData("""{"name":"a","status":"gone"}""", "status", "invalid_value")]
    [InlineData("""{"name":"a","metadata":{"k":null}}""", "metadata.k", "null_not_allowed")]
    public async Task Create_BadInput_NamesTheField(string json, string param, string code)
    {
        var refused = await host.Admin.Post("/v2/projects", json);
        Assert.Equal((400, param, code), (refused.Status, refused.Param, refused.Code));
    }

    [Fact]
    public async Task Update_AField_LeavesTheRest_AndNullClears()
    {
        var id = (await host.Admin.Post("/v2/projects", """{"name":"A","description":"B","metadata":{"k":"v"}}""")).Id;
        var paused = await host.Admin.Post($"/v2/projects/{id}", """{"paused":true}""");
        Assert.Equal(("A", "B", true), (paused["name"].GetString(), paused["description"].GetString(), paused["paused"].GetBoolean()));
        var cleared = await host.Admin.Post($"/v2/projects/{id}", """{"description":null,"metadata":null}""");
        Assert.Equal(("A", null, true), (cleared["name"].GetString(), cleared["description"].GetString(), cleared["paused"].GetBoolean()));
        Assert.Empty(cleared["metadata"].EnumerateObject());
    }

    [Fact]
    public async Task Update_ManyFromTheSameState_OneWins()
    {
        var made = await host.Admin.Post("/v2/projects", """{"name":"Race"}""");
        var tag = made.Response.Headers.ETag!.ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(number =>
            host.Admin.Post($"/v2/projects/{made.Id}", $$"""{"name":"Racer {{number}}"}""", ("If-Match", tag))));
        var winner = Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer != winner), answer => Assert.Equal((412, "precondition_failed"), (answer.Status, answer.Code)));
        Assert.Equal(winner["name"].GetString(), (await host.Admin.Get($"/v2/projects/{made.Id}"))["name"].GetString());
    }

    [Fact]
    public async Task Archive_ThenActive_BringsItBack()
    {
        var id = await host.AddProject();
        var deleted = await host.Admin.Delete($"/v2/projects/{id}");
        Assert.Equal(("project.deleted", true), (deleted["object"].GetString(), deleted["deleted"].GetBoolean()));
        Assert.Equal((409, "project_archived"), await Refusal(host.Admin.Post($"/v2/projects/{id}", """{"name":"New"}""")));
        Assert.Equal((409, "project_archived"), await Refusal(host.Admin.Post($"/v2/projects/{id}/members", """{"user_id":"user_1","role":"agent"}""")));
        Assert.Equal("active", (await host.Admin.Post($"/v2/projects/{id}", """{"status":"active"}"""))["status"].GetString());
    }

    [Fact]
    public async Task List_Pages_ThroughAllOnceInOrder()
    {
        var ids = new List<string>();
        for (var count = 0; count < 5; count++) ids.Add(await host.AddProject($"Page {count}"));
        var found = new List<string>();
        for (string? after = null; ;)
        {
            var page = await host.Admin.Get($"/v2/projects?limit=2&order=asc{(after is null ? "" : $"&after={after}")}");
            found.AddRange(page["data"].EnumerateArray().Select(project => project.GetProperty("id").GetString()!));
            if (!page["has_more"].GetBoolean()) break;
            after = page["last_id"].GetString();
        }

        Assert.Equal(ids, found.Where(ids.Contains));
        Assert.Equal(found.Order(StringComparer.Ordinal), found);
        Assert.Equal((400, "limit"), await Param(host.Admin.Get("/v2/projects?limit=101")));
        Assert.Equal((400, "order"), await Param(host.Admin.Get("/v2/projects?order=up")));
    }

    [Fact]
    public async Task OtherTenants_AreNotThere()
    {
        var (own, other) = (await host.AddProject(), await host.AddProject());
        using var agent = await host.AddMember(own, Role.Agent, ChatAccess.Write);
        var key = host.Client(await host.AddKey(own));
        foreach (var client in new[] { agent.Client, key })
        {
            Assert.Equal(own, Assert.Single((await client.Get("/v2/projects"))["data"].EnumerateArray()).GetProperty("id").GetString());
            Assert.Equal((404, "not_found"), await Refusal(client.Get($"/v2/projects/{other}")));
            Assert.Equal((404, "not_found"), await Refusal(client.Post($"/v2/projects/{other}", """{"name":"Mine"}""")));
            Assert.Equal((404, "not_found"), await Refusal(client.Delete($"/v2/projects/{other}")));
            Assert.Equal((404, "not_found"), await Refusal(client.Get($"/v2/projects/{other}/members")));
            Assert.Equal((404, "not_found"), await Refusal(client.Get($"/v2/projects/{other}/usage")));
            Assert.Equal((404, "not_found"), await Refusal(client.Get($"/v2/projects/{other}/limits")));
        }
    }

    [Fact]
    public async Task Roles_DecideWhoMayChange()
    {
        var id = await host.AddProject();
        using var agent = await host.AddMember(id, Role.Agent, ChatAccess.Write);
        using var lead = await host.SignedIn(await AddLead(id), People.Password);
        var reader = host.Client(await host.AddKey(id, KeyScope.Read));
        var manager = host.Client(await host.AddKey(id, KeyScope.Manage));
        foreach (var client in new[] { agent.Client, reader })
        {
            Assert.Equal(200, (await client.Get($"/v2/projects/{id}")).Status);
            Assert.Equal((403, "permission_denied"), await Refusal(client.Post($"/v2/projects/{id}", """{"name":"Mine"}""")));
            Assert.Equal((403, "permission_denied"), await Refusal(client.Post($"/v2/projects/{id}/members", """{"user_id":"user_1","role":"agent"}""")));
        }

        foreach (var client in new[] { lead.Client, manager })
        {
            Assert.Equal(200, (await client.Post($"/v2/projects/{id}", """{"description":"Ours"}""")).Status);
            Assert.Equal((403, "permission_denied"), await Refusal(client.Post("/v2/projects", """{"name":"Another"}""")));
        }
    }

    [Fact]
    public async Task SetMember_RepeatedUnderItsKey_AnswersTheMember()
    {
        var id = await host.AddProject();
        var user = People.UserIdOf(await host.AddUser(Role.Agent));
        var body = $$"""{"user_id":"{{user}}","role":"agent"}""";
        var first = await host.Admin.Post($"/v2/projects/{id}/members", body, ("Idempotency-Key", "member-1"));
        var second = await host.Admin.Post($"/v2/projects/{id}/members", body, ("Idempotency-Key", "member-1"));
        Assert.Equal(first.Body.ToString(), second.Body.ToString());
        Assert.Equal("true", second.Response.Headers.GetValues("idempotent-replay").Single());
        var rows = await host.Admin.Get($"/v2/organization/audit_logs?action=member.added&project_id={id}");
        Assert.Single(rows["data"].EnumerateArray());
    }

    [Fact]
    public async Task RemoveMember_EndsTheirSight()
    {
        var id = await host.AddProject();
        var email = await host.AddUser(Role.Agent);
        await host.AddMember(id, email, Role.Agent, ChatAccess.Write);
        using var agent = await host.SignedIn(email, People.Password);
        Assert.Equal(200, (await agent.Client.Get($"/v2/projects/{id}")).Status);
        Assert.Equal(200, (await host.Admin.Delete($"/v2/projects/{id}/members/{People.UserIdOf(email)}")).Status);
        Assert.Equal(404, (await agent.Client.Get($"/v2/projects/{id}")).Status);
    }

    async Task<string> AddLead(string projectId)
    {
        var email = await host.AddUser(Role.Agent);
        await host.AddMember(projectId, email, Role.Admin, ChatAccess.Write);
        return email;
    }

    static async Task<(int, string?)> Refusal(Task<Answered> call) => (await call) is var answer ? (answer.Status, answer.Code) : default;

    static async Task<(int, string?)> Param(Task<Answered> call) => (await call) is var answer ? (answer.Status, answer.Param) : default;
}
