using Portal.Client.Threads;
using Portal.Models;
using Portal.Tests.Fakes;

namespace Portal.Tests.Models.Gateway;

public sealed class UsageTests
{
    public static TheoryData<FakeUsage?> Untrue { get; } = new(
        (FakeUsage?)null, new FakeUsage(0, 5), new FakeUsage(-3, 5), new FakeUsage(10, 0), new FakeUsage(10, -1),
        new FakeUsage(10, 5, Cached: 11), new FakeUsage(int.MaxValue, 5));

    [Theory]
    [MemberData(nameof(Untrue))]
    public async Task Usage_MissingOrUntrue_IsCountedHereAndMarkedSo(FakeUsage? stated)
    {
        await using var harness = await GatewayHarness.Start();
        harness.Provider.Enqueue(new FakeReply().Reason("Hm.").Say("Hello", " world").Done(stated));
        var usage = (await harness.Ask("Hello?")).Outcome.Usage;
        // "Be brief." 3, "Hello?" 2, 3 more for each of two messages and 3 for the reply; "Hello world" 2, "Hm." 2.
        Assert.Equal(new TokenUsage(14, 0, 4, 2, 18, 0.000076m, UsageAccuracy.Estimated), usage);
    }

    [Fact]
    public async Task Usage_ReasoningBesideTheOutput_IsAddedToIt()
    {
        await using var harness = await GatewayHarness.Start();
        harness.Provider.Enqueue(new FakeReply().Say("x").Raw("""
            data: {"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":35,"completion_tokens_details":{"reasoning_tokens":20}}}


            """).Done(null));
        var usage = (await harness.Ask()).Outcome.Usage;
        Assert.Equal((10, 25, 20, 35), (usage.InputTokens, usage.OutputTokens, usage.ReasoningTokens, usage.TotalTokens));
    }

    [Fact]
    public async Task Usage_WithoutAPrice_HasNoCost()
    {
        await using var harness = await GatewayHarness.Start();
        harness.Price = null;
        var usage = (await harness.Ask()).Outcome.Usage;
        Assert.Equal((null, UsageAccuracy.Exact), (usage.Cost, usage.Accuracy));
    }

    [Fact]
    public async Task Usage_WhatTheProviderCharged_IsKeptApart()
    {
        await using var harness = await GatewayHarness.Start();
        harness.Provider.Enqueue(new FakeReply().Say("x").Raw("""
            data: {"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":5,"cost":0.000123456}}


            """).Done(null));
        Assert.Equal(123_456, (await harness.Ask()).Outcome.ProviderCostNanodollars);
    }

    [Theory]
    [InlineData(1, 0, 0, 0, 2)]
    [InlineData(0, 0, 1, 0, 7)]
    [InlineData(1, 0, 1, 1, 9)]
    [InlineData(1_000_000, 1_000_000, 0, 0, 500_001)]
    [InlineData(int.MaxValue, 0, int.MaxValue, 0, 17_716_740_088)]
    public void Cost_IsRoundedOnceToTheNanodollar(int input, int cached, int output, int reasoning, long expected) =>
        // A token costs 1.5 nano-dollars in, 0.500001 cached, 6.75 out and 7.5 reasoning; 1.5 becomes 2, 1.5 + 7.5 stays 9.
        Assert.Equal(expected, new ModelPrice(1_500_000, 500_001, 6_750_000, 7_500_000).Cost(input, cached, output, reasoning));

    [Fact]
    public void Price_LeftOutForCachedAndReasoning_IsThatOfInputAndOutput() =>
        Assert.Equal(new ModelPrice(150_000_000, 150_000_000, 600_000_000, 600_000_000), ModelPrice.From(new() { InputPer1m = 0.15m, OutputPer1m = 0.6m }));
}
