using System.Text.Json;
using Portal.Tests.Fakes;
using Portal.Tests.Threads;

namespace Portal.Tests.Runs;

public class ToolCallTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task ParallelCalls_AllAnswered_TheModelGoesOnInTheSameRun()
    {
        await using var scene = await Scene();
        var threadId = await scene.NewThread();
        var waiting = await scene.Ask(threadId, "Look them up");
        Assert.Equal("requires_action", waiting.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, waiting.GetProperty("content").ValueKind);
        var calls = waiting.GetProperty("tool_calls").EnumerateArray().ToList();
        Assert.Equal(["""{"id":"1"}""", """{"id":"2"}"""], calls.Select(call => call.GetProperty("function").GetProperty("arguments").GetString()));

        var second = await scene.Answer(threadId, Id(calls[1]), "Two");
        Assert.False(second.Body.TryGetProperty("reply", out _));
        var first = await scene.Answer(threadId, Id(calls[0]), "One", ("Prefer", "wait=30"));

        var reply = first["reply"];
        Assert.Equal("Both found.", reply.GetProperty("content").GetString());
        Assert.Equal(waiting.GetProperty("run_id").GetString(), reply.GetProperty("run_id").GetString());
        Assert.Equal("completed", (await scene.Message(threadId, waiting.GetProperty("id").GetString()!))["status"].GetString());
        Assert.Equal(
            ["user", "assistant", "tool", "tool", "assistant"],
            (await scene.Branch(threadId)).Select(one => one.GetProperty("role").GetString()));
        var sent = scene.Provider.Requests[1].Body.GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal(["user", "assistant", "tool", "tool"], sent.Select(one => one.GetProperty("role").GetString()));
        Assert.Equal(Id(calls[1]), sent[2].GetProperty("tool_call_id").GetString());
        var run = await scene.Client.Get($"/v2/runs/{reply.GetProperty("run_id").GetString()}");
        Assert.Equal(["model_call", "tool_call", "tool_call", "model_call"], run["steps"].EnumerateArray().Select(step => step.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Output_ForAnUnknownOrAnsweredCall_IsAConflict()
    {
        await using var scene = await Scene();
        var threadId = await scene.NewThread();
        var call = Id((await scene.Ask(threadId, "Look them up")).GetProperty("tool_calls")[0]);
        Assert.Equal(201, (await scene.Answer(threadId, call, "One")).Status);

        Assert.Equal("tool_call_not_pending", (await scene.Answer(threadId, call, "Again")).Code);
        Assert.Equal(409, (await scene.Answer(threadId, "call_unknown", "x")).Status);
        Assert.Equal(3, (await scene.Branch(threadId)).Count);
    }

    [Fact]
    public async Task Message_PostedWhileToolsAreAwaited_FollowsTheRunsLastReply()
    {
        await using var scene = await Scene();
        var threadId = await scene.NewThread();
        var calls = (await scene.Ask(threadId, "Look them up")).GetProperty("tool_calls").EnumerateArray().ToList();
        var meanwhile = await scene.Say(threadId, "And then?");
        scene.Provider.Enqueue(new FakeReply().Say("Then this."));

        foreach (var call in calls) await scene.Answer(threadId, Id(call), "found");
        await scene.Rested(threadId, meanwhile["reply"].GetProperty("id").GetString()!);

        Assert.Equal(
            ["Look them up", null, "found", "found", "Both found.", "And then?", "Then this."],
            (await scene.Branch(threadId)).Select(one => one.GetProperty("content").GetString()));
    }

    [Fact]
    public async Task Cancel_WhileToolsAreAwaited_EndsTheRun()
    {
        await using var scene = await Scene();
        var threadId = await scene.NewThread();
        var waiting = await scene.Ask(threadId, "Look them up");

        var cancelled = await scene.Client.Post($"/v2/threads/{threadId}/messages/{waiting.GetProperty("id").GetString()}/cancel");

        Assert.Equal("cancelled", cancelled["status"].GetString());
        Assert.Equal(409, (await scene.Answer(threadId, Id(waiting.GetProperty("tool_calls")[0]), "late")).Status);
        Assert.Equal("completed", (await scene.Ask(threadId, "Never mind")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Output_StreamAsked_BeginsWithTheToolMessage()
    {
        await using var scene = await Scene();
        var threadId = await scene.NewThread();
        var calls = (await scene.Ask(threadId, "Look them up")).GetProperty("tool_calls").EnumerateArray().ToList();
        await scene.Answer(threadId, Id(calls[0]), "One");

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v2/threads/{threadId}/messages")
        {
            Content = new StringContent($$"""{"role":"tool","tool_call_id":"{{Id(calls[1])}}","content":"Two","stream":true}""", null, "application/json"),
        };
        using var response = await scene.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var events = await SseEvent.ReadAll(response);

        Assert.Equal("message.created", events[0].Type);
        Assert.Equal("tool", events[0].Json.GetProperty("message").GetProperty("role").GetString());
        Assert.Contains(events, one => one.Type == "tool_call.completed");
        Assert.Equal(["run.completed", "done"], events[^2..].Select(one => one.Type));
    }

    [Fact]
    public async Task Calls_NotAnsweredInTime_FailTheReply()
    {
        await using var impatient = PortalHost.Start(("Portal:Runs:ToolTimeoutSeconds", "1"));
        await using var scene = await ChatScene.Set(impatient, ChatScene.LookupTool);
        scene.Provider.Enqueue(new FakeReply().Call(0, "x", "lookup", "{}").Done(null, "tool_calls"));
        var threadId = await scene.NewThread();
        var waiting = await scene.Ask(threadId, "Look it up");
        var id = waiting.GetProperty("id").GetString()!;

        var failed = await Eventually(async () => (await scene.Message(threadId, id)).Body, message => message.GetProperty("status").GetString() == "failed");

        Assert.Equal("tool_timeout", failed.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("run.completed", (await scene.Events(threadId, id))[^2].Type);
    }

    async Task<ChatScene> Scene()
    {
        var scene = await ChatScene.Set(host, ChatScene.LookupTool);
        scene.Provider.Enqueue(
            new FakeReply().Call(0, "a", "lookup", "{\"id\":").Call(0, null, null, "\"1\"}").Call(1, "b", "lookup", "{\"id\":\"2\"}").Done(new(10, 5), "tool_calls"),
            new FakeReply().Say("Both found."));
        return scene;
    }

    static string Id(JsonElement one) => one.GetProperty("id").GetString()!;

    static async Task<JsonElement> Eventually(Func<Task<JsonElement>> read, Func<JsonElement, bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var value = await read();
            if (condition(value)) return value;
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}
