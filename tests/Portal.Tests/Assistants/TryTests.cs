using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using Portal.Tests.Threads;

namespace Portal.Tests.Assistants;

public sealed class TryTests(PortalHost host) : IClassFixture<PortalHost>
{
    sealed record UsageOf(string AssistantId, string ThreadId, string ActorType, long InputTokens, long OutputTokens, long? CostNanodollars, string Accuracy, long FirstOfRun);

    [Fact]
    public async Task Try_RunsTheUnsavedDraft_WithTheWholeConversation()
    {
        await using var scene = await ChatScene.Set(host);

        var events = await Try(scene, """{"role":"user","content":"One"},{"role":"assistant","content":"Two"},{"role":"user","content":"Three"}""");

        Assert.Equal(["message.created", "message.delta", "message.completed", "done"], events.Select(one => one.Type).Distinct());
        var sent = scene.Provider.Requests[^1].Body.GetProperty("messages").EnumerateArray()
            .Select(message => (message.GetProperty("role").GetString(), message.GetProperty("content").ToString())).ToList();
        Assert.Equal(("system", "Unsaved instructions."), sent[0]);
        Assert.Equal([("user", "One"), ("assistant", "Two"), ("user", "Three")], sent[1..]);
        Assert.Equal("Hello from the fake provider.", events[^2].Json.GetProperty("message").GetProperty("content").GetString());
    }

    [Fact]
    public async Task Try_IsMeteredAndAudited_ButIsNoRun()
    {
        await using var scene = await ChatScene.Set(host);
        scene.Provider.Enqueue(new FakeReply().Say("Hi").Done(new FakeUsage(1000, 500)));

        await Try(scene, """{"role":"user","content":"Hello"}""", $$""","assistant_id":"{{scene.AssistantId}}" """);

        var used = Assert.Single(await Usage(scene.ProjectId));
        Assert.Equal(new UsageOf(scene.AssistantId, "", "key", 1000, 500, 2_000_000, "exact", 0), used);
        var called = Assert.Single(await host.Audit("model.called", scene.AssistantId));
        Assert.Equal(("key", "success"), (called.ActorType, called.Outcome));
        Assert.Empty((await scene.Client.Get("/v2/threads"))["data"].EnumerateArray());
    }

    [Fact]
    public async Task Try_ItsReaderLeaves_StopsTheModel_AndCountsWhatItTook()
    {
        await using var scene = await ChatScene.Set(host);
        scene.Provider.Enqueue(new FakeReply().Endless("word "));
        using (var response = await Open(scene, """{"role":"user","content":"Hello"}"""))
            await foreach (var one in SseEvent.Read(response))
                if (one.Type == "message.delta") break;

        List<UsageOf> used;
        do used = await Usage(scene.ProjectId);
        while (used.Count == 0 && !TestContext.Current.CancellationToken.IsCancellationRequested);

        Assert.Equal(("estimated", true), (Assert.Single(used).Accuracy, used[0].OutputTokens > 0));
    }

