using System.Text.Json;
using Microsoft.Extensions.AI;
using Portal.Client.Models;
using Portal.Client.Threads;
using Portal.Models.Gateway;
using Portal.Tests.Fakes;

namespace Portal.Tests.Models.Gateway;

public sealed class StreamingTests
{
    [Fact]
    public async Task Stream_Text_ComesPieceByPieceWithExactUsage()
    {
        await using var harness = await GatewayHarness.Start();
        harness.Provider.Enqueue(new FakeReply().Say("Hel", "lo", " 🙂").Done(new(1000, 100, Cached: 400, Reasoning: 40)));

        var answer = await harness.Ask();

        Assert.Equal(["Hel", "lo", " 🙂"], answer.Chunks.OfType<ModelChunk.TextDelta>().Select(delta => delta.Text));
        var outcome = answer.Outcome;
        Assert.Null(outcome.Error);
        Assert.Null(outcome.OperatorDetail);
        Assert.Equal("stop", outcome.FinishReason);
        Assert.Equal(("Fake prov_1", "fake-large", 1), (outcome.Upstream.Provider, outcome.Upstream.Model, outcome.Upstream.Attempts));
        Assert.Equal(harness.Provider.Requests[0].RequestId, outcome.Upstream.RequestId);
        Assert.NotNull(outcome.Upstream.FirstTokenMs);
        Assert.Equal(("prov_1", ModelTier.Fast), (outcome.ProviderId, outcome.Tier));
        // 600 × 2 + 400 × 0.5 + 60 × 8 + 40 × 16, in millionths of a dollar
        Assert.Equal(new TokenUsage(1000, 400, 100, 40, 1100, 0.00252m, UsageAccuracy.Exact), outcome.Usage);
    }

