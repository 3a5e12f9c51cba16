using Portal.Tests.Fakes;

namespace Portal.Tests.Threads;

public class MessagesTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Post_UserMessage_AnswersItWithAQueuedReply()
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread();

        var posted = await scene.Say(threadId, "Summarize the clauses");

        Assert.Equal(201, posted.Status);
        Assert.Equal("thread.message", posted["object"].GetString());
        Assert.Equal("Summarize the clauses", posted["content"].GetString());
        Assert.Equal("queued", posted["reply"].GetProperty("status").GetString());
        var reply = await scene.Rested(threadId, posted["reply"].GetProperty("id").GetString()!);
        Assert.Equal("completed", reply.GetProperty("status").GetString());
        Assert.Equal("Hello from the fake provider.", reply.GetProperty("content").GetString());
        Assert.Equal(posted.Id, reply.GetProperty("parent_id").GetString());
        Assert.Equal("Summarize the clauses", (await scene.Client.Get($"/v2/threads/{threadId}"))["title"].GetString());
    }

    [Fact]
    public async Task Post_WithWait_AnswersTheFinishedReplyWithItsCost()
    {
        await using var scene = await ChatScene.Set(host);

        var reply = await scene.Ask(await scene.NewThread(), "Hello");

        Assert.Equal("completed", reply.GetProperty("status").GetString());
        var usage = reply.GetProperty("usage");
        Assert.Equal("exact", usage.GetProperty("accuracy").GetString());
        Assert.Equal(12, usage.GetProperty("input_tokens").GetInt32());
        Assert.Equal(5, usage.GetProperty("output_tokens").GetInt32());
        Assert.Equal(0.000022m, usage.GetProperty("cost").GetDecimal());
    }

    [Fact]
    public async Task Post_Parts_ComeBackAsTheyWereSent()
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread();

        var posted = await scene.Client.Post($"/v2/threads/{threadId}/messages",
            """{"role":"user","content":[{"type":"text","text":"One"},{"type":"text","text":"Two"}],"reply":false}""");

        Assert.Equal(201, posted.Status);
        Assert.Equal("""[{"type":"text","text":"One"},{"type":"text","text":"Two"}]""", posted["content"].GetRawText());
        Assert.False(posted.Body.TryGetProperty("reply", out _));
        Assert.Empty(scene.Provider.Requests);
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":"x"}""", 409, "role")]
    [InlineData("""{"role":"user","content":" "}""", 400, "content")]
    [InlineData("""{"role":"user","content":7}""", 400, "content")]
    [InlineData("""{"role":"user","content":null}""", 400, "content")]
    [InlineData("""{"role":"user"}""", 400, "content")]
    [InlineData("""{"role":"user","content":[{"type":"image","text":"x"}]}""", 400, "content[0].type")]
    [InlineData("""{"role":"user","content":[{"type":"text"}]}""", 400, "content[0].text")]
    [InlineData("""{"role":"user","content":"x","attachments":[{"file_id":"file_1"}]}""", 404, "attachments[0].file_id")]
    [InlineData("""{"role":"user","content":"x","parent_id":"msg_other"}""", 404, "parent_id")]
    [InlineData("""{"role":"user","content":"x","model":"no-such-model"}""", 400, "model")]
    [InlineData("""{"role":"user","content":"x","tool_call_id":"call_1"}""", 400, "tool_call_id")]
    [InlineData("""{"role":"tool","content":"x"}""", 400, "tool_call_id")]
    [InlineData("""{"role":"tool","content":"x","tool_call_id":"call_1"}""", 409, "tool_call_id")]
    [InlineData("""{"role":"user","content":"a\u0000b"}""", 400, "content")]
    [InlineData("""{"role":"user","content":"\ud800"}""", 400, "content")]
    [InlineData("""{"role":"user","content":"x","contents":"y"}""", 400, "contents")]
    public async Task Post_BadInput_IsRefusedAndStoresNothing(string body, int status, string param)
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread();

        var refused = await scene.Client.Post($"/v2/threads/{threadId}/messages", body);

        Assert.Equal(status, refused.Status);
        Assert.Equal(param, refused.Param);
        Assert.Empty(await scene.Branch(threadId));
    }

    [Fact]
    public async Task Post_ToAPausedProject_IsAConflictAndStoresNothing()
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread();
        await host.Admin.Post($"/v2/projects/{scene.ProjectId}", """{"paused":true}""");

        var refused = await scene.Say(threadId, "Hello");

        Assert.Equal(409, refused.Status);
        Assert.Equal("project_paused", refused.Code);
        Assert.Empty(await scene.Branch(threadId));
        Assert.Equal(201, (await scene.Say(threadId, "A note", ""","reply":false""")).Status);
    }

    [Fact]
    public async Task Post_ParentGiven_MakesASiblingBranch()
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread();
        await scene.Ask(threadId, "First");
        var second = await scene.Ask(threadId, "Second");
        var asked = (await scene.Message(threadId, second.GetProperty("parent_id").GetString()!)).Body;

        var edited = await scene.Ask(threadId, "Second, better", $$""","parent_id":"{{asked.GetProperty("parent_id").GetString()}}" """);

        Assert.Equal(["First", "Hello from the fake provider.", "Second, better", "Hello from the fake provider."], Texts(await scene.Branch(threadId)));
        Assert.Equal(
            ["First", "Hello from the fake provider.", "Second", "Hello from the fake provider."],
            Texts(await scene.Branch(threadId, $"order=asc&branch={asked.GetProperty("id").GetString()}")));
        var siblings = (await scene.Message(threadId, edited.GetProperty("parent_id").GetString()!))["sibling_ids"];
        Assert.Equal(2, siblings.GetArrayLength());
    }

    [Fact]
    public async Task Post_RootAsParent_BeginsABranchOfItsOwn()
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread();
        await scene.Ask(threadId, "First");

        await scene.Ask(threadId, "First, better", ""","parent_id":"root" """);

        Assert.Equal(["First, better", "Hello from the fake provider."], Texts(await scene.Branch(threadId)));
    }

    [Fact]
    public async Task List_Pages_WalkTheBranchBothWaysWithoutGapOrDouble()
    {
        await using var scene = await ChatScene.Set(host);
        var texts = Enumerable.Range(1, 45).Select(number => $"Message {number}").ToList();
        var imported = string.Join(',', texts.Select(text => $$"""{"role":"user","content":"{{text}}"}"""));
        var threadId = await scene.NewThread($$""","messages":[{{imported}}]""");

        foreach (var order in new[] { "asc", "desc" })
        {
            var read = new List<string?>();
            string? after = null;
            do
            {
                var page = await scene.Client.Get($"/v2/threads/{threadId}/messages?order={order}&limit=10{(after is null ? "" : $"&after={after}")}");
                read.AddRange(Texts(page["data"].EnumerateArray()));
                after = page["has_more"].GetBoolean() ? page["last_id"].GetString() : null;
            }
            while (after is not null);
            Assert.Equal(order == "asc" ? texts : Enumerable.Reverse(texts), read!);
        }

        var all = await scene.Branch(threadId);
        var before = await scene.Branch(threadId, $"order=asc&limit=5&before={all[20].GetProperty("id").GetString()}");
        Assert.Equal(texts[15..20], Texts(before)!);
    }

    [Fact]
    public async Task Post_WhileARunGoesOn_IsQueuedAndAnsweredInOrder()
    {
        await using var scene = await ChatScene.Set(host);
        var gate = new FakeGate();
        scene.Provider.Enqueue(new FakeReply().Say("One").Wait(gate), new FakeReply().Say("Two"), new FakeReply().Say("Three"));
        var threadId = await scene.NewThread();
        var first = await scene.Say(threadId, "1");
        await gate.Reached;
        var second = await scene.Say(threadId, "2");
        var third = await scene.Say(threadId, "3");
        Assert.Equal("queued", (await scene.Message(threadId, ReplyOf(second)))["status"].GetString());

        var cancelled = await scene.Client.Post($"/v2/threads/{threadId}/messages/{ReplyOf(second)}/cancel");
        Assert.Equal("cancelled", cancelled["status"].GetString());
        gate.Open();

        Assert.Equal("Two", (await scene.Rested(threadId, ReplyOf(third))).GetProperty("content").GetString());
        Assert.Equal("One", (await scene.Message(threadId, ReplyOf(first)))["content"].GetString());
        Assert.Equal(["1", "One", "2", null, "3", "Two"], Texts(await scene.Branch(threadId)));
    }

    [Fact]
    public async Task Cancel_RunningReply_KeepsItsTextAndEstimatesItsUse()
    {
        await using var scene = await ChatScene.Set(host);
        var gate = new FakeGate();
        scene.Provider.Enqueue(new FakeReply().Say("So", " far").Wait(gate));
        var threadId = await scene.NewThread();
        var posted = await scene.Say(threadId, "Hello");
        await gate.Reached;

        var cancelled = await scene.Client.Post($"/v2/threads/{threadId}/messages/{posted.Id}/cancel");

        Assert.Equal(200, cancelled.Status);
        Assert.Equal("cancelled", cancelled["status"].GetString());
        Assert.Equal("So far", cancelled["content"].GetString());
        Assert.Equal("cancelled", cancelled["error"].GetProperty("code").GetString());
        Assert.Equal("estimated", cancelled["usage"].GetProperty("accuracy").GetString());
        Assert.Equal("completed", (await scene.Ask(threadId, "Again")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Cancel_FinishedRun_IsAConflict()
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread();
        var reply = await scene.Ask(threadId, "Hello");

        var late = await scene.Client.Post($"/v2/threads/{threadId}/messages/{reply.GetProperty("id").GetString()}/cancel");

        Assert.Equal(409, late.Status);
        Assert.Equal("already_ended", late.Code);
    }

    [Fact]
    public async Task Cancel_WhileTheReplyEndsByItself_IsDoneOrAConflict()
    {
        await using var scene = await ChatScene.Set(host);
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ =>
        {
            var threadId = await scene.NewThread();
            var posted = await scene.Say(threadId, "Hello");
            await foreach (var one in scene.Follow(threadId, posted.Id))
                if (one.Type == "message.delta") break;
            var cancelled = await scene.Client.Post($"/v2/threads/{threadId}/messages/{posted.Id}/cancel");
            return (Answer: cancelled.Status, Reply: (await scene.Rested(threadId, posted["reply"].GetProperty("id").GetString()!)).GetProperty("status").GetString());
        }));

        // A run that had ended when it was to be cancelled is a conflict; one that ends while it is being stopped has its own end.
        Assert.All(answers, one => Assert.Contains(one, new (int, string?)[] { (200, "cancelled"), (200, "completed"), (409, "completed") }));
    }

    [Fact]
    public async Task Cancel_WhileTheModelAsksForATool_EndsTheRun()
    {
        await using var scene = await ChatScene.Set(host, ChatScene.LookupTool);
        List<(int, string?)> ends = [];
        for (var round = 0; round < 40; round++)
        {
            var gate = new FakeGate();
            scene.Provider.Enqueue(new FakeReply().Call(0, "call_1", "lookup", "{}").Wait(gate).Done(new(5, 6), "tool_calls"));
            var threadId = await scene.NewThread();
            var posted = await scene.Say(threadId, "Hello");
            await gate.Reached;
            gate.Open();
            var cancelled = await scene.Client.Post($"/v2/threads/{threadId}/messages/{posted.Id}/cancel");
            ends.Add((cancelled.Status, (await scene.Rested(threadId, posted["reply"].GetProperty("id").GetString()!)).GetProperty("status").GetString()));
        }

        Assert.All(ends, one => Assert.Equal((200, "cancelled"), one));
    }

    [Fact]
    public async Task Retry_EndedReply_MakesASiblingAndASecondCharge()
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread();
        var reply = await scene.Ask(threadId, "Hello");
        scene.Provider.Enqueue(new FakeReply().Say("Another answer"));

        var retried = await scene.Client.Post($"/v2/threads/{threadId}/messages/{reply.GetProperty("id").GetString()}/retry", "{}", ("Prefer", "wait=30"));

        Assert.Equal(201, retried.Status);
        Assert.Equal("Another answer", retried["content"].GetString());
        Assert.Equal(reply.GetProperty("parent_id").GetString(), retried["parent_id"].GetString());
        Assert.Equal([reply.GetProperty("id").GetString(), retried.Id], retried["sibling_ids"].EnumerateArray().Select(id => id.GetString()));
        Assert.Equal("Hello from the fake provider.", (await scene.Message(threadId, reply.GetProperty("id").GetString()!))["content"].GetString());
        var usage = await scene.Client.Get($"/v2/projects/{scene.ProjectId}/usage");
        Assert.Equal(2, usage["data"].EnumerateArray().Sum(bucket => bucket.GetProperty("runs").GetInt64()));
    }

    [Fact]
    public async Task Retry_UserMessageOrRunningReply_IsAConflict()
    {
        await using var scene = await ChatScene.Set(host);
        var gate = new FakeGate();
        scene.Provider.Enqueue(new FakeReply().Wait(gate));
        var threadId = await scene.NewThread();
        var posted = await scene.Say(threadId, "Hello");
        await gate.Reached;

        Assert.Equal("not_a_reply", (await scene.Client.Post($"/v2/threads/{threadId}/messages/{posted.Id}/retry")).Code);
        Assert.Equal("not_ended", (await scene.Client.Post($"/v2/threads/{threadId}/messages/{ReplyOf(posted)}/retry")).Code);
        gate.Open();
    }

    [Fact]
    public async Task Feedback_OnAReply_StaysWithIt()
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread();
        var reply = await scene.Ask(threadId, "Hello");
        var path = $"/v2/threads/{threadId}/messages/{reply.GetProperty("id").GetString()}";

        Assert.Equal(200, (await scene.Client.Post($"{path}/feedback", """{"rating":"down","reason":"wrong","comment":"Not true"}""")).Status);

        Assert.Equal("down", (await scene.Client.Get(path))["feedback"].GetProperty("rating").GetString());
        Assert.Equal("rating", (await scene.Client.Post($"{path}/feedback", """{"rating":"sideways"}""")).Param);
    }

    [Theory]
    [InlineData(401, "provider_error")]
    [InlineData(500, "provider_error")]
    [InlineData(429, "provider_error")]
    public async Task Post_ProviderRefuses_TheReplyFailsAndTheNextMessageWorks(int status, string code)
    {
        await using var scene = await ChatScene.Set(host);
        scene.Provider.Enqueue(FakeReply.Status(status, """{"error":{"message":"the upstream's own words"}}"""));
        var threadId = await scene.NewThread();

        var failed = await scene.Ask(threadId, "Hello");

        Assert.Equal("failed", failed.GetProperty("status").GetString());
        Assert.Equal(code, failed.GetProperty("error").GetProperty("code").GetString());
        Assert.DoesNotContain("upstream's own words", failed.GetProperty("error").GetProperty("message").GetString());
        var run = await scene.Client.Get($"/v2/runs/{failed.GetProperty("run_id").GetString()}");
        Assert.Contains("upstream's own words", run["steps"][0].GetProperty("operator_detail").GetString());
        Assert.Equal("completed", (await scene.Ask(threadId, "Again")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Post_ProviderCutsItsStream_TheReplyFailsWithTheTextSoFar()
    {
        await using var scene = await ChatScene.Set(host);
        var gate = new FakeGate();
        scene.Provider.Enqueue(new FakeReply().Say("Half an answer").Wait(gate).Cut());
        var threadId = await scene.NewThread();
        var posted = await scene.Say(threadId, "Hello");
        await foreach (var one in scene.Follow(threadId, posted.Id))
            if (one.Type == "message.delta") gate.Open();

        var failed = (await scene.Message(threadId, ReplyOf(posted))).Body;

        Assert.Equal("failed", failed.GetProperty("status").GetString());
        Assert.Equal("Half an answer", failed.GetProperty("content").GetString());
        Assert.Equal("completed", (await scene.Ask(threadId, "Again")).GetProperty("status").GetString());
    }

    static string ReplyOf(Answered posted) => posted["reply"].GetProperty("id").GetString()!;

    static List<string?> Texts(IEnumerable<System.Text.Json.JsonElement> messages) => [.. messages.Select(one => one.GetProperty("content").GetString())];
}
