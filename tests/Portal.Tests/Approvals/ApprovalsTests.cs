using System.Text.Json;
using Portal.Client.Projects;
using Portal.Tests.Fakes;
using Portal.Tests.Threads;

namespace Portal.Tests.Approvals;

/// <summary>Rules with the action <c>ask</c>: what they hold back waits for a person.</summary>
public sealed class ApprovalsTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Question_WaitsBeforeAnyModelIsAsked_AndGoesOnOnceItIsApproved_AlsoInLaterTurns()
    {
        await using var scene = await ChatScene.Set(host);
        await Ask(scene, "input");
        var thread = await scene.NewThread();
        var reply = await scene.Ask(thread, "Tell me of project thunder.");
        var waiting = await Waiting(thread, reply);
        Assert.Equal(("message", "input", "Tell me of project thunder.", "pending"), (Text(waiting, "kind"), Text(waiting, "direction"), Payload(waiting), Text(waiting, "status")));
        Assert.Empty(scene.Provider.Requests);
        Assert.Equal("approval", Text((await scene.Client.Get($"/v2/threads/{thread}")).Body, "waiting_for"));

        var decided = await Decide(waiting, "approve");
        Assert.Equal((200, "approved"), (decided.Status, Text(decided.Body, "status")));
        var done = await scene.Rested(thread, Text(reply, "id")!);
        Assert.Equal("completed", Text(done, "status"));
        Assert.Equal(JsonValueKind.Null, done.GetProperty("approval_id").ValueKind);
        Assert.Contains("project thunder", scene.Provider.Requests.Single().Body.GetRawText());
        Assert.Equal(JsonValueKind.Null, (await scene.Client.Get($"/v2/threads/{thread}"))["waiting_for"].ValueKind);

        var next = await scene.Ask(thread, "And what else?");
        Assert.Equal("completed", Text(next, "status"));
        Assert.Contains("project thunder", scene.Provider.Requests[^1].Body.GetRawText());
        Assert.Equal(409, (await Decide(waiting, "reject")).Status);
        Assert.Single(await host.Audit("approval.approved", Text(waiting, "id")));
    }

    [Fact]
    public async Task Question_Rejected_EndsWithTheRulesWords_AndIsLeftOutOfLaterTurns()
    {
        await using var scene = await ChatScene.Set(host);
        await Ask(scene, "input", """,  "message":"We do not speak of that here." """);
        var thread = await scene.NewThread();
        var reply = await scene.Ask(thread, "Tell me of project thunder.");
        await Decide(await Waiting(thread, reply), "reject", ""","reason":"secret" """);
        var ended = (await scene.Message(thread, Text(reply, "id")!)).Body;
        Assert.Equal(("failed", "policy_blocked", "We do not speak of that here."), (Text(ended, "status"), Text(ended.GetProperty("error"), "code"), Text(ended.GetProperty("error"), "message")));
        await scene.Ask(thread, "And now?");
        Assert.DoesNotContain("thunder", scene.Provider.Requests.Single().Body.GetRawText());
    }

    [Fact]
    public async Task Reply_IsShownUpToTheFinding_AndTheRestOnceApproved_ByteForByte()
    {
        await using var scene = await ChatScene.Set(host);
        await Ask(scene, "output");
        scene.Provider.Enqueue(new FakeReply().Say("You may want ", "project thun", "der, which", " is new."));
        var thread = await scene.NewThread();
        var posted = await scene.Say(thread, "What is there?");
        var events = await scene.Events(thread, posted.Id);
        Assert.Equal("You may want ", Deltas(events));
        Assert.All(events, one => Assert.DoesNotContain("thunder", one.Data));
        var reply = (await scene.Message(thread, Text(posted["reply"], "id")!)).Body;
        var waiting = await Waiting(thread, reply);
        Assert.Equal("You may want project thunder, which is new.", Payload(waiting));

        await Decide(waiting, "approve");
        var all = await scene.Events(thread, posted.Id);
        Assert.Equal("You may want project thunder, which is new.", Deltas(all));
        var done = (await scene.Message(thread, Text(reply, "id")!)).Body;
        Assert.Equal(("completed", "You may want project thunder, which is new."), (Text(done, "status"), Text(done, "content")));
        Assert.True(done.GetProperty("usage").GetProperty("output_tokens").GetInt32() > 0);
        var found = await scene.Client.Get("/v2/threads?query=thunder");
        Assert.Contains(found["data"].EnumerateArray(), one => Text(one, "id") == thread);
    }

    [Fact]
    public async Task Reply_Edited_IsWhatThePersonWrote()
    {
        await using var scene = await ChatScene.Set(host);
        await Ask(scene, "output");
        scene.Provider.Enqueue(new FakeReply().Say("It is project thunder."));
        var thread = await scene.NewThread();
        var reply = await scene.Ask(thread, "What is there?");
        await Decide(await Waiting(thread, reply), "approve", ""","edited":"It is not announced yet." """);
        Assert.Equal("It is not announced yet.", Text((await scene.Message(thread, Text(reply, "id")!)).Body, "content"));
    }

    [Fact]
    public async Task ToolCall_ReachesNoProgramBeforeItIsApproved_ThenWaitsForItsOutput()
    {
        await using var scene = await ChatScene.Set(host, ChatScene.LookupTool);
        await Ask(scene, "tool_input");
        scene.Provider.Enqueue(new FakeReply().Call(0, "a", "lookup", """{"id":"project thunder"}""").Done(null, "tool_calls"));
        scene.Provider.Enqueue(new FakeReply().Say("Found."));
        var thread = await scene.NewThread();
        var reply = await scene.Ask(thread, "Look it up.");
        Assert.Empty(reply.GetProperty("tool_calls").EnumerateArray());
        var waiting = await Waiting(thread, reply);
        Assert.Equal("tool_call", Text(waiting, "kind"));
        var call = waiting.GetProperty("payload").GetProperty("tool_calls")[0];
        Assert.Equal("lookup", Text(call.GetProperty("function"), "name"));
        Assert.Equal(409, (await scene.Answer(thread, Text(call, "id")!, "too early")).Status);
        Assert.Equal(400, (await Decide(waiting, "approve", ""","edited":"x" """)).Status);

        await Decide(waiting, "approve");
        var calling = (await scene.Message(thread, Text(reply, "id")!)).Body;
        Assert.Equal(("requires_action", Text(call, "id")), (Text(calling, "status"), Text(calling.GetProperty("tool_calls")[0], "id")));
        var answered = await scene.Answer(thread, Text(call, "id")!, "17", ("Prefer", "wait=30"));
        Assert.Equal("Found.", Text(answered["reply"], "content"));
    }

    [Fact]
    public async Task Waiting_SurvivesARestart_EndsWithACancel_AndInTime()
    {
        var directory = Directory.CreateTempSubdirectory("portal-approvals-").FullName;
        string thread, first, second;
        await using (var portal = PortalHost.Over(directory, ("Portal:Runs:ApprovalTimeoutSeconds", "3600")))
        {
            await using var scene = await ChatScene.Set(portal);
            await Ask(scene, "input");
            thread = await scene.NewThread();
            first = Text(await scene.Ask(thread, "Tell me of project thunder."), "approval_id")!;
            var other = await scene.NewThread();
            var cancelled = await scene.Ask(other, "project thunder?");
            Assert.Equal("cancelled", Text((await scene.Client.Post($"/v2/threads/{other}/messages/{Text(cancelled, "id")}/cancel")).Body, "status"));
            second = Text(cancelled, "approval_id")!;
            Assert.Equal("expired", Text((await portal.Admin.Get($"/v2/approvals/{second}")).Body, "status"));
        }

        await using var again = PortalHost.Over(directory);
        Assert.Equal("pending", Text((await again.Admin.Get($"/v2/approvals/{first}")).Body, "status"));
        Assert.Equal(200, (await again.Admin.Post($"/v2/approvals/{first}", """{"decision":"reject"}""")).Status);
        Assert.Equal(409, (await again.Admin.Post($"/v2/approvals/{second}", """{"decision":"approve"}""")).Status);
    }

    [Fact]
    public async Task Expired_IsRefused()
    {
        await using var portal = PortalHost.Start(("Portal:Runs:ApprovalTimeoutSeconds", "1"));
        await using var scene = await ChatScene.Set(portal);
        await Ask(scene, "input");
        var thread = await scene.NewThread();
        var reply = await scene.Ask(thread, "Tell me of project thunder.");
        var id = Text(reply, "id")!;
        var waiting = Text(reply, "approval_id")!;
        var ended = await Eventually(async () => (await scene.Message(thread, id)).Body, message => Text(message, "status") == "failed");
        Assert.Equal("approval_expired", Text(ended.GetProperty("error"), "code"));
        Assert.Equal("expired", Text((await portal.Admin.Get($"/v2/approvals/{waiting}")).Body, "status"));
    }

    [Fact]
    public async Task WhoHasAsked_DoesNotApproveIt_UnlessTheyManageTheProject()
    {
        await using var scene = await ChatScene.Set(host);
        await Ask(scene, "input");
        var email = await host.AddUser(Role.Agent);
        await host.AddMember(scene.ProjectId, email, Role.Agent, ChatAccess.Write);
        using var agent = await host.SignedIn(email, People.Password);
        var thread = (await agent.Client.Post("/v2/threads", $$"""{"assistant_id":"{{scene.AssistantId}}"}""")).Id;
        var posted = await agent.Client.Post($"/v2/threads/{thread}/messages", """{"role":"user","content":"project thunder"}""", ("Prefer", "wait=30"));
        var approval = Text(posted["reply"], "approval_id");
        var own = await agent.Client.Post($"/v2/approvals/{approval}", """{"decision":"approve"}""");
        Assert.Equal((403, "own_message"), (own.Status, own.Code));
        var colleague = await host.AddUser(Role.Agent);
        await host.AddMember(scene.ProjectId, colleague, Role.Agent, ChatAccess.Write);
        using var other = await host.SignedIn(colleague, People.Password);
        var decided = await other.Client.Post($"/v2/approvals/{approval}", """{"decision":"approve"}""");
        Assert.Equal((200, "approved"), (decided.Status, Text(decided.Body, "status")));
    }

    [Fact]
    public async Task TryPane_HasNothingThatCouldWait_SoItIsRefused()
    {
        await using var scene = await ChatScene.Set(host);
        await Ask(scene, "input");
        var model = (await scene.Client.Get($"/v2/assistants/{scene.AssistantId}"))["model"].GetString();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/assistants/try")
        {
            Content = new StringContent(
                $$"""{"assistant_id":"{{scene.AssistantId}}","assistant":{"name":"Helper","model":"{{model}}"},"messages":[{"role":"user","content":"project thunder"}]}""",
                System.Text.Encoding.UTF8, "application/json"),
        };
        using var answer = await scene.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Contains("policy_blocked", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Empty(scene.Provider.Requests);
    }

    async Task<JsonElement> Waiting(string thread, JsonElement reply)
    {
        Assert.Equal("requires_action", Text(reply, "status"));
        var listed = Assert.Single((await host.Admin.Get($"/v2/approvals?thread_id={thread}&status=pending"))["data"].EnumerateArray());
        Assert.Equal(Text(reply, "approval_id"), Text(listed, "id"));
        return listed;
    }

    Task<Answered> Decide(JsonElement approval, string decision, string more = "") =>
        host.Admin.Post($"/v2/approvals/{Text(approval, "id")}", $$"""{"decision":"{{decision}}"{{more}}}""");

    static async Task Ask(ChatScene scene, string direction, string more = "")
    {
        var policy = await scene.Host.Admin.Post("/v2/policies",
            $$"""{"kind":"safety","name":"Ask first","rules":[{"type":"phrases","phrases":["project thunder"],"applies_to":["{{direction}}"],"action":"ask"{{more}}}]}""");
        Assert.True(policy.Status == 201, policy.Body.ToString());
        await scene.Host.Admin.Post($"/v2/policies/{policy.Id}/attachments", $$"""{"target_type":"assistant","target_id":"{{scene.AssistantId}}"}""");
    }

    static async Task<JsonElement> Eventually(Func<Task<JsonElement>> read, Func<JsonElement, bool> holds)
    {
        var limit = DateTime.UtcNow.AddSeconds(60);
        while (true)
        {
            var found = await read();
            if (holds(found)) return found;
            Assert.True(DateTime.UtcNow < limit, found.ToString());
        }
    }

    static string Deltas(IEnumerable<SseEvent> events) => string.Concat(events.Where(one => one.Type == "message.delta").Select(one => one.Json.GetProperty("delta").GetString()));

    static string? Payload(JsonElement approval) => Text(approval.GetProperty("payload"), "content");

    static string? Text(JsonElement json, string field) => json.GetProperty(field).GetString();
}
