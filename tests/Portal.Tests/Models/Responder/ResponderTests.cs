using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Portal.Client.Models;
using Portal.Client.Providers;
using Portal.Client.Threads;
using Portal.Models.Gateway;
using Portal.Models.Responder;
using Portal.Tests.Models.Gateway;

namespace Portal.Tests.Models.Responder;

public sealed class ResponderTests
{
    static readonly FunctionTool Weather = GatewayHarness.Tool(
        "get_weather", """{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"},"metric":{"type":"boolean"}},"required":["city","days"]}""");

    static readonly FunctionTool Time = GatewayHarness.Tool("get_time", """{"type":"object","properties":{}}""");

    [Fact]
    public async Task Answer_NothingToQuote_SaysPlainlyWhatItIs()
    {
        var answer = await Ask(new ChatMessage(ChatRole.User, "What is the refund policy?"));
        Assert.Equal(
            "You wrote: “What is the refund policy?”\n\nI am Portal's built-in responder, not an AI model: I only quote what stands in tool outputs of this conversation, "
            + "and there is nothing to quote yet. An administrator can route this model to a real one under Providers.", answer.Text);
        Assert.Equal(("stop", null), (answer.Outcome.FinishReason, answer.Outcome.Error));
    }

    [Fact]
    public async Task Answer_Twice_IsTheSameInWordsAndChunks()
    {
        var first = await Ask(new ChatMessage(ChatRole.User, "Hello there, who are you?"));
        var second = await Ask(new ChatMessage(ChatRole.User, "Hello there, who are you?"));
        Assert.Equal(first.Chunks.SkipLast(1), second.Chunks.SkipLast(1));
        Assert.True(first.Chunks.OfType<ModelChunk.TextDelta>().Count() > 20);
        Assert.All(first.Chunks.OfType<ModelChunk.TextDelta>(), delta => Assert.Single(delta.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task Answer_Usage_IsExactAndFree()
    {
        var usage = (await Ask(new ChatMessage(ChatRole.User, "Hello"))).Outcome.Usage;
        Assert.Equal((UsageAccuracy.Exact, 0m), (usage.Accuracy, usage.Cost));
        Assert.Equal(1 + 3 + 3, usage.InputTokens);
        Assert.True(usage.OutputTokens > usage.ReasoningTokens && usage.ReasoningTokens > 0);
    }

    [Fact]
    public async Task Answer_Reasoning_NamesItsSteps() => Assert.Equal(
        "I read the last message (5 characters) and know 0 functions.\nIt asks for no call.\nI compared it with 0 sentences of 0 passages: 0 match.\n",
        (await Ask(new ChatMessage(ChatRole.User, "Hello"))).Reasoning);

    [Fact]
    public async Task Call_ByCommand_IsMadeAsWritten()
    {
        var answer = await Ask([Weather, Time], "/call get_weather {\"city\": \"Oslo\",  \"days\": 2}");
        var call = Assert.Single(answer.Calls);
        Assert.Equal(("get_weather", "{\"city\": \"Oslo\",  \"days\": 2}"), (call.Name, call.Arguments));
        Assert.StartsWith("call_", call.Id);
        Assert.Equal(("", "tool_calls"), (answer.Text, answer.Outcome.FinishReason));
    }

    [Fact]
    public async Task Call_BySeveralLines_IsParallel()
    {
        var answer = await Ask([Weather, Time], "Please:\n/call get_weather {\"city\":\"Oslo\"}\n  /call get_time\r\n/call get_weather {}");
        Assert.Equal(["get_weather {\"city\":\"Oslo\"}", "get_time {}", "get_weather {}"], answer.Calls.Select(call => $"{call.Name} {call.Arguments}"));
        Assert.Equal(3, answer.Calls.Select(call => call.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("/call get_wether {}", "I cannot call `get_wether`")]
    [InlineData("/call get_weather {\"city\":", "is not a JSON object")]
    [InlineData("/call get_weather [1]", "is not a JSON object")]
    public async Task Call_ThatCannotBeMade_IsExplained(string text, string part)
    {
        var answer = await Ask([Weather], text);
        Assert.Empty(answer.Calls);
        Assert.Contains(part, answer.Text);
    }

    [Theory]
    [InlineData("Run get_weather with city=Oslo, days=3", """{"city":"Oslo","days":3}""")]
    [InlineData("get_weather city: \"New York\" days: 3 metric=true", """{"city":"New York","days":3,"metric":true}""")]
    [InlineData("get_weather days=1; City='São Paulo'.", """{"city":"São Paulo","days":1}""")]
    public async Task Call_ByNameAndAllThatIsRequired_IsMade(string text, string arguments)
    {
        var call = Assert.Single((await Ask([Weather, Time], text)).Calls);
        Assert.Equal("get_weather", call.Name);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(arguments), JsonElement.Parse(call.Arguments)), call.Arguments);
    }

    [Theory]
    [InlineData("get_weather city=Oslo")]
    [InlineData("get_weather city=Oslo days=many")]
    [InlineData("city=Oslo days=3")]
    [InlineData("forget_weather city=Oslo days=3")]
    [InlineData("get_weather city=Oslo days=3 or get_time")]
    public async Task Call_NotFullyNamed_IsNotMade(string text) => Assert.Empty((await Ask([Weather, Time], text)).Calls);

    [Fact]
    public async Task Answer_AfterToolOutputs_QuotesThemWithTheirSources()
    {
        var answer = await Ask(
            new(ChatRole.User, "/call get_weather {}\n/call get_time"),
            new(ChatRole.Assistant, [PastToolCall.Create("c1", "get_weather", "{}"), PastToolCall.Create("c2", "get_time", "{}")]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", """{"temperature":4,"sky":["rain","wind"]}""")]),
            new(ChatRole.Tool, [new FunctionResultContent("c2", "It is noon.")]));
        Assert.Equal(
            """
            I am Portal's built-in responder, not an AI model. The tools answered:

            > temperature: 4 [1]
            >
            > sky[0]: rain [1]
            >
            > sky[1]: wind [1]
            >
            > It is noon. [2]

            [1] the output of `get_weather`
            [2] the output of `get_time`
            """, answer.Text);
        Assert.Empty(answer.Calls);
    }

    [Fact]
    public async Task Answer_LaterQuestion_QuotesTheBestSentencesOnly()
    {
        var answer = await Ask(
            new(ChatRole.User, "Look it up"),
            new(ChatRole.Assistant, [PastToolCall.Create("c1", "search", "{}")]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "Shipping takes five days. Refunds are paid within 14 days of the return. Our office is in Oslo.")]),
            new(ChatRole.Assistant, "Here it is."),
            new(ChatRole.User, "How long do refunds take?"));
        Assert.Contains("> Refunds are paid within 14 days of the return. [1]", answer.Text);
        Assert.DoesNotContain("Oslo", answer.Text);
        Assert.EndsWith("[1] the output of `search`", answer.Text);
    }

    [Fact]
    public async Task Answer_QuestionWithoutMatch_SaysSoAndQuotesNothing()
    {
        var answer = await Ask(
            new(ChatRole.User, "Look it up"),
            new(ChatRole.Assistant, [PastToolCall.Create("c1", "search", "{}")]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "Shipping takes five days.")]),
            new(ChatRole.User, "Who founded Rome?"));
        Assert.Contains("nothing there has a word in common with your message", answer.Text);
        Assert.DoesNotContain("Shipping", answer.Text);
    }

    [Fact]
    public async Task Answer_MostTokens_IsCutThere()
    {
        var outcome = (await Ask(new ModelCall(Gateway.GatewayHarness.AnySubject, "m", [new(ChatRole.User, "Hello")], [], 60))).Outcome;
        Assert.Equal("length", outcome.FinishReason);
        Assert.InRange(outcome.Usage.OutputTokens, 1, 60);
    }

    [Fact]
    public async Task Answer_Paced_WaitsBeforeEachWord()
    {
        await using var harness = await Harness();
        harness.Responder.ChunkDelayMilliseconds = 25;
        var answer = await harness.Ask("Hello");
        var waits = harness.Time.Waits;
        Assert.Equal(answer.Chunks.OfType<ModelChunk.TextDelta>().Count(), waits.Count);
        Assert.All(waits, wait => Assert.Equal(TimeSpan.FromMilliseconds(25), wait));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("60001")]
    public void Pace_OutOfRange_StopsTheStartAndNamesTheSetting(string value)
    {
        var error = Assert.Throws<OptionsValidationException>(() => PortalHost.Start(("Portal:Responder:ChunkDelayMilliseconds", value)));
        Assert.Contains("Portal:Responder:ChunkDelayMilliseconds must be 0 to 60000", error.Message);
    }

    static Task<Answer> Ask(params ChatMessage[] messages) => Ask(new ModelCall(Gateway.GatewayHarness.AnySubject, "m", messages, [], null));

    static Task<Answer> Ask(FunctionTool[] tools, string text) => Ask(new ModelCall(Gateway.GatewayHarness.AnySubject, "m", [new(ChatRole.User, text)], tools, null));

    static async Task<Answer> Ask(ModelCall call)
    {
        await using var harness = await Harness();
        return await harness.Ask(call with { Model = "house-model" });
    }

    static async Task<GatewayHarness> Harness()
    {
        var harness = await GatewayHarness.Start();
        harness.Price = new(0, 0, 0, 0);
        harness.Targets = [new(new("prov_b", "Built-in responder", ProviderKind.Builtin, null, null, 100, 60, 0), BuiltInResponder.Model)];
        return harness;
    }
}
