using Dapper;
using Portal.Client.Projects;

namespace Portal.Tests.Threads;

public sealed class ThreadListsTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Theory]
    [InlineData("last_activity_at", "asc", "b d a e c")]
    [InlineData("last_activity_at", "desc", "c e a d b")]
    [InlineData("waiting_since", "asc", "e a d")]
    [InlineData("waiting_since", "desc", "d a e")]
    [InlineData("created_at", "asc", "a b c d e")]
    public async Task Sort_PagesInBothDirections_AlsoOverEqualTimes(string sort, string order, string expected)
    {
        await using var scene = await ChatScene.Set(host);
        var names = await Make(scene, ("a", 30, 20), ("b", 10, null), ("c", 50, null), ("d", 20, 20), ("e", 30, 10));
        var path = $"/v2/threads?sort={sort}&order={order}&limit=2";
        var forth = new List<string>();
        var pages = new List<Answered>();
        for (string? cursor = null; ;)
        {
            var page = await scene.Client.Get($"{path}{(cursor is null ? "" : $"&after={cursor}")}");
            Assert.Equal(200, page.Status);
            pages.Add(page);
            forth.AddRange(Names(page, names));
            if (!page["has_more"].GetBoolean()) break;
            cursor = page["last_id"].GetString();
        }

        Assert.Equal(expected, string.Join(' ', forth));
        var last = pages[^1];
        var back = await scene.Client.Get($"{path}&before={last["first_id"].GetString()}");
        Assert.Equal(Names(pages[^2], names), Names(back, names));
    }

    [Fact]
    public async Task Cursor_OfAThreadThatHasMovedMeanwhile_TakesNoOtherAlong()
    {
        await using var scene = await ChatScene.Set(host);
        var names = await Make(scene, ("a", 40, null), ("b", 30, null), ("c", 20, null), ("d", 10, null));
        const string Path = "/v2/threads?sort=last_activity_at&limit=2";
        var first = await scene.Client.Get(Path);
        Assert.Equal(["a", "b"], Names(first, names));
        await Move(names.Single(pair => pair.Value == "b").Key, 99, null);
        Assert.Equal(["c", "d"], Names(await scene.Client.Get($"{Path}&after={first["last_id"].GetString()}"), names));
        Assert.Equal(["c", "d"], Names(await scene.Client.Get($"{Path}&after={names.Single(pair => pair.Value == "a").Key}"), names));
    }

    [Theory]
    [InlineData("sort=title", "sort")]
    [InlineData("sort=last_activity_at&after=thread_none", "after")]
    [InlineData("sort=waiting_since&before=x.y", "before")]
    [InlineData("waiting=maybe", "waiting")]
    [InlineData("unread=1", "unread")]
    [InlineData("pinned=yes", "pinned")]
    public async Task WrongField_IsNamed(string query, string param)
    {
        await using var scene = await ChatScene.Set(host);
        var answer = await scene.Client.Get($"/v2/threads?{query}");
        Assert.Equal((400, param), (answer.Status, answer.Param));
    }

    [Fact]
    public async Task Filters_FindOnlyWhatFits()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await host.AddMember(scene.ProjectId, Role.Agent, ChatAccess.Write);
        var me = (await agent.Client.Get("/v2/session"))["user_id"].GetString()!;
        var names = new Dictionary<string, string>();
        foreach (var name in new[] { "plain", "mine", "waits", "pinned", "unread" }) names[await scene.NewThread($$""","title":"{{name}}" """)] = name;
        string Id(string name) => names.Single(pair => pair.Value == name).Key;
        await agent.Client.Post($"/v2/threads/{Id("mine")}", $$"""{"assignee_id":"{{me}}"}""");
        await scene.Client.Post($"/v2/threads/{Id("waits")}/request_person");
        await agent.Client.Post($"/v2/threads/{Id("pinned")}/view", """{"pinned":true}""");
        await scene.Say(Id("unread"), "Hello there", ""","reply":false""");

        async Task<string> Found(string query) => string.Join(' ', Names(await agent.Client.Get($"/v2/threads?order=asc&{query}"), names));
        Assert.Equal("plain mine waits pinned unread", await Found($"project_id={scene.ProjectId}"));
        Assert.Equal("mine", await Found($"assignee_id={me}"));
        Assert.Equal("plain waits pinned unread", await Found("assignee_id=none"));
        Assert.Equal("waits", await Found("waiting=true"));
        Assert.Equal("plain mine pinned unread", await Found("waiting=false"));
        Assert.Equal("pinned", await Found("pinned=true"));
        Assert.Equal("plain mine waits unread", await Found("pinned=false"));
        Assert.Equal("unread", await Found("unread=true"));
        Assert.Equal("plain mine waits pinned", await Found("unread=false"));
        Assert.Equal("unread", await Found("unread=true&sort=last_activity_at&query=hello"));
        Assert.Equal("", await Found("unread=true&pinned=true"));
        await agent.Client.Post("/v2/threads/read_all", "{}");
        Assert.Equal("", await Found("unread=true"));
        await scene.Say(Id("plain"), "One more", ""","reply":false""");
        Assert.Equal("plain", await Found("unread=true"));
        Assert.Equal(403, (await scene.Client.Get("/v2/threads?pinned=true")).Status);
        Assert.Equal(403, (await scene.Client.Get("/v2/threads?unread=false")).Status);
    }

    async Task<Dictionary<string, string>> Make(ChatScene scene, params (string Name, long Activity, long? Waiting)[] threads)
    {
        var names = new Dictionary<string, string>();
        foreach (var (name, activity, waiting) in threads)
        {
            var id = await scene.NewThread($$""","title":"{{name}}" """);
            names[id] = name;
            await Move(id, activity, waiting);
        }

        return names;
    }

    Task<int> Move(string id, long activity, long? waiting) => host.Write(connection => connection.Execute("""
        UPDATE threads SET last_activity_at = @activity, waiting_since = @waiting, waiting_for = CASE WHEN @waiting IS NULL THEN NULL ELSE 'person' END WHERE id = @id
        """, new { id, activity, waiting }));

    static IEnumerable<string> Names(Answered page, Dictionary<string, string> names) =>
        page["data"].EnumerateArray().Select(thread => names[thread.GetProperty("id").GetString()!]);
}
