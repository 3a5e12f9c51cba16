using Microsoft.Extensions.DependencyInjection;
using Portal.Access;
using Portal.Audit;
using Portal.Client.Audit;
using Portal.Client.Projects;
using Portal.Tests.Hosting;

namespace Portal.Tests.Audit;

public sealed class AuditFiltersTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Filters = "/v2/organization/audit_filters";
    const string Suggestions = "/v2/organization/audit_logs/suggestions";

    [Fact]
    public async Task Suggestions_AreThoseOfTheRowsThatTheCallerSees()
    {
        var (own, other) = (await host.AddProject(), await host.AddProject());
        using var lead = await host.AddMember(own, Role.Admin, ChatAccess.Write);
        await lead.Client.Post($"/v2/projects/{own}", """{"name":"Changed"}""");
        using var viewer = await host.AddMember(other, Role.Viewer, ChatAccess.None);
        await host.Admin.Post($"/v2/projects/{other}", """{"description":"x"}""");
        var session = await lead.Client.Get("/v2/session");
        var (id, name) = (session["user_id"].GetString(), session["name"].GetString()!);

        foreach (var query in new[] { id, name[..^2].ToUpperInvariant(), name[2..] })
        {
            var found = (await host.Admin.Get($"{Suggestions}?field=actor&query={Uri.EscapeDataString(query!)}"))["data"].EnumerateArray().Single(one => one.GetProperty("value").GetString() == id);
            Assert.Equal((name, "user"), (found.GetProperty("label").GetString(), found.GetProperty("type").GetString()));
            Assert.DoesNotContain(id, await Values(viewer.Client, $"field=actor&query={Uri.EscapeDataString(query!)}"));
        }

        Assert.Empty(await Values(host.Admin, "field=actor&query=%25%25"));
        Assert.Contains("project.updated", await Values(host.Admin, "field=action&query=UPD"));
        Assert.Equal(["member.added", "project.created", "project.updated"], await Values(viewer.Client, "field=action"));
        Assert.Equal(["member.added", "project.created"], (await Values(host.Admin, $"project_id={other}&query=ed")).Where(action => action != "project.updated"));
        Assert.Equal(404, (await viewer.Client.Get($"{Suggestions}?project_id={own}")).Status);
        Assert.Equal("field", (await host.Admin.Get($"{Suggestions}?field=colour")).Param);
    }

    [Fact]
    public async Task SavedFilter_IsItsOwners_UntilShared()
    {
        var project = await host.AddProject();
        using var one = await host.AddMember(project, Role.Viewer, ChatAccess.None);
        using var other = await host.AddMember(project, Role.Viewer, ChatAccess.None);
        var mine = await one.Client.Post(Filters, """{"name":"Refusals","filter":{"outcome":"denied","action":"access.denied"},"days":7}""", ("Idempotency-Key", "save"));
        Assert.Equal(201, mine.Status);
        Assert.Equal(("audit_filter", "denied", 7), (mine["object"].GetString(), mine["filter"].GetProperty("outcome").GetString(), mine["days"].GetInt32()));
        Assert.Equal(mine.Id, (await one.Client.Post(Filters, """{"name":"Refusals","filter":{"outcome":"denied","action":"access.denied"},"days":7}""", ("Idempotency-Key", "save"))).Id);
        var shared = await one.Client.Post(Filters, """{"name":"Everything","shared":true}""");

        Assert.Equal([shared.Id, mine.Id], await Ids(one.Client));
        Assert.Equal([shared.Id], await Ids(other.Client));
        Assert.Equal(404, (await other.Client.Delete($"{Filters}/{mine.Id}")).Status);
        Assert.Equal(403, (await other.Client.Delete($"{Filters}/{shared.Id}")).Status);
        Assert.Equal(200, (await host.Admin.Delete($"{Filters}/{shared.Id}")).Status);
        Assert.Equal(200, (await one.Client.Delete($"{Filters}/{mine.Id}")).Status);
        Assert.Empty(await Ids(one.Client));
        Assert.Single(await host.Audit("audit_filter.created", mine.Id));
        Assert.Single(await host.Audit("audit_filter.deleted", mine.Id));
    }

    /// <summary>Somebody who was renamed is suggested under the new name, also among rows of a project that only the old one did.</summary>
    [Fact]
    public async Task RenamedActor_IsKnownByTheNewName()
    {
        await using var own = PortalHost.Start();
        var writer = own.Services.GetRequiredService<AuditWriter>();
        foreach (var (name, project) in new[] { ("Zoe Old", "proj_a"), ("Zoe Old", "proj_b"), ("Ann New", "proj_a") })
        {
            await own.Write(connection =>
            {
                writer.Append(connection, new CallInfo(new AuditActor(ActorType.User, "user_x", name, null), null, 0, null), new AuditEntry("thread.read", "thread", "thread_1", project));
                return true;
            });
        }

        var found = await own.Admin.Get($"{Suggestions}?field=actor&query=user_x&project_id=proj_b");
        Assert.Equal("Ann New", Assert.Single(found["data"].EnumerateArray()).GetProperty("label").GetString());
        Assert.Empty(await Values(own.Admin, "field=actor&query=Zoe"));
        var names = await own.Services.GetRequiredService<IActorNames>().Find(["user_x", "user_unknown"], TestContext.Current.CancellationToken);
        Assert.Equal([("user_x", "Ann New")], names.Select(one => (one.Key, one.Value)));
    }

    [Theory]
    [InlineData("""{"name":""}""", 400, "name")]
    [InlineData("""{"name":"a\nb"}""", 400, "name")]
    [InlineData("""{}""", 400, "name")]
    [InlineData("""{"name":"x","days":0}""", 400, "days")]
    [InlineData("""{"name":"x","days":7,"filter":{"from":1}}""", 400, "days")]
    [InlineData("""{"name":"x","filter":{"colour":"red"}}""", 400, "filter.colour")]
    [InlineData("""{"name":"x","filter":{"outcome":"lost"}}""", 400, "filter.outcome")]
    [InlineData("""{"name":"TAKEN"}""", 409, "name")]
    public async Task BadInput_IsNamed(string body, int status, string param)
    {
        await host.Admin.Post(Filters, """{"name":"taken"}""");
        var refused = await host.Admin.Post(Filters, body);
        Assert.Equal((status, param), (refused.Status, refused.Param));
    }

    static async Task<IEnumerable<string>> Values(HttpClient client, string query) =>
        (await client.Get($"{Suggestions}?{query}"))["data"].EnumerateArray().Select(one => one.GetProperty("value").GetString()!);

    static async Task<IEnumerable<string>> Ids(HttpClient client) =>
        (await client.Get(Filters))["data"].EnumerateArray().Select(one => one.GetProperty("id").GetString()!);
}
