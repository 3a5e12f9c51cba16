using System.Text.Json;
using Portal.Client.Projects;
using Portal.Tests.Fakes;
using Portal.Tests.Handling;

namespace Portal.Tests.Threads;

/// <summary>How each person sees a thread: unread, pinned, its preview.</summary>
public sealed class ThreadViewsTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Unread_CountsOthersMessagesUntilSeen()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        var threadId = await scene.NewThread();
        var first = await scene.Ask(threadId, "One");
        var thread = await agent.Thread(threadId);
        Assert.Equal((2, 0L), (Unread(thread), thread.GetProperty("seen_sequence").GetInt64()));
        Assert.Equal(first.GetProperty("parent_id").GetString(), thread.GetProperty("first_unread_id").GetString());

        var upTo = thread.GetProperty("last_sequence").GetInt64();
        var seen = await agent.Do(threadId, "view", $$"""{"seen_sequence":{{upTo}}}""");
        Assert.Equal((200, 0, upTo), (seen.Status, Unread(seen.Body), seen["seen_sequence"].GetInt64()));
        Assert.Equal(JsonValueKind.Null, seen["first_unread_id"].ValueKind);

        var second = await scene.Say(threadId, "Two", ""","reply":false""");
        var own = await agent.Client.Post($"/v2/threads/{threadId}/messages", """{"role":"user","content":"Mine","reply":false}""");
        Assert.Equal(201, own.Status);
        var again = (await agent.Client.Get("/v2/threads?limit=1"))["data"][0];
        Assert.Equal((1, second.Id), (Unread(again), again.GetProperty("first_unread_id").GetString()));
        // A tab that is late takes nothing back.
        Assert.Equal(upTo, (await agent.Do(threadId, "view", """{"seen_sequence":1}"""))["seen_sequence"].GetInt64());
    }

    [Fact]
    public async Task Unread_IsAtMostAHundred_AndToolOutputsAndImportsDoNotCount()
    {
        await using var scene = await ChatScene.Set(host, ChatScene.LookupTool);
        using var agent = await Teammate.Join(scene);
        var imported = await scene.NewThread(""","messages":[{"role":"user","content":"Old","created_at":1700000000}]""");
        Assert.Equal(0, Unread(await agent.Thread(imported)));
        Assert.Equal(("Old", 1_700_000_000L), Line(await agent.Thread(imported)));
        scene.Provider.Enqueue(new FakeReply().Call(0, "a", "lookup", "{}").Done(null, "tool_calls"), new FakeReply().Say("Found."));
        var threadId = await scene.NewThread();
        var waiting = await scene.Ask(threadId, "Look it up");
        await scene.Answer(threadId, waiting.GetProperty("tool_calls")[0].GetProperty("id").GetString()!, "output", ("Prefer", "wait=30"));
        Assert.Equal(3, Unread(await agent.Thread(threadId)));
        for (var number = 0; number < 100; number++) await scene.Say(threadId, $"{number}", ""","reply":false""");
        Assert.Equal(100, Unread(await agent.Thread(threadId)));
    }

    [Fact]
    public async Task View_Pinned_IsOnesOwn_AndSurvivesSeeing()
    {
        await using var scene = await ChatScene.Set(host);
        using var one = await Teammate.Join(scene);
        using var other = await Teammate.Join(scene, ChatAccess.Read);
        var threadId = await scene.NewThread();
        Assert.True((await one.Do(threadId, "view", """{"pinned":true}"""))["pinned"].GetBoolean());
        Assert.True((await one.Do(threadId, "view", """{"seen_sequence":0}"""))["pinned"].GetBoolean());
        Assert.False((await other.Thread(threadId)).GetProperty("pinned").GetBoolean());
        Assert.False((await one.Do(threadId, "view", """{"pinned":false}"""))["pinned"].GetBoolean());
        var forKey = await scene.Client.Get($"/v2/threads/{threadId}");
        Assert.All(["pinned", "unread", "seen_sequence", "first_unread_id"], field => Assert.Equal(JsonValueKind.Null, forKey[field].ValueKind));
    }

    [Theory]
    [InlineData("""{"seen_sequence":1000}""", "seen_sequence")]
    [InlineData("""{"seen_sequence":-1}""", "seen_sequence")]
    [InlineData("""{"seen_sequence":"1"}""", "seen_sequence")]
    [InlineData("""{"pinned":1}""", "pinned")]
    [InlineData("""{"seen":1}""", "seen")]
    public async Task View_BadInput_IsRefused(string body, string param)
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        var refused = await agent.Do(await scene.NewThread(), "view", body);
        Assert.Equal((400, param), (refused.Status, refused.Param));
    }

    [Fact]
    public async Task ReadAll_OfAProject_MarksItAlone()
    {
        await using var scene = await ChatScene.Set(host);
        await using var elsewhere = await ChatScene.Set(host);
        var email = await host.AddUser(Role.Agent);
        await host.AddMember(scene.ProjectId, email, Role.Agent, ChatAccess.Read);
        await host.AddMember(elsewhere.ProjectId, email, Role.Agent, ChatAccess.Read);
        using var agent = await Teammate.SignIn(host, email);
        var (here, there) = (await scene.NewThread(), await elsewhere.NewThread());
        await scene.Ask(here, "One");
        await elsewhere.Ask(there, "One");
        Assert.Equal("project_id", (await agent.Client.Post("/v2/threads/read_all", """{"project_id":"proj_unknown"}""")).Param);

        Assert.Equal(200, (await agent.Client.Post("/v2/threads/read_all", $$"""{"project_id":"{{scene.ProjectId}}"}""")).Status);
        Assert.Equal((0, 2), (Unread(await agent.Thread(here)), Unread(await agent.Thread(there))));
        Assert.True((await agent.Thread(here)).GetProperty("seen_sequence").GetInt64() > 0);
        Assert.Equal(200, (await agent.Client.Post("/v2/threads/read_all", "{}")).Status);
        Assert.Equal(0, Unread(await agent.Thread(there)));

        await elsewhere.Say(there, "Two", ""","reply":false""");
        Assert.Equal(1, Unread(await agent.Thread(there)));
        using var newcomer = await Teammate.Join(scene);
        Assert.Equal(0, Unread(await newcomer.Thread(here)));
    }

    [Fact]
    public async Task Preview_IsTheNewestTextOnOneLine()
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread();
        var made = (await scene.Client.Get($"/v2/threads/{threadId}")).Body;
        Assert.Equal((null, made.GetProperty("created_at").GetInt64()), Line(made));
        await scene.Say(threadId, " First\n\n\tsecond  " + new string('x', 142) + "😀 end", ""","reply":false""");
        Assert.Equal("First second " + new string('x', 142) + "😀 en", Line((await scene.Client.Get($"/v2/threads/{threadId}")).Body).Preview);
        await scene.Ask(threadId, "Hello");
        var answered = (await scene.Client.Get($"/v2/threads/{threadId}")).Body;
        Assert.Equal("Hello from the fake provider.", Line(answered).Preview);
        scene.Provider.Enqueue(FakeReply.Status(500));
        await scene.Ask(threadId, "Again");
        Assert.Equal("Again", Line((await scene.Client.Get($"/v2/threads/{threadId}")).Body).Preview);
    }

    static int Unread(JsonElement thread) => thread.GetProperty("unread").GetInt32();

    static (string? Preview, long At) Line(JsonElement thread) => (thread.GetProperty("preview").GetString(), thread.GetProperty("last_activity_at").GetInt64());
}
