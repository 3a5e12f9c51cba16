using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Portal.Client.Desk;
using Portal.Client.Projects;
using Portal.Tests.Fakes;
using Portal.Tests.Handling;
using Portal.Tests.Threads;

namespace Portal.Tests.Desk;

/// <summary>Who is told of what, and when it is over.</summary>
public sealed class AttentionTests(PortalHost host) : IClassFixture<PortalHost>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PersonRequested_IsEverybodysUntilSomebodyHasTheThread()
    {
        await using var scene = await ChatScene.Set(host);
        using var one = await Teammate.Join(scene);
        using var two = await Teammate.Join(scene);
        using var reader = await Teammate.Join(scene, ChatAccess.Read);
        var threadId = await scene.NewThread(""","title":"Broken lamp" """);
        await scene.Client.Post($"/v2/threads/{threadId}/request_person", "{}");

        var told = Assert.Single(await Open(one));
        Assert.Equal(("attention", "person_requested", threadId, "Broken lamp"), (told.GetProperty("object").GetString(), told.GetProperty("reason").GetString(), told.GetProperty("thread_id").GetString(), told.GetProperty("title").GetString()));
        Assert.Equal(1, await host.Read(connection => Dapper.SqlMapper.ExecuteScalar<long>(connection, "SELECT COUNT(*) FROM attention WHERE thread_id = @threadId", new { threadId })));
        Assert.Empty(await Open(reader));
        Assert.Single(await Open(two));

        // Seen by one, it is still there for the other.
        await one.Do(threadId, "view", $$"""{"seen_sequence":{{(await one.Thread(threadId)).GetProperty("last_sequence").GetInt64()}}}""");
        Assert.Empty(await Open(one));
        Assert.Single(await Open(two));
        await one.Do(threadId, "assign", $$"""{"assignee_id":"{{one.Id}}"}""");
        Assert.Empty(await Open(two));
        await one.Do(threadId, "assign", """{"assignee_id":null}""");
        Assert.Single(await Open(two));
        await one.Do(threadId, "take_over");
        Assert.Empty(await Open(two));
    }

    [Fact]
    public async Task Tool_OfAnAssignedThread_IsTheAssignees_AndOverWithTheOutputs()
    {
        await using var scene = await ChatScene.Set(host, ChatScene.LookupTool);
        using var agent = await Teammate.Join(scene);
        using var colleague = await Teammate.Join(scene);
        scene.Provider.Enqueue(new FakeReply().Call(0, "a", "lookup", "{}").Done(null, "tool_calls"), new FakeReply().Say("Found."));
        var threadId = await scene.NewThread($$""","assignee_id":"{{agent.Id}}" """);
        var reply = await scene.Ask(threadId, "Look it up");
        Assert.Equal(["tool", "assigned"], Reasons(await Open(agent)));
        Assert.Empty(await Open(colleague));

        await agent.Do(threadId, "assign", $$"""{"assignee_id":"{{colleague.Id}}"}""");
        Assert.Empty(await Open(agent));
        Assert.Equal(["assigned", "tool"], Reasons(await Open(colleague)));
        await scene.Answer(threadId, reply.GetProperty("tool_calls")[0].GetProperty("id").GetString()!, "here", ("Prefer", "wait=30"));
        Assert.Equal(["assigned"], Reasons(await Open(colleague)));
    }

    [Fact]
    public async Task Mentions_Whispers_AndAnswers_AreToldToTheOthers()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        using var supervisor = await Teammate.Join(scene, Role.Admin);
        var threadId = await scene.NewThread();
        await agent.Do(threadId, "take_over");
        await agent.Do(threadId, "notes", $$"""{"text":"x","mentions":["{{supervisor.Id}}","{{agent.Id}}"]}""");
        await supervisor.Do(threadId, "notes", $$"""{"text":"x","kind":"whisper","mentions":["{{agent.Id}}"]}""");
        var first = await scene.Say(threadId, "Hello?");
        var second = await scene.Say(threadId, "Anybody?");

        Assert.Equal(["mentioned"], Reasons(await Open(supervisor)));
        var told = await Open(agent);
        Assert.Equal(["answer", "whispered"], Reasons(told));
        Assert.Equal(second.Id, told[0].GetProperty("message_id").GetString());
        Assert.Equal(supervisor.Name, told[1].GetProperty("actor").GetProperty("name").GetString());
        // Seen up to the first message, the second still needs an answer.
        var upTo = (await scene.Message(threadId, first.Id))["first_sequence"].GetInt64();
        await agent.Do(threadId, "view", $$"""{"seen_sequence":{{upTo}}}""");
        Assert.Equal(["answer"], Reasons(await Open(agent)));
        await agent.Write(threadId, "Here.");
        Assert.Empty(await Open(agent));
        Assert.Equal(200, (await supervisor.Client.Post("/v2/attention/clear", $$"""{"thread_id":"{{threadId}}"}""")).Status);
        Assert.Empty(await Open(supervisor));
    }

    [Fact]
    public async Task Reply_IsToldToWhoAsked_UnlessTheyLookAtIt()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        await using var desk = await DeskReader.Open(host, agent.Browser);
        var (away, before) = (await scene.NewThread(), await scene.NewThread());
        await using var page = await DeskReader.Connect(host, agent.Browser);
        await page.InvokeAsync<ThreadPresence>("Present", before, "viewing", Cancellation);
        await Ask(before);
        Assert.Empty(await Open(agent));
        var asked = await Ask(away);

        var added = (await desk.Next("attention.added")).GetProperty("attention");
        Assert.Equal(("reply", away, asked["reply"].GetProperty("id").GetString()), (added.GetProperty("reason").GetString(), added.GetProperty("thread_id").GetString(), added.GetProperty("message_id").GetString()));
        Assert.Equal(JsonValueKind.Null, added.GetProperty("actor").ValueKind);
        Assert.Equal(added.ToString(), Assert.Single(await Open(agent)).ToString());
        await using (var later = await DeskReader.Open(host, agent.Browser))
            Assert.Equal(added.ToString(), Assert.Single(later.Snapshot.GetProperty("attention").EnumerateArray()).ToString());
        await agent.Do(away, "view", $$"""{"seen_sequence":{{(await agent.Thread(away)).GetProperty("last_sequence").GetInt64()}}}""");
        Assert.Equal(away, (await desk.Next("attention.cleared")).GetProperty("thread_id").GetString());
        await page.InvokeAsync<ThreadPresence>("Present", before, "away", Cancellation);
        await Ask(before);
        await desk.Next("attention.added");
        Assert.Equal(200, (await agent.Client.Post("/v2/attention/clear", "{}")).Status);
        Assert.Equal(0, (await desk.Next("snapshot")).GetProperty("attention").GetArrayLength());

        async Task<Answered> Ask(string threadId)
        {
            var posted = await agent.Client.Post($"/v2/threads/{threadId}/messages", """{"role":"user","content":"Hello"}""", ("Prefer", "wait=30"));
            Assert.Equal("completed", posted["reply"].GetProperty("status").GetString());
            return posted;
        }
    }

    [Fact]
    public async Task Attention_OfAProjectThatOneHasLeft_IsNotListed()
    {
        await using var scene = await ChatScene.Set(host);
        await using var other = await ChatScene.Set(host);
        var email = await host.AddUser(Role.Agent);
        await host.AddMember(scene.ProjectId, email, Role.Agent, ChatAccess.Write);
        await host.AddMember(other.ProjectId, email, Role.Agent, ChatAccess.Write);
        using var agent = await Teammate.SignIn(host, email);
        foreach (var one in new[] { scene, other }) await one.Client.Post($"/v2/threads/{await one.NewThread()}/assign", $$"""{"assignee_id":"{{agent.Id}}"}""");
        var both = await agent.Client.Get("/v2/attention?limit=1");
        Assert.True(both["has_more"].GetBoolean());
        Assert.Equal(scene.ProjectId, (await agent.Client.Get($"/v2/attention?after={both["last_id"].GetString()}"))["data"][0].GetProperty("project_id").GetString());
        await host.Admin.Delete($"/v2/projects/{other.ProjectId}/members/{agent.Id}");
        Assert.Equal(scene.ProjectId, Assert.Single(await Open(agent)).GetProperty("project_id").GetString());
        var refused = await agent.Client.Post("/v2/attention/clear", """{"thread_id":"thread_unknown"}""");
        Assert.Equal((404, "thread_id"), (refused.Status, refused.Param));
        Assert.Equal(403, (await scene.Client.Get("/v2/attention")).Status);
    }

    static async Task<List<JsonElement>> Open(Teammate one)
    {
        var list = await one.Client.Get("/v2/attention?limit=100");
        Assert.Equal(200, list.Status);
        return [.. list["data"].EnumerateArray()];
    }

    static IEnumerable<string?> Reasons(List<JsonElement> open) => open.Select(one => one.GetProperty("reason").GetString());
}
