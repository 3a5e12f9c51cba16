using System.Text.Json;
using Portal.Client.Projects;
using Portal.Tests.Fakes;
using Portal.Tests.Threads;

namespace Portal.Tests.Handling;

public sealed class TakeOverTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task TakeOver_MidStreamAndQueued_EndsBoth_AndKeepsTheText()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        var gate = new FakeGate();
        scene.Provider.Enqueue(new FakeReply().Say("So", " far").Wait(gate));
        var threadId = await scene.NewThread();
        var (first, second) = (await scene.Say(threadId, "1"), await scene.Say(threadId, "2"));
        await gate.Reached;

        var taken = await agent.Do(threadId, "take_over");
        Assert.Equal((200, agent.Id, agent.Name), (taken.Status, taken["taken_over_by"].GetProperty("id").GetString(), taken["taken_over_by"].GetProperty("name").GetString()));
        Assert.True(taken["taken_over_at"].GetInt64() > 0);
        var (running, queued) = (await Reply(scene, threadId, first), await Reply(scene, threadId, second));
        Assert.Equal(("cancelled", "taken_over", "So far"), Ended(running));
        Assert.Equal(("cancelled", "taken_over", null), Ended(queued));
        Assert.Equal("estimated", running.GetProperty("usage").GetProperty("accuracy").GetString());
        Assert.Equal(["message.cancelled", "run.completed", "done"], (await scene.Events(threadId, first.Id))[^3..].Select(one => one.Type));

        var asked = await scene.Say(threadId, "Is anybody there?");
        Assert.False(asked.Body.TryGetProperty("reply", out _));
        Assert.Equal("answer", (await agent.Thread(threadId)).GetProperty("waiting_for").GetString());
        var answer = await agent.Write(threadId, "I am.");
        Assert.Equal((201, "assistant", asked.Id), (answer.Status, answer["role"].GetString(), answer["parent_id"].GetString()));
        Assert.Equal(("user", agent.Id, agent.Name), Author(answer.Body));
        Assert.Equal(JsonValueKind.Null, (await agent.Thread(threadId)).GetProperty("waiting_for").ValueKind);
        Assert.Single(scene.Provider.Requests);

        Assert.Equal(JsonValueKind.Null, (await agent.Do(threadId, "hand_back"))["taken_over_by"].ValueKind);
        Assert.Equal("completed", (await scene.Ask(threadId, "And now?")).GetProperty("status").GetString());
        Assert.Contains("I am.", scene.Provider.Requests[^1].Body.ToString());
        Assert.Single(await host.Audit("thread.taken_over", threadId));
        Assert.Single(await host.Audit("thread.handed_back", threadId));
        Assert.Equal(3, (await host.Audit("message.created", asked.Id)).Count + (await host.Audit("message.created", answer.Id)).Count + (await host.Audit("message.created", first.Id)).Count);
    }

    [Fact]
    public async Task TakeOver_WhileToolsAreAwaited_EndsTheRun()
    {
        await using var scene = await ChatScene.Set(host, ChatScene.LookupTool);
        using var agent = await Teammate.Join(scene);
        scene.Provider.Enqueue(new FakeReply().Call(0, "a", "lookup", "{}").Done(null, "tool_calls"));
        var threadId = await scene.NewThread();
        var waiting = await scene.Ask(threadId, "Look it up");
        var before = await agent.Thread(threadId);
        Assert.Equal("tool", before.GetProperty("waiting_for").GetString());
        Assert.True(before.GetProperty("waiting_since").GetInt64() > 0);

        var taken = await agent.Do(threadId, "take_over");
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (taken["waiting_for"].ValueKind, taken["waiting_since"].ValueKind));
        var ended = (await scene.Message(threadId, waiting.GetProperty("id").GetString()!)).Body;
        Assert.Equal(("cancelled", "taken_over", null), Ended(ended));
        var late = await scene.Answer(threadId, waiting.GetProperty("tool_calls")[0].GetProperty("id").GetString()!, "late");
        Assert.Equal((409, "tool_call_not_pending"), (late.Status, late.Code));
    }

    [Fact]
    public async Task Tools_Answered_TheThreadWaitsNoMore()
    {
        await using var scene = await ChatScene.Set(host, ChatScene.LookupTool);
        scene.Provider.Enqueue(new FakeReply().Call(0, "a", "lookup", "{}").Done(null, "tool_calls"), new FakeReply().Say("Found."));
        var threadId = await scene.NewThread();
        var waiting = await scene.Ask(threadId, "Look it up");
        await scene.Answer(threadId, waiting.GetProperty("tool_calls")[0].GetProperty("id").GetString()!, "here", ("Prefer", "wait=30"));
        Assert.Equal(JsonValueKind.Null, (await scene.Client.Get($"/v2/threads/{threadId}"))["waiting_for"].ValueKind);
    }

    [Fact]
    public async Task TakeOver_ManyAtOnce_OneGetsIt()
    {
        await using var scene = await ChatScene.Set(host);
        var gate = new FakeGate();
        scene.Provider.Enqueue(new FakeReply().Say("So far").Wait(gate));
        var team = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Teammate.Join(scene)));
        var threadId = await scene.NewThread();
        await scene.Say(threadId, "Hello");
        await gate.Reached;

        var answers = await Task.WhenAll(team.Concat(team).Select(async one => (one.Id, Answer: await one.Do(threadId, "take_over"))));
        var holder = (await team[0].Thread(threadId)).GetProperty("taken_over_by").GetProperty("id").GetString();
        Assert.All(answers, one => Assert.Equal(one.Id == holder ? (200, null) : (409, "taken_over"), (one.Answer.Status, one.Answer.Status == 409 ? one.Answer.Code : null)));
        Assert.Single(await host.Audit("thread.taken_over", threadId));
        Assert.Single(await Activity(team[0], threadId));
        foreach (var one in team) one.Dispose();
    }

    [Fact]
    public async Task TakeOver_OfAnothersThread_IsForManagers_AndOfOneWhoIsGoneForEverybody()
    {
        await using var scene = await ChatScene.Set(host);
        using var first = await Teammate.Join(scene);
        using var second = await Teammate.Join(scene);
        using var manager = await Teammate.Join(scene, Role.Admin);
        var threadId = await scene.NewThread();
        await first.Do(threadId, "take_over");
        Assert.Equal((409, "taken_over"), Refusal(await second.Do(threadId, "take_over")));
        Assert.Equal((409, "taken_over"), Refusal(await second.Do(threadId, "hand_back")));
        Assert.Equal((409, "not_taken_over"), Refusal(await second.Write(threadId, "Me instead")));
        Assert.Equal(manager.Id, (await manager.Do(threadId, "take_over"))["taken_over_by"].GetProperty("id").GetString());
        Assert.Equal((409, "not_taken_over"), Refusal(await first.Write(threadId, "Still me?")));
        await manager.Do(threadId, "hand_back");

        await first.Do(threadId, "take_over");
        Assert.Equal(200, (await host.Admin.Delete($"/v2/projects/{scene.ProjectId}/members/{first.Id}")).Status);
        Assert.Equal(second.Id, (await second.Do(threadId, "take_over"))["taken_over_by"].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Held_RetryAndEditAreRefused_ButWordsWrittenMeanwhileAreNot()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        var threadId = await scene.NewThread();
        var reply = await scene.Ask(threadId, "Hello");
        await agent.Do(threadId, "take_over");
        Assert.Equal((409, "taken_over"), Refusal(await scene.Client.Post($"/v2/threads/{threadId}/messages/{reply.GetProperty("id").GetString()}/retry")));
        var edit = await scene.Say(threadId, "Hello, better", ""","parent_id":"root" """);
        Assert.Equal((409, "taken_over", "parent_id"), (edit.Status, edit.Code, edit.Param));

        var answer = await agent.Write(threadId, "A person here.");
        var crossed = await scene.Say(threadId, "Anybody?", $$""","parent_id":"{{reply.GetProperty("id").GetString()}}" """);
        Assert.Equal((201, answer.Id), (crossed.Status, crossed["parent_id"].GetString()));
        var second = await agent.Write(threadId, "Yes.", $$""","parent_id":"{{answer.Id}}" """);
        Assert.Equal(crossed.Id, second["parent_id"].GetString());
        Assert.Equal(["Hello", "Hello from the fake provider.", "A person here.", "Anybody?", "Yes."], (await scene.Branch(threadId)).Select(one => one.GetProperty("content").GetString()));
        await agent.Do(threadId, "hand_back");
        Assert.Equal("not_a_reply", (await scene.Client.Post($"/v2/threads/{threadId}/messages/{second.Id}/retry")).Code);
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":"x","model":"gpt-4-fast-2026"}""", 400, "model")]
    [InlineData("""{"role":"assistant","content":"x","tool_call_id":"call_1"}""", 400, "tool_call_id")]
    [InlineData("""{"role":"assistant","content":"x","parent_id":"msg_other"}""", 404, "parent_id")]
    [InlineData("""{"role":"assistant","content":" "}""", 400, "content")]
    public async Task Answer_BadInput_IsRefused(string body, int status, string param)
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        var threadId = await scene.NewThread();
        await agent.Do(threadId, "take_over");
        var refused = await agent.Do(threadId, "messages", body);
        Assert.Equal((status, param), (refused.Status, refused.Param));
        Assert.Empty(await scene.Branch(threadId));
    }

    [Fact]
    public async Task HandBack_OfAFreeThread_AndTakeOverOfAnArchivedOne_AreConflicts()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        var threadId = await scene.NewThread();
        Assert.Equal((409, "not_taken_over"), Refusal(await agent.Do(threadId, "hand_back")));
        await agent.Client.Post($"/v2/threads/{threadId}", """{"status":"archived"}""");
        Assert.Equal((409, "thread_archived"), Refusal(await agent.Do(threadId, "take_over")));
        Assert.Equal((409, "thread_archived"), Refusal(await agent.Do(threadId, "request_person")));
        Assert.Equal(404, (await agent.Do("thread_unknown", "take_over")).Status);
        Assert.Equal("reason", (await agent.Do(await scene.NewThread(), "take_over", """{"reason":"x"}""")).Param);
    }

    [Fact]
    public async Task Held_PausedProject_StillTakesMessages()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        var threadId = await scene.NewThread();
        await agent.Do(threadId, "take_over");
        await host.Admin.Post($"/v2/projects/{scene.ProjectId}", """{"paused":true}""");
        Assert.Equal(201, (await scene.Say(threadId, "Hello?")).Status);
        Assert.Equal(201, (await agent.Write(threadId, "Hello.")).Status);
    }

    [Fact]
    public async Task TakeOver_Repeated_IsOneEvent_AlsoUnderOneIdempotencyKey()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        var threadId = await scene.NewThread();
        var path = $"/v2/threads/{threadId}/take_over";
        Assert.Equal(200, (await agent.Client.Post(path, "{}", ("Idempotency-Key", "once"))).Status);
        var again = await agent.Client.Post(path, "{}", ("Idempotency-Key", "once"));
        Assert.Equal((200, agent.Id), (again.Status, again["taken_over_by"].GetProperty("id").GetString()));
        Assert.True(again.Response.Headers.Contains("idempotent-replay"));
        Assert.Equal(200, (await agent.Client.Post(path)).Status);
        Assert.Single(await Activity(agent, threadId));
    }

    static (int, string?) Refusal(Answered answer) => (answer.Status, answer.Status < 400 ? null : answer.Code);

    static (string?, string?, string?) Ended(JsonElement reply) => (
        reply.GetProperty("status").GetString(), reply.GetProperty("error").GetProperty("code").GetString(), reply.GetProperty("content").GetString());

    static (string?, string?, string?) Author(JsonElement message) => (
        message.GetProperty("author").GetProperty("type").GetString(), message.GetProperty("author").GetProperty("id").GetString(), message.GetProperty("author").GetProperty("name").GetString());

    static async Task<JsonElement> Reply(ChatScene scene, string threadId, Answered posted) =>
        (await scene.Message(threadId, posted["reply"].GetProperty("id").GetString()!)).Body;

    static async Task<List<JsonElement>> Activity(Teammate one, string threadId) =>
        [.. (await one.Client.Get($"/v2/threads/{threadId}/activity"))["data"].EnumerateArray()];
}
