using System.Text.Json;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using Portal.Tests.Threads;

namespace Portal.Tests.Safety;

/// <summary>Rules of the type <c>moderation</c>, and what they do where no endpoint answers.</summary>
public sealed class ModerationTests(PortalHost host) : IClassFixture<PortalHost>, IAsyncDisposable
{
    const string OnInput = """{"type":"moderation","applies_to":["input"],"action":"block","message":"Be kind."}""";

    /// <summary>No provider moderates when the next test begins.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var provider in (await host.Admin.Get("/v2/organization/providers?limit=100"))["data"].EnumerateArray().Where(one => Text(one, "moderation_model") is not null))
            await host.Admin.Post($"/v2/organization/providers/{Text(provider, "id")}", """{"moderation_model":null}""");
    }

    [Fact]
    public async Task Question_IsBlocked_AndLeftOutLater_AndEachTextIsJudgedOnce()
    {
        await using var scene = await Moderated();
        await Attach(scene, OnInput);
        var threadId = await scene.NewThread();

        var refused = await scene.Ask(threadId, "A hateful question.");
        Assert.Equal(("failed", "policy_blocked", "Be kind."), (Text(refused, "status"), Text(refused.GetProperty("error"), "code"), Text(refused.GetProperty("error"), "message")));
        Assert.Equal("completed", Text(await scene.Ask(threadId, "A kind question."), "status"));
        Assert.Equal("completed", Text(await scene.Ask(threadId, "Another one."), "status"));

        Assert.All(scene.Provider.Requests, request => Assert.DoesNotContain("hateful", request.Body.GetRawText()));
        Assert.Equal(
            ["""{"model":"omni-moderation-latest","input":"A hateful question."}""", """{"model":"omni-moderation-latest","input":"A kind question."}""", """{"model":"omni-moderation-latest","input":"Another one."}"""],
            scene.Provider.Moderated.Select(request => request.Body.GetRawText()));
        var found = Assert.Single(await Found(threadId));
        Assert.Equal(("moderation", "input", "hate", "block", 0.9), (Text(found, "type"), Text(found, "direction"), Text(found, "entity"), Text(found, "action"), found.GetProperty("score").GetDouble()));
    }

    [Theory]
    [InlineData("""{"categories":["violence"],"threshold":0.3}""", "violence")]
    [InlineData("""{"categories":["violence"]}""", null)]
    [InlineData("""{"threshold":0.3}""", "hate, violence")]
    public async Task CategoriesAndThreshold_Decide(string fields, string? found)
    {
        await using var scene = await Moderated();
        await Attach(scene, $$"""{"type":"moderation","applies_to":["input"],"action":"flag",{{fields[1..]}}""");
        var threadId = await scene.NewThread();

        Assert.Equal("completed", Text(await scene.Ask(threadId, "A hateful fight?"), "status"));

        Assert.Equal(found ?? "", string.Join(", ", (await Found(threadId)).Select(one => Text(one, "entity")).Order()));
    }

    [Fact]
    public async Task ToolOutput_IsBlocked()
    {
        await using var scene = await Moderated(ChatScene.LookupTool);
        await Attach(scene, """{"type":"moderation","applies_to":["tool_output"],"action":"block"}""");
        scene.Provider.Enqueue(new FakeReply().Call(0, "a", "lookup", "{}").Done(null, "tool_calls"));
        var threadId = await scene.NewThread();
        var call = (await scene.Ask(threadId, "Look it up.")).GetProperty("tool_calls")[0];

        await scene.Answer(threadId, Text(call, "id")!, "It says something hateful.", ("Prefer", "wait=30"));

        Assert.Equal("failed", Text((await scene.Branch(threadId))[^1], "status"));
        Assert.Single(scene.Provider.Requests);
        Assert.Equal("It says something hateful.", Assert.Single(scene.Provider.Moderated).Body.GetProperty("input").GetString());
    }

    [Fact]
    public async Task Reply_Flagged_Streams_AndTheFlagComesAtItsEnd()
    {
        await using var scene = await Moderated();
        await Attach(scene, """{"type":"moderation","applies_to":["output"],"action":"flag"}""");
        var gate = new FakeGate();
        scene.Provider.Enqueue(new FakeReply().Say("Some", " hateful").Wait(gate).Say(" words."));
        var threadId = await scene.NewThread();
        var posted = await scene.Say(threadId, "Speak.");

        var events = new List<SseEvent>();
        await foreach (var one in scene.Follow(threadId, posted.Id))
        {
            events.Add(one);
            if (one.Type == "message.delta") gate.Open();
        }

        Assert.True(events.FindIndex(one => one.Type == "safety.flagged") > events.FindLastIndex(one => one.Type == "message.delta"), string.Join('\n', events));
        Assert.Equal("Some hateful words.", string.Concat(events.Where(one => one.Type == "message.delta").Select(one => one.Json.GetProperty("delta").GetString())));
        var ended = events.Single(one => one.Type == "message.completed").Json.GetProperty("message");
        Assert.Equal("hate", Text(Assert.Single(ended.GetProperty("safety_flags").EnumerateArray()), "entity"));
    }

    [Fact]
    public async Task Reply_Blocked_WasHeld_AndNothingOfItIsShown()
    {
        await using var scene = await Moderated();
        await Attach(scene, """{"type":"moderation","applies_to":["output"],"action":"block"}""");
        scene.Provider.Enqueue(new FakeReply().Reason("Some thought.").Say("Some hateful words."), new FakeReply().Say("Some kind words."));
        var threadId = await scene.NewThread();
        var posted = await scene.Say(threadId, "Speak.");

        var events = await scene.Events(threadId, posted.Id);
        Assert.All(events, one => Assert.DoesNotContain("words", one.Data));
        Assert.Equal("message.failed", events[^3].Type);
        Assert.Equal("Some kind words.", Text(await scene.Ask(threadId, "Again."), "content"));
        Assert.Contains("Some thought.", scene.Provider.Moderated.Select(request => request.Body.GetProperty("input").GetString()));
    }

    public static TheoryData<string, bool> Faults => new(
        from fault in new[] { "down", "nonsense", "unknown category", "none" }
        from isStrict in new[] { true, false }
        select (fault, isStrict));

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task WithoutAVerdict_StrictBlocks_AndElseItIsFlagged(string fault, bool isStrict)
    {
        await using var scene = fault == "none" ? await ChatScene.Set(host) : await Moderated();
        scene.Provider.ModerationFault = fault switch { "down" => FakeReply.Status(503), "nonsense" => FakeReply.Status(200, "Hello."), _ => null };
        var categories = fault == "unknown category" ? ""","categories":["hate","rudeness"]""" : "";
        await Attach(scene, $$"""{"type":"moderation","applies_to":["input"],"action":"{{(isStrict ? "flag" : "block")}}","message":"Be kind."{{categories}}}""", isStrict);
        var threadId = await scene.NewThread();

        var reply = await scene.Ask(threadId, "A question.");

        var found = Assert.Single(await Found(threadId));
        Assert.Equal(("moderation", "unavailable", isStrict ? "block" : "flag"), (Text(found, "type"), Text(found, "entity"), Text(found, "action")));
        Assert.Equal(isStrict ? "failed" : "completed", Text(reply, "status"));
        Assert.Equal(isStrict ? 0 : 1, scene.Provider.Requests.Count);
        if (isStrict) Assert.Contains("cannot be made at the moment", Text(reply.GetProperty("error"), "message"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reply_WithoutAVerdict_StrictShowsNothing_AndElseItIsFlagged(bool isStrict)
    {
        await using var scene = await Moderated();
        scene.Provider.ModerationFault = FakeReply.Status(503);
        await Attach(scene, """{"type":"moderation","applies_to":["output"],"action":"flag"}""", isStrict);
        var threadId = await scene.NewThread();

        var reply = await scene.Ask(threadId, "A question.");

        Assert.Equal(isStrict ? "failed" : "completed", Text(reply, "status"));
        Assert.Equal(isStrict ? null : "Hello from the fake provider.", Text(reply, "content"));
        var found = Assert.Single(await Found(threadId));
        Assert.Equal(("output", "unavailable"), (Text(found, "direction"), Text(found, "entity")));
    }

    [Fact]
    public async Task StrictPrivacy_TheEndpointIsToldPseudonyms()
    {
        await using var scene = await Moderated();
        await scene.Client.Post($"/v2/assistants/{scene.AssistantId}", """{"privacy":{"mode":"strict","allowed_entities":["email"]}}""");
        await Attach(scene, """{"type":"moderation","applies_to":["input","output"],"action":"flag"}""");
        scene.Provider.Enqueue(new FakeReply().Say("You are [EMAIL_1], ask bob@example.com."));
        var threadId = await scene.NewThread();

        Assert.Equal("You are jane@example.com, ask bob@example.com.", Text(await scene.Ask(threadId, "I am jane@example.com."), "content"));

        Assert.Equal(["I am [EMAIL_1].", "You are [EMAIL_1], ask [EMAIL_2]."], scene.Provider.Moderated.Select(request => request.Body.GetProperty("input").GetString()));
    }

    [Fact]
    public async Task BestPriority_Moderates_WhileItIsEnabled()
    {
        await using var first = await Moderated();
        await using var second = await Moderated();
        await Change(second, """{"priority":1}""");
        await Attach(first, OnInput);
        await first.Ask(await first.NewThread(), "A question.");
        Assert.Equal((0, 1), (first.Provider.Moderated.Count, second.Provider.Moderated.Count));

        await Change(second, """{"enabled":false}""");
        await first.Ask(await first.NewThread(), "A question.");
        Assert.Equal((1, 1), (first.Provider.Moderated.Count, second.Provider.Moderated.Count));
    }

    [Fact]
    public async Task TestBench_Asks_AndTheDryRunSaysWhatItLeavesOut()
    {
        await using var scene = await Moderated();
        var policy = await Attach(scene, """{"type":"moderation","applies_to":["input","output"],"action":"block"}""");
        await scene.Ask(await scene.NewThread(), "A question.");
        var before = scene.Provider.Moderated.Count;

        var tried = await host.Admin.Post("/v2/policies/test", $$"""{"text":"Something hateful.","direction":"input","policy_ids":["{{policy}}"]}""");
        Assert.Equal(("block", "hate"), (tried["decision"].GetString(), Text(Assert.Single(tried["findings"].EnumerateArray()), "entity")));
        Assert.Equal(JsonValueKind.Null, tried["held_characters"].ValueKind);
        Assert.Equal(before + 1, scene.Provider.Moderated.Count);

        var replayed = await host.Admin.Post($"/v2/policies/{policy}/replay", "{}");
        Assert.Equal(["moderation"], replayed["left_out"].EnumerateArray().Select(one => one.GetString()));
        Assert.Equal((0, 0), (replayed["after"].GetProperty("flagged").GetInt32(), replayed["after"].GetProperty("blocked").GetInt32()));
        Assert.Equal(before + 1, scene.Provider.Moderated.Count);
    }

    async Task<ChatScene> Moderated(string tools = "[]")
    {
        var scene = await ChatScene.Set(host, tools);
        await Change(scene, """{"moderation_model":"omni-moderation-latest"}""");
        return scene;
    }

    async Task Change(ChatScene scene, string patch)
    {
        var providers = (await host.Admin.Get("/v2/organization/providers?limit=100"))["data"].EnumerateArray();
        var id = Text(providers.Single(one => Text(one, "base_url") == scene.Provider.OpenAiUrl), "id");
        var changed = await host.Admin.Post($"/v2/organization/providers/{id}", patch);
        Assert.True(changed.Status == 200, changed.Body.ToString());
    }

    async Task<string> Attach(ChatScene scene, string rule, bool isStrict = false)
    {
        var made = await host.Admin.Post("/v2/policies", $$"""{"kind":"safety","name":"Rules","strict":{{(isStrict ? "true" : "false")}},"rules":[{{rule}}]}""");
        Assert.True(made.Status == 201, made.Body.ToString());
        var attached = await host.Admin.Post($"/v2/policies/{made.Id}/attachments", $$"""{"target_type":"assistant","target_id":"{{scene.AssistantId}}"}""");
        Assert.True(attached.Status == 200, attached.Body.ToString());
        return made.Id;
    }

    async Task<List<JsonElement>> Found(string threadId) => [.. (await host.Admin.Get($"/v2/safety_events?thread_id={threadId}"))["data"].EnumerateArray()];

    static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
