using Microsoft.Extensions.AI;
using Portal.Client.Providers;
using Portal.Client.Threads;
using Portal.Models.Gateway;
using Portal.Tests.Fakes;

namespace Portal.Tests.Models.Gateway;

public sealed class OllamaTests
{
    [Fact]
    public async Task Stream_Text_ComesWithReasoningAndExactUsage()
    {
        await using var harness = await Start();
        harness.Provider.Enqueue(new FakeReply().Reason("Hm.").Say("Hel", "lo").Done(new(30, 4)));
        var answer = await harness.Ask();
        Assert.Null(answer.Outcome.Error);
        Assert.Equal(("Hm.", "Hello"), (answer.Reasoning, answer.Text));
        Assert.Equal((30, 4, UsageAccuracy.Exact), (answer.Outcome.Usage.InputTokens, answer.Outcome.Usage.OutputTokens, answer.Outcome.Usage.Accuracy));
        Assert.Equal(harness.Provider.Requests[0].RequestId, answer.Outcome.Upstream.RequestId);
    }

    [Fact]
    public async Task Stream_Request_StatesTheContextWindow()
    {
        await using var harness = await Start();
        await harness.Ask(GatewayHarness.Call(maxOutputTokens: 55));
        var body = harness.Provider.Requests[0].Body;
        Assert.Equal("fake-large", body.GetProperty("model").GetString());
        Assert.Equal((8192, 55), (body.GetProperty("options").GetProperty("num_ctx").GetInt32(), body.GetProperty("options").GetProperty("num_predict").GetInt32()));
    }

    [Fact]
    public async Task Stream_ToolCalls_ComeWhole()
    {
        await using var harness = await Start();
        harness.Provider.Enqueue(new FakeReply().Call(0, "x", "weather", """{"city":"Oslo"}""").Call(1, "y", "time", "{}"));
        var call = GatewayHarness.Call(tools: [GatewayHarness.Tool("weather", """{"type":"object","properties":{"city":{"type":"string"}}}""")]);
        var answer = await harness.Ask(call);
        Assert.Equal(["weather", "time"], answer.Calls.Select(one => one.Name));
        Assert.Equal("Oslo", System.Text.Json.JsonElement.Parse(answer.Calls[0].Arguments).GetProperty("city").GetString());
        Assert.NotEqual(answer.Calls[0].Id, answer.Calls[1].Id);
        var tool = Assert.Single(harness.Provider.Requests[0].Body.GetProperty("tools").EnumerateArray());
        Assert.Equal("weather", tool.GetProperty("function").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Stream_ToolOutput_GoesBackAsPlainText()
    {
        await using var harness = await Start();
        await harness.Ask(new ModelCall(GatewayHarness.AnySubject, "house-model",
        [
            new(ChatRole.User, "Weather?"),
            new(ChatRole.Assistant, [PastToolCall.Create("call_1", "weather", """{"city":"Oslo"}""")]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "It rains.")]),
        ], [], null));
        var last = harness.Provider.Requests[0].Body.GetProperty("messages").EnumerateArray().Last();
        Assert.Equal(("tool", "It rains."), (last.GetProperty("role").GetString(), last.GetProperty("content").GetString()));
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("cut")]
    [InlineData("rubbish")]
    [InlineData("error")]
    public async Task Stream_BrokenInTheMiddle_KeepsTheText(string how)
    {
        await using var harness = await Start();
        var gate = new FakeGate();
        var begun = new FakeReply().Say("so far").Wait(gate);
        harness.Provider.Enqueue(how switch
        {
            "stop" => begun.Stop(),
            "cut" => begun.Cut(),
            "rubbish" => begun.Raw("{no json\n"),
            _ => begun.Raw("""{"error":"model runner has unexpectedly stopped"}""" + "\n").Stop(),
        });
        var chunks = new List<ModelChunk>();
        await foreach (var chunk in harness.Gateway.Stream(GatewayHarness.Call(), TestContext.Current.CancellationToken))
        {
            chunks.Add(chunk);
            gate.Open();
        }

        var answer = new Answer(chunks);
        Assert.Equal(("so far", "provider_error"), (answer.Text, answer.Outcome.Error?.Code));
        Assert.Single(harness.Provider.Requests);
    }

    [Fact]
    public async Task Stream_UnknownModel_GivesTheExactErrorToTheOperator()
    {
        await using var harness = await Start();
        harness.Provider.Default = FakeReply.Status(404, """{"error":"model 'fake-large' not found"}""");
        var outcome = (await harness.Ask()).Outcome;
        Assert.Contains("does not know", outcome.Error!.Message);
        Assert.Contains("""HTTP 404. {"error":"model 'fake-large' not found"}""", outcome.OperatorDetail);
        Assert.Equal(1, outcome.Upstream.Attempts);
    }

    [Fact]
    public async Task Stream_MissingUsage_IsEstimated()
    {
        await using var harness = await Start();
        harness.Provider.Enqueue(new FakeReply().Say("Hello").Done(null));
        Assert.Equal(UsageAccuracy.Estimated, (await harness.Ask()).Outcome.Usage.Accuracy);
    }

    static async Task<GatewayHarness> Start()
    {
        var harness = await GatewayHarness.Start();
        harness.Targets = [GatewayHarness.Target("prov_1", harness.Provider.OllamaUrl, ProviderKind.Ollama)];
        return harness;
    }
}
