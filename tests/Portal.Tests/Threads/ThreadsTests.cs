using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Portal.Tests.Threads;

public class ThreadsTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Create_ExampleBody_AnswersTheThread()
    {
        await using var scene = await ChatScene.Set(host);

        var made = await scene.Client.Post("/v2/threads",
            $$"""{"assistant_id":"{{scene.AssistantId}}","metadata":{"case_id":"CASE-2026-0456","priority":"high"} }""");

        Assert.Equal(201, made.Status);
        Assert.StartsWith("thread_", made.Id);
        Assert.Equal("thread", made["object"].GetString());
        Assert.Equal("active", made["status"].GetString());
        Assert.Equal(scene.ProjectId, made["project_id"].GetString());
        Assert.Equal("high", made["metadata"].GetProperty("priority").GetString());
    }

    [Fact]
    public async Task Create_AssistantOfAnotherProject_IsNotFound()
    {
        await using var mine = await ChatScene.Set(host);
        await using var theirs = await ChatScene.Set(host);

        var made = await mine.Client.Post("/v2/threads", $$"""{"assistant_id":"{{theirs.AssistantId}}"}""");

        Assert.Equal(404, made.Status);
        Assert.Equal("assistant_id", made.Param);
    }

    [Fact]
    public async Task Create_UnknownAssignee_IsNotFound()
    {
        await using var scene = await ChatScene.Set(host);

        var made = await scene.Client.Post("/v2/threads", $$"""{"assistant_id":"{{scene.AssistantId}}","assignee_id":"user_nobody"}""");

        Assert.Equal(404, made.Status);
        Assert.Equal("assignee_id", made.Param);
    }

    [Fact]
    public async Task Create_WithMessages_BringsThemAlongAndStartsNoRun()
    {
        await using var scene = await ChatScene.Set(host);

        var threadId = await scene.NewThread(""","messages":[{"role":"user","content":"Hi","created_at":1700000000},{"role":"assistant","content":[{"type":"text","text":"Hello"}]}]""");

        var messages = await scene.Branch(threadId);
        Assert.Equal(["user", "assistant"], messages.Select(one => one.GetProperty("role").GetString()));
        Assert.Equal(1_700_000_000, messages[0].GetProperty("created_at").GetInt64());
        Assert.Equal("Hello", messages[1].GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal(messages[0].GetProperty("id").GetString(), messages[1].GetProperty("parent_id").GetString());
        Assert.Empty(scene.Provider.Requests);
    }

    [Fact]
    public async Task List_Filters_FindOnlyWhatFits()
    {
        await using var scene = await ChatScene.Set(host);
        var urgent = await scene.NewThread(""","metadata":{"priority":"high"},"title":"Broken lamp 100%" """);
        var resolved = await scene.NewThread(""","status":"resolved" """);

        Assert.Equal([urgent], await Ids(scene, "metadata[priority]=high"));
        Assert.Equal([resolved], await Ids(scene, "status=resolved"));
        Assert.Equal([urgent], await Ids(scene, "query=100%25"));
        Assert.Equal([resolved, urgent], await Ids(scene, $"assistant_id={scene.AssistantId}"));
        Assert.Equal([urgent], await Ids(scene, $"after={resolved}"));
        Assert.Equal([resolved], await Ids(scene, $"before={urgent}"));
        Assert.Empty(await Ids(scene, "assignee_id=user_nobody"));
    }

    [Fact]
    public async Task List_OfAnotherProject_IsEmptyForTheKey()
    {
        await using var mine = await ChatScene.Set(host);
        await using var theirs = await ChatScene.Set(host);
        await theirs.NewThread();

        Assert.Empty(await Ids(mine, "limit=100"));
        Assert.Equal(404, (await mine.Client.Get($"/v2/threads?project_id={theirs.ProjectId}")).Status);
    }

    [Fact]
    public async Task Update_StaleIfMatch_IsRefusedAndChangesNothing()
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread();
        var read = await scene.Client.Get($"/v2/threads/{threadId}");
        var tag = read.Response.Headers.ETag!.ToString();
        Assert.Equal(200, (await scene.Client.Post($"/v2/threads/{threadId}", """{"title":"First"}""", ("If-Match", tag))).Status);

        var late = await scene.Client.Post($"/v2/threads/{threadId}", """{"title":"Second"}""", ("If-Match", tag));

        Assert.Equal(412, late.Status);
        Assert.Equal("First", (await scene.Client.Get($"/v2/threads/{threadId}"))["title"].GetString());
    }

    [Fact]
    public async Task Update_Null_ClearsAndTheRestStays()
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread(""","title":"A title","metadata":{"a":"b"}""");

        var updated = await scene.Client.Post($"/v2/threads/{threadId}", """{"title":null}""");

        Assert.Equal(200, updated.Status);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, updated["title"].ValueKind);
        Assert.Equal("b", updated["metadata"].GetProperty("a").GetString());
    }

    [Fact]
    public async Task Delete_Thread_TakesItsMessagesAndLeavesItsUse()
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread();
        await scene.Ask(threadId, "Hello");

        var deleted = await scene.Client.Delete($"/v2/threads/{threadId}");

        Assert.True(deleted["deleted"].GetBoolean());
        Assert.Equal("thread.deleted", deleted["object"].GetString());
        Assert.Equal(404, (await scene.Client.Get($"/v2/threads/{threadId}")).Status);
        Assert.Equal(404, (await scene.Client.Get($"/v2/threads/{threadId}/messages")).Status);
        var usage = await scene.Client.Get($"/v2/projects/{scene.ProjectId}/usage");
        Assert.Equal(1, usage["data"].EnumerateArray().Sum(bucket => bucket.GetProperty("model_calls").GetInt64()));
    }

    [Fact]
    public async Task Read_AnotherPersonsThread_IsRecorded()
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread();
        await scene.Client.Get($"/v2/threads/{threadId}");

        Assert.Equal(200, (await host.Admin.Get($"/v2/threads/{threadId}/messages")).Status);

        var rows = (await host.Admin.Get($"/v2/organization/audit_logs?action=thread.read&target_id={threadId}"))["data"];
        Assert.Equal(1, rows.GetArrayLength());
        Assert.Equal("key", rows[0].GetProperty("actor").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Reads_ThatComeTogether_AreOneLine_AndALaterOneIsAnother()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var portal = PortalHost.With(services => services.AddSingleton(new Portal.Threads.RecentReads(time)));
        await using var scene = await ChatScene.Set(portal);
        var threadId = await scene.NewThread();
        async Task<int> Lines() => (await portal.Admin.Get($"/v2/organization/audit_logs?action=thread.read&target_id={threadId}"))["data"].GetArrayLength();

        await portal.Admin.Get($"/v2/threads/{threadId}");
        await portal.Admin.Get($"/v2/threads/{threadId}/messages");
        using var owner = await portal.SignedIn();
        await owner.Client.Get($"/v2/threads/{threadId}");
        Assert.Equal(2, await Lines());

        time.Advance(TimeSpan.FromMinutes(1));
        await portal.Admin.Get($"/v2/threads/{threadId}");
        Assert.Equal(3, await Lines());
    }

    [Fact]
    public async Task Memory_AfterMessages_CountsThem()
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread();
        await scene.Ask(threadId, "Hello");

        var memory = await scene.Client.Get($"/v2/threads/{threadId}/memory?query=lamp");

        Assert.Equal("thread.memory", memory["object"].GetString());
        Assert.Equal(2, memory["working"].GetProperty("messages").GetInt32());
        Assert.Equal(16_384, memory["working"].GetProperty("limit").GetInt32());
        Assert.InRange(memory["working"].GetProperty("tokens").GetInt32(), 8, 40);
        Assert.Equal(0, memory["vector_context"].GetArrayLength());
    }

    static async Task<List<string>> Ids(ChatScene scene, string query)
    {
        var list = await scene.Client.Get($"/v2/threads?{query}");
        Assert.Equal(200, list.Status);
        return [.. list["data"].EnumerateArray().Select(one => one.GetProperty("id").GetString()!)];
    }
}
