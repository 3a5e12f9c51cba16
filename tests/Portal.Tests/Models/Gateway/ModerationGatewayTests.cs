using Portal.Providers;
using Portal.Tests.Fakes;

namespace Portal.Tests.Models.Gateway;

public sealed class ModerationGatewayTests
{
    const string Key = "sk-moderation-key-000111";

    [Fact]
    public async Task Scores_AreThoseOfTheFirstResult_AndYesOrNoWhereThereAreNone()
    {
        await using var harness = await GatewayHarness.Start();
        Assert.Equal(new Dictionary<string, double> { ["hate"] = 0.9, ["violence"] = 0.02 }, await Score(harness, "A hateful text."));

        harness.Provider.ModerationFault = FakeReply.Status(200, """{"results":[{"categories":{"hate":true,"violence":false,"illicit":null},"category_scores":{"violence":0.3,"illicit":null}}]}""");
        Assert.Equal(new Dictionary<string, double> { ["hate"] = 1, ["violence"] = 0.3 }, await Score(harness, "Another."));
    }

    [Theory]
    [InlineData(200, "no JSON")]
    [InlineData(200, "[]")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"results":[]}""")]
    [InlineData(200, """{"results":[{"category_scores":{}}]}""")]
    [InlineData(200, """{"results":[{"category_scores":{"hate":"much"}}]}""")]
    [InlineData(200, """{"results":[{"category_scores":{"hate":7}}]}""")]
    [InlineData(500, "We cannot judge: A secret text. Key sk-moderation-key-000111.")]
    [InlineData(401, "Wrong key sk-moderation-key-000111.")]
    public async Task NoAnswerThatIsUnderstood_IsNone_AndTheLogHoldsNeitherKeyNorText(int status, string body)
    {
        await using var harness = await GatewayHarness.Start();
        harness.Provider.ModerationFault = FakeReply.Status(status, body);

        Assert.Null(await Score(harness, "A secret text."));

        Assert.Contains(harness.Log, line => line.Contains("No moderation by"));
        Assert.All(harness.Log, line => Assert.False(line.Contains(Key) || line.Contains("secret text"), line));
        Assert.Equal($"Bearer {Key}", Assert.Single(harness.Provider.Moderated).Headers["Authorization"]);
    }

    [Fact]
    public async Task SlowAnswer_IsNone()
    {
        await using var harness = await GatewayHarness.Start();
        var gate = new FakeGate();
        harness.Provider.ModerationFault = FakeReply.Status(200).Stall(gate);
        var asked = Score(harness, "A text.");
        await gate.Reached;

        harness.Patience.Elapse(TimeSpan.FromSeconds(5));

        Assert.Null(await asked);
        Assert.Contains(harness.Log, line => line.Contains("Timeout"));
    }

    [Fact]
    public async Task ForbiddenAddress_IsNotCalled()
    {
        await using var harness = await GatewayHarness.Start();

        Assert.Null(await Score(harness, "A text.", "http://169.254.169.254/v1"));

        Assert.Contains(harness.Log, line => line.Contains("Forbidden"));
    }

    static Task<IReadOnlyDictionary<string, double>?> Score(GatewayHarness harness, string text, string? url = null)
    {
        ProviderEndpoint provider = GatewayHarness.Target("prov_1", url ?? harness.Provider.OpenAiUrl, key: Key).Provider with { ModerationModel = "omni" };
        return harness.Moderation.Score(provider, text, TestContext.Current.CancellationToken);
    }
}