    [Fact]
    public async Task Try_ProviderFails_SaysSo_AndIsRecordedAsAFailure()
    {
        await using var scene = await ChatScene.Set(host);
        scene.Provider.Enqueue(FakeReply.Status(400));

        var events = await Try(scene, """{"role":"user","content":"Hello"}""", $$""","assistant_id":"{{scene.AssistantId}}" """);

        Assert.Equal("message.failed", events[^2].Type);
        Assert.Equal("provider_error", events[^2].Json.GetProperty("message").GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("failure", Assert.Single(await host.Audit("model.called", scene.AssistantId)).Outcome);
    }

    [Fact]
    public async Task Try_ToolCalls_AreHandedBack_AndGoOnWithTheirOutputs()
    {
        await using var scene = await ChatScene.Set(host);
        scene.Provider.Enqueue(new FakeReply().Call(0, "c1", "lookup", """{"id":"7"}"""), new FakeReply().Say("It is 7."));
        const string asked = """{"role":"user","content":"Which?"}""";

        var called = (await Try(scene, asked, tools: ChatScene.LookupTool))[^2];
        Assert.Equal("message.requires_action", called.Type);
        var calls = called.Json.GetProperty("message").GetProperty("tool_calls");
        var id = calls[0].GetProperty("id").GetString();
        var went = await Try(scene, $$"""{{asked}},{"role":"assistant","tool_calls":{{calls}}},{"role":"tool","tool_call_id":"{{id}}","content":"seven"}""", tools: ChatScene.LookupTool);

        Assert.Equal("It is 7.", went[^2].Json.GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("tool", scene.Provider.Requests[^1].Body.GetProperty("messages").EnumerateArray().Last().GetProperty("role").GetString());
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":"x"}""", "messages[0].role")]
    [InlineData("""{"role":"user"}""", "messages[0].content")]
    [InlineData("""{"role":"tool","content":"x"}""", "messages[0].tool_call_id")]
    [InlineData("""{"role":"tool","content":"x","tool_call_id":"c"}""", "messages[0].tool_call_id")]
    [InlineData("""{"role":"user","content":"x","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}""", "messages[0].tool_calls")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"c","type":"function"}]}""", "messages[0].tool_calls")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"user","content":"x"}""", "messages[1]")]
    public async Task Try_AConversationThatNoModelTakes_IsRefusedAtItsPlace(string messages, string param)
    {
        var client = host.Client(await host.AddKey(await host.AddProject()));
        var refused = await client.Post("/v2/assistants/try", $$"""{"assistant":{"name":"A","model":"gpt-4-fast-2026"},"messages":[{{messages}}]}""");
        Assert.Equal((400, param), (refused.Status, refused.Param));
    }

    [Fact]
    public async Task Try_InAPausedProject_IsRefused_AndOfAnUnknownAssistantOrModelToo()
    {
        await using var scene = await ChatScene.Set(host);
        Assert.Equal("assistant_id", (await scene.Client.Post("/v2/assistants/try", Body(scene, Hello, ""","assistant_id":"asst_none" """))).Param);
        Assert.Equal("assistant.model", (await scene.Client.Post("/v2/assistants/try", Body(scene, Hello, model: "none"))).Param);
        await host.Admin.Post($"/v2/projects/{scene.ProjectId}", """{"paused":true}""");
        Assert.Equal("project_paused", (await scene.Client.Post("/v2/assistants/try", Body(scene, Hello))).Code);
        Assert.Empty(scene.Provider.Requests);
    }

    const string Hello = """{"role":"user","content":"Hello"}""";

    static string Body(ChatScene scene, string messages, string more = "", string tools = "[]", string? model = null) =>
        $$"""{"assistant":{"name":"Draft","model":"{{model ?? ModelOf(scene)}}","instructions":"Unsaved instructions.","tools":{{tools}}},"messages":[{{messages}}]{{more}}}""";

    static string ModelOf(ChatScene scene) =>
        scene.Client.GetFromJsonAsync<JsonElement>($"/v2/assistants/{scene.AssistantId}").GetAwaiter().GetResult().GetProperty("model").GetString()!;

    static async Task<List<SseEvent>> Try(ChatScene scene, string messages, string more = "", string tools = "[]")
    {
        using var response = await Open(scene, messages, more, tools);
        Assert.Equal((200, "text/event-stream"), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        return await SseEvent.ReadAll(response);
    }

    static Task<HttpResponseMessage> Open(ChatScene scene, string messages, string more = "", string tools = "[]")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v2/assistants/try") { Content = new StringContent(Body(scene, messages, more, tools), System.Text.Encoding.UTF8, "application/json") };
        return scene.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    Task<List<UsageOf>> Usage(string projectId) => host.Read(connection => connection.Query<UsageOf>("""
        SELECT assistant_id AS AssistantId, thread_id AS ThreadId, actor_type AS ActorType, input_tokens AS InputTokens, output_tokens AS OutputTokens,
          cost_nanodollars AS CostNanodollars, accuracy AS Accuracy, first_of_run AS FirstOfRun
        FROM usage WHERE project_id = @projectId
        """, new { projectId }).AsList());
}
