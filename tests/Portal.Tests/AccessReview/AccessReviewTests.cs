using System.Text.Json;
using Portal.Client.Projects;

namespace Portal.Tests.AccessReview;

public sealed class AccessReviewTests(PortalHost host) : IClassFixture<PortalHost>
{
    static readonly string Owner = PortalHost.AdminEmail;

    [Fact]
    public async Task List_OfAThread_NamesWhoCanRead_WithTheReason()
    {
        var scene = await Scene();

        var found = await Found(scene.Thread);

        Assert.Equal("membership", found[scene.Writer].GetProperty("source").GetString());
        Assert.Equal(["see", "write"], Rights(found[scene.Writer]));
        Assert.Equal(["see"], Rights(found[scene.Reader]));
        Assert.Equal("A member of the project as agent, with chat access read.", found[scene.Reader].GetProperty("reason").GetString());
        Assert.False(found.ContainsKey(scene.Viewer), "A viewer without chat access reads no conversation.");
        Assert.Equal(["see", "write"], Rights(found.Values.Single(one => one.GetProperty("email").GetString() == Owner)));
    }

    [Fact]
    public async Task List_OfAnAssistant_NamesEveryMember_AndTheKeysOfBothPlaces()
    {
        var scene = await Scene();

        var found = await Found(scene.Assistant);

        Assert.Equal(["see"], Rights(found[scene.Viewer]));
        var keys = found.Values.Where(one => one.GetProperty("type").GetString() == "key").ToLookup(one => one.GetProperty("source").GetString());
        Assert.Equal(["see"], Rights(Assert.Single(keys["project_key"])));
        Assert.Contains(keys["organization_key"], key => Rights(key).SequenceEqual(["see", "change"]));
    }

    [Fact]
    public async Task List_LeavesOutWhoWasDeactivated_AndRevokedKeys()
    {
        var scene = await Scene();
        await host.Admin.Post($"/v2/organization/users/{scene.Reader}", """{"status":"deactivated"}""");
        await host.Admin.Delete($"/v2/projects/{scene.Project}/keys/{scene.Key}");

        var found = await Found(scene.Assistant);

        Assert.False(found.ContainsKey(scene.Reader));
        Assert.False(found.ContainsKey(scene.Key));
        Assert.True(found.ContainsKey(scene.Writer));
    }

    [Fact]
    public async Task List_OfAProjectKey_NamesWhoManagesTheProjectOnly()
    {
        var scene = await Scene();

        var found = await Found(scene.Key);

        Assert.DoesNotContain(scene.Writer, found.Keys);
        Assert.Contains(found.Values, one => one.GetProperty("email").GetString() == Owner);
    }

    [Fact]
    public async Task List_InPages_IsTheWholeList()
    {
        var scene = await Scene();
        var all = (await host.Admin.Get($"/v2/access?object={scene.Assistant}&limit=100&order=asc"))["data"].EnumerateArray().Select(one => one.GetProperty("id").GetString()!).ToList();

        var paged = new List<string>();
        for (var more = true; more;)
        {
            var after = paged.Count == 0 ? "" : $"&after={paged[^1]}";
            var page = await host.Admin.Get($"/v2/access?object={scene.Assistant}&limit=2&order=asc{after}");
            paged.AddRange(page["data"].EnumerateArray().Select(one => one.GetProperty("id").GetString()!));
            more = page["has_more"].GetBoolean();
        }

        Assert.Equal(all, paged);
        var back = await host.Admin.Get($"/v2/access?object={scene.Assistant}&limit=2&order=asc&before={all[3]}");
        Assert.Equal(all[1..3], back["data"].EnumerateArray().Select(one => one.GetProperty("id").GetString()!));
    }

    [Theory]
    [InlineData("asst_nothere")]
    [InlineData("thread_nothere")]
    [InlineData("proj_nothere")]
    [InlineData("key_nothere")]
    [InlineData("nonsense")]
    public async Task List_OfWhatIsNotThere_IsNotFound(string id) =>
        Assert.Equal((404, "not_found"), ((await host.Admin.Get($"/v2/access?object={id}")).Status, (await host.Admin.Get($"/v2/access?object={id}")).Code));

    [Fact]
    public async Task List_WithoutAnObject_IsRefused()
    {
        var answer = await host.Admin.Get("/v2/access");
        Assert.Equal((400, "object"), (answer.Status, answer.Param));
    }

    sealed record Placed(string Project, string Assistant, string Thread, string Key, string Writer, string Reader, string Viewer);

    async Task<Placed> Scene()
    {
        var project = await host.AddProject();
        var assistant = (await host.Admin.Post("/v2/assistants", """{"name":"A","model":"gpt-4-fast-2026"}""", ("OpenAI-Project", project))).Id;
        var thread = (await host.Admin.Post("/v2/threads", $$"""{"assistant_id":"{{assistant}}"}""")).Id;
        var key = (await host.Admin.Post($"/v2/projects/{project}/keys", """{"name":"Reader","scopes":["read"]}""")).Id;
        return new(
            project, assistant, thread, key,
            await Member(project, Role.Agent, ChatAccess.Write), await Member(project, Role.Agent, ChatAccess.Read), await Member(project, Role.Viewer, ChatAccess.None));
    }

    async Task<string> Member(string project, Role role, ChatAccess access)
    {
        var email = await host.AddUser(role);
        await host.AddMember(project, email, role, access);
        return People.UserIdOf(email);
    }

    async Task<Dictionary<string, JsonElement>> Found(string id)
    {
        var answer = await host.Admin.Get($"/v2/access?object={id}&limit=100");
        Assert.Equal(200, answer.Status);
        return answer["data"].EnumerateArray().ToDictionary(one => one.GetProperty("id").GetString()!);
    }

    static IEnumerable<string> Rights(JsonElement one) => one.GetProperty("rights").EnumerateArray().Select(right => right.GetString()!);
}