    [Fact]
    public async Task Stream_Request_IsTheDocumentedOne()
    {
        await using var harness = await GatewayHarness.Start();
        harness.Provider.ApiKey = "sk-right-key";
        harness.Targets = [GatewayHarness.Target("prov_1", harness.Provider.OpenAiUrl, key: "sk-right-key")];
        const string schema = """{"$defs":{"a":{"type":"string"}},"type":"object","properties":{"x":{"$ref":"#/$defs/a"}}}""";
        const string arguments = """{ "x" : 1.50 }""";
        var call = new ModelCall(GatewayHarness.AnySubject, "house-model",
        [
            new(ChatRole.System, "Be brief."),
            new(ChatRole.User, "Use the tool."),
            new(ChatRole.Assistant, [PastToolCall.Create("call_1", "look", arguments)]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "plain output")]),
        ], [GatewayHarness.Tool("look", schema)], 77);

        Assert.Null((await harness.Ask(call)).Outcome.Error);

        var body = harness.Provider.Requests[0].Body;
        Assert.True(JsonElement.DeepEquals(body, JsonElement.Parse($$$"""
            {
              "model": "fake-large",
              "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": "Use the tool."},
                {"role": "assistant", "content": null, "tool_calls": [
                  {"id": "call_1", "type": "function", "function": {"name": "look", "arguments": {{{JsonSerializer.Serialize(arguments)}}}}}]},
                {"role": "tool", "tool_call_id": "call_1", "content": "plain output"}
              ],
              "max_tokens": 77,
              "tools": [{"type": "function", "function": {"name": "look", "description": "A tool.", "parameters": {{{schema}}} } }],
              "stream": true,
              "stream_options": {"include_usage": true}
            }
            """)), body.ToString());
    }

    [Fact]
    public async Task Stream_Reasoning_ComesApartFromText()
    {
        await using var harness = await GatewayHarness.Start();
        harness.Provider.Enqueue(new FakeReply().Reason("I think ", "hard.").Say("42"));
        var answer = await harness.Ask();
        Assert.Equal(("I think hard.", "42"), (answer.Reasoning, answer.Text));
    }

    [Fact]
    public async Task Stream_ReasoningUnderItsOtherName_IsReasoning()
    {
        await using var harness = await GatewayHarness.Start();
        harness.Provider.Enqueue(new FakeReply().Raw("""data: {"choices":[{"delta":{"reasoning":"hm","content":null}}]}""" + "\n\n").Say("42"));
        Assert.Equal("hm", (await harness.Ask()).Reasoning);
    }

    [Fact]
    public async Task Stream_ParallelToolCallsInFragments_ArePutTogether()
    {
        await using var harness = await GatewayHarness.Start();
        harness.Provider.Enqueue(new FakeReply()
            .Call(0, "call_a", "weather", "").Call(0, null, null, """{"city":""").Call(1, "call_b", "time", "")
            .Call(0, null, null, "\"Oslo\"}").Call(1, null, null, "{}").Done(new(5, 6), "tool_calls"));

        var answer = await harness.Ask();

        Assert.Equal([("call_a", "weather", """{"city":"Oslo"}"""), ("call_b", "time", "{}")], answer.Calls);
        Assert.Equal("tool_calls", answer.Outcome.FinishReason);
    }

    [Theory]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}},{"index":0,"id":"b","function":{"name":"g","arguments":"{}"}}]""", "f {} g {}")]
    [InlineData("""[{"id":"a","function":{"name":"f","arguments":{"x":1}}}]""", """f {"x":1}""")]
    [InlineData("""[{"index":7,"function":{"name":"f","arguments":"{}"}}]""", "f {}")]
    public async Task Stream_ToolCallsAsOtherServersWriteThem_AreUnderstood(string toolCalls, string expected)
    {
        await using var harness = await GatewayHarness.Start();
        harness.Provider.Enqueue(new FakeReply().Raw($$$"""data: {"choices":[{"delta":{"tool_calls":{{{toolCalls}}}}}]}""" + "\n\n"));
        var answer = await harness.Ask();
        Assert.Null(answer.Outcome.Error);
        Assert.Equal(expected, string.Join(' ', answer.Calls.Select(call => $"{call.Name} {call.Arguments}")));
        Assert.All(answer.Calls, call => Assert.NotEmpty(call.Id!));
    }

    [Theory]
    [InlineData("eos")]
    [InlineData("length")]
    [InlineData("content_filter")]
    public async Task Stream_AnyFinishReason_IsPassedOn(string reason)
    {
        await using var harness = await GatewayHarness.Start();
        harness.Provider.Enqueue(new FakeReply().Say("a").Done(new(1, 1), reason));
        var outcome = (await harness.Ask()).Outcome;
        Assert.Null(outcome.Error);
        Assert.Equal(reason, outcome.FinishReason);
    }

    [Fact]
    public async Task Stream_DoneWithoutFinishReason_IsASuccess()
    {
        await using var harness = await GatewayHarness.Start();
        harness.Provider.Enqueue(new FakeReply().Say("a").Raw("data: [DONE]\n\n").Stop());
        var outcome = (await harness.Ask()).Outcome;
        Assert.Null(outcome.Error);
        Assert.Equal("stop", outcome.FinishReason);
    }

    [Fact]
    public async Task Stream_NulCharacters_AreReplaced()
    {
        await using var harness = await GatewayHarness.Start();
        harness.Provider.Enqueue(new FakeReply().Say("a\0b"));
        Assert.Equal("a\uFFFDb", (await harness.Ask()).Text);
    }

    [Fact]
    public async Task Stream_Cancelled_ThrowsHangsUpAndBlamesNobody()
    {
        await using var harness = await GatewayHarness.Start();
        var gate = new FakeGate();
        harness.Provider.Enqueue(new FakeReply().Say("a").Wait(gate));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var chunks = new List<ModelChunk>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var chunk in harness.Gateway.Stream(GatewayHarness.Call(), cancel.Token))
            {
                chunks.Add(chunk);
                await cancel.CancelAsync();
            }
        });

        Assert.Equal([new ModelChunk.TextDelta("a")], chunks);
        await harness.Provider.Requests[0].Aborted.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Portal.Client.Providers.ProviderStatus.Unknown, harness.Health.Status("prov_1"));
    }
}
