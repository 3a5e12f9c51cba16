using Portal.Client.Providers;
using Portal.Client.Threads;
using Portal.Models.Gateway;
using Portal.Tests.Fakes;

namespace Portal.Tests.Models.Gateway;

public sealed class FailureTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Stream_PassingFault_IsRepeatedAtTheSameProvider(int status)
    {
        await using var harness = await GatewayHarness.Start();
        harness.Provider.Enqueue(FakeReply.Status(status), FakeReply.Status(status));
        var answer = await harness.Ask();
        Assert.Null(answer.Outcome.Error);
        Assert.Equal((3, 3), (answer.Outcome.Upstream.Attempts, harness.Provider.Requests.Count));
        Assert.Equal("Hello from the fake provider.", answer.Text);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task Stream_LastingFault_IsNotRepeatedButFallsBack(int status)
    {
        await using var harness = await GatewayHarness.Start();
        harness.AddBackup();
        harness.Provider.Default = FakeReply.Status(status);
        var outcome = (await harness.Ask()).Outcome;
        Assert.Null(outcome.Error);
        Assert.Equal((1, 1, 2), (harness.Provider.Requests.Count, harness.Backup.Requests.Count, outcome.Upstream.Attempts));
        Assert.Equal("prov_2", outcome.ProviderId);
        Assert.Contains($"HTTP {status}", outcome.OperatorDetail);
    }

    [Fact]
    public async Task Stream_EachTry_IsCountedForItsProvider()
    {
        await using var harness = await GatewayHarness.Start();
        harness.AddBackup();
        harness.Provider.Enqueue(FakeReply.Status(500), FakeReply.Status(400));
        await harness.Ask();
        Assert.Equal([("prov_1", false), ("prov_1", false), ("prov_2", true)], harness.Calls.All.Select(call => (call.ProviderId, call.FirstTokenMs is not null)));
    }

    [Fact]
    public async Task Stream_RetryAfter_IsHonoured()
    {
        await using var harness = await GatewayHarness.Start();
        harness.Provider.Enqueue(FakeReply.Status(429, retryAfter: "7"));
        Assert.Null((await harness.Ask()).Outcome.Error);
        Assert.Equal([TimeSpan.FromSeconds(7)], harness.Time.Waits);
    }

    [Fact]
    public async Task Stream_RetryAfterBeyondReason_GoesElsewhereAtOnce()
    {
        await using var harness = await GatewayHarness.Start();
        harness.AddBackup();
        harness.Provider.Enqueue(FakeReply.Status(429, retryAfter: "3600"));
        Assert.Equal("prov_2", (await harness.Ask()).Outcome.ProviderId);
        Assert.Empty(harness.Time.Waits);
    }

    [Fact]
    public async Task Stream_EverythingFails_TellsThePersonPlainlyAndTheOperatorExactly()
    {
        await using var harness = await GatewayHarness.Start();
        harness.AddBackup();
        harness.Provider.Default = FakeReply.Status(500, """{"error":{"message":"GPU 3 is on fire"}}""");
        harness.Backup.Default = FakeReply.Status(503);
        var outcome = (await harness.Ask()).Outcome;
        Assert.Equal(new MessageError("provider_error", "The model provider “Fake prov_2” has a problem at the moment. Please try again."), outcome.Error);
        Assert.Contains("GPU 3 is on fire", outcome.OperatorDetail);
        Assert.Contains(harness.Provider.Requests[0].RequestId, outcome.OperatorDetail);
        Assert.Equal(6, outcome.Upstream.Attempts);
        Assert.Equal(UsageAccuracy.Unknown, outcome.Usage.Accuracy);
        Assert.Null(outcome.Usage.Cost);
    }

    [Fact]
    public async Task Stream_WrongKey_NeverShowsTheKey()
    {
        await using var harness = await GatewayHarness.Start();
        harness.Provider.ApiKey = "right";
        harness.Targets = [GatewayHarness.Target("prov_1", harness.Provider.OpenAiUrl, key: "my-secret-wrong-key")];
        var outcome = (await harness.Ask()).Outcome;
        Assert.Equal("The model provider “Fake prov_1” did not accept Portal's API key. An administrator needs to check it.", outcome.Error!.Message);
        Assert.Contains("Incorrect API key provided: [key]", outcome.OperatorDetail);
        Assert.DoesNotContain("my-secret", outcome.OperatorDetail);
        Assert.DoesNotContain("my-secret", string.Join('\n', harness.Log));
    }

    [Fact]
    public async Task Log_OfAttempts_HasTheUpstreamRequestButNoText()
    {
        await using var harness = await GatewayHarness.Start();
        harness.Provider.Enqueue(FakeReply.Status(500, """{"error":{"message":"You said: a private question"}}"""), new FakeReply().Say("a private answer"));
        await harness.Ask("a private question");
        var log = string.Join('\n', harness.Log);
        Assert.DoesNotContain("private", log);
        Assert.All(harness.Provider.Requests, request => Assert.Contains(request.RequestId, log));
        Assert.Contains(harness.Log, line => line.StartsWith("Warning") && line.Contains("attempt 1: Broken"));
        Assert.Contains(harness.Log, line => line.StartsWith("Debug") && line.Contains("attempt 2"));
    }

    [Fact]
    public async Task Stream_NothingListens_IsUnreachable()
    {
        await using var harness = await GatewayHarness.Start();
        var gone = await FakeProvider.Start(Cancellation);
        var url = gone.OpenAiUrl;
        await gone.DisposeAsync();
        harness.Targets = [GatewayHarness.Target("prov_1", url, retries: 1)];
        var outcome = (await harness.Ask()).Outcome;
        Assert.Contains("could not be reached", outcome.Error!.Message);
        Assert.Equal(2, outcome.Upstream.Attempts);
    }

    [Fact]
    public async Task Stream_StalledBeforeTheFirstToken_FallsBack()
    {
        await using var harness = await GatewayHarness.Start();
        var gate = new FakeGate();
        harness.Targets = [GatewayHarness.Target("prov_1", harness.Provider.OpenAiUrl, retries: 0)];
        harness.AddBackup();
        harness.Provider.Enqueue(new FakeReply().Stall(gate));
        var asking = harness.Ask();
        await gate.Reached.WaitAsync(Cancellation);
        harness.Time.Elapse(GatewayHarness.Silence);
        Assert.Equal(("prov_2", null), ((await asking).Outcome.ProviderId, (await asking).Outcome.Error));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stream_Stalled_IsAProviderTimeout(bool afterTheFirstToken)
    {
        await using var harness = await GatewayHarness.Start();
        var gate = new FakeGate();
        harness.Targets = [GatewayHarness.Target("prov_1", harness.Provider.OpenAiUrl, retries: afterTheFirstToken ? 2 : 0)];
        harness.Provider.Enqueue(afterTheFirstToken ? new FakeReply().Say("so far").Wait(gate) : new FakeReply().Stall(gate));
        var seen = new TaskCompletionSource();
        var asking = Collect();
        await gate.Reached.WaitAsync(Cancellation);
        if (afterTheFirstToken) await seen.Task.WaitAsync(Cancellation);
        harness.Time.Elapse(GatewayHarness.Silence);

        var answer = await asking;
        Assert.Equal(new MessageError("provider_timeout", "The model provider “Fake prov_1” sent nothing for 60 seconds. Please try again."), answer.Outcome.Error);
        Assert.Equal(afterTheFirstToken ? "so far" : "", answer.Text);
        Assert.Single(harness.Provider.Requests);
        Assert.Equal(afterTheFirstToken ? UsageAccuracy.Estimated : UsageAccuracy.Unknown, answer.Outcome.Usage.Accuracy);

        async Task<Answer> Collect()
        {
            var chunks = new List<ModelChunk>();
            await foreach (var chunk in harness.Gateway.Stream(GatewayHarness.Call(), Cancellation))
            {
                chunks.Add(chunk);
                // The clock runs again once the reader asks for more, which it does right after this.
                if (chunk is ModelChunk.TextDelta) ThreadPool.QueueUserWorkItem(_ => SpinWait.SpinUntil(() => harness.Time.IsSet(GatewayHarness.Silence) && seen.TrySetResult(), TimeSpan.FromSeconds(10)));
            }

            return new(chunks);
        }
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("stop")]
    [InlineData("rubbish")]
    [InlineData("error")]
    public async Task Stream_BrokenInTheMiddle_KeepsTheTextAndNeverStartsAnew(string how)
    {
        await using var harness = await GatewayHarness.Start();
        harness.AddBackup();
        var gate = new FakeGate();
        var begun = new FakeReply().Say("so far").Wait(gate);
        harness.Provider.Enqueue(how switch
        {
            "cut" => begun.Cut(),
            "stop" => begun.Stop(),
            "rubbish" => begun.Raw("data: {no json\n\n"),
            _ => begun.Raw("""data: {"error":{"message":"out of memory"}}""" + "\n\n"),
        });
        var chunks = new List<ModelChunk>();
        await foreach (var chunk in harness.Gateway.Stream(GatewayHarness.Call(), Cancellation))
        {
            chunks.Add(chunk);
            gate.Open();
        }

        var answer = new Answer(chunks);
        Assert.Equal(("so far", "provider_error"), (answer.Text, answer.Outcome.Error?.Code));
        Assert.Equal((1, 0), (harness.Provider.Requests.Count, harness.Backup.Requests.Count));
        Assert.Equal(UsageAccuracy.Estimated, answer.Outcome.Usage.Accuracy);
        Assert.Null((await harness.Ask()).Outcome.Error);
    }

    [Theory]
    [InlineData("<html>Sign in to the hotel's network</html>")]
    [InlineData("data: {no json\n\n")]
    [InlineData("data: 17\n\n")]
    [InlineData("""data: {"choices":[{"delta":{"tool_calls":[{"index":0}]}}]}""" + "\n\n")]
    public async Task Stream_RubbishFromTheStart_IsAProviderError(string raw)
    {
        await using var harness = await GatewayHarness.Start();
        harness.Provider.Default = new FakeReply().Raw(raw).Stop();
        var outcome = (await harness.Ask()).Outcome;
        Assert.Equal("provider_error", outcome.Error?.Code);
        Assert.Equal(3, outcome.Upstream.Attempts);
    }

    [Fact]
    public async Task Stream_WithoutEnd_IsStoppedAtTheBound()
    {
        await using var harness = await GatewayHarness.Start();
        harness.MaxOutputTokens = 300;
        harness.Provider.Enqueue(new FakeReply().Endless("0123456789"));
        var answer = await harness.Ask();
        Assert.Equal(4810, answer.Text.Length);
        Assert.Contains("did not come to an end", answer.Outcome.Error!.Message);
        await harness.Provider.Requests[0].Aborted.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task Stream_WithoutEndAndWithoutTokens_IsStoppedAtTheByteBound()
    {
        await using var harness = await GatewayHarness.Start(new() { MaxResponseBytes = 100_000 });
        harness.Targets = [GatewayHarness.Target("prov_1", harness.Provider.OpenAiUrl, retries: 0)];
        harness.Provider.Enqueue(new FakeReply().Endless(""));
        Assert.Contains("did not come to an end", (await harness.Ask()).Outcome.Error!.Message);
    }

    [Fact]
    public async Task Stream_UnknownModel_EndsWithAnError()
    {
        await using var harness = await GatewayHarness.Start();
        var outcome = (await harness.Ask(GatewayHarness.Call() with { Model = "nobody" })).Outcome;
        Assert.Equal("The model “nobody” is not in the catalogue. Choose another one, or tell an administrator.", outcome.Error!.Message);
        Assert.Equal((0, null), (outcome.Upstream.Attempts, outcome.ProviderId));
    }

    [Fact]
    public async Task Stream_AfterFailuresInARow_RestsTheProviderAndSaysSo()
    {
        await using var harness = await GatewayHarness.Start(new() { CircuitFailures = 3 });
        harness.Provider.Default = FakeReply.Status(500);
        Assert.Equal(3, (await harness.Ask()).Outcome.Upstream.Attempts);
        Assert.Equal(ProviderStatus.Open, harness.Health.Status("prov_1"));

        var resting = (await harness.Ask()).Outcome;
        Assert.StartsWith("No provider of the model “house-model” is available", resting.Error!.Message);
        Assert.Equal(3, harness.Provider.Requests.Count);

        harness.AddBackup();
        Assert.Equal("prov_2", (await harness.Ask()).Outcome.ProviderId);
        Assert.Equal(3, harness.Provider.Requests.Count);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://[::ffff:169.254.169.254]/v1")]
    [InlineData("http://[fe80::1]/v1")]
    [InlineData("http://[fd00:ec2::254]/v1")]
    public async Task Stream_MetadataAddress_IsNeverConnectedTo(string url)
    {
        await using var harness = await GatewayHarness.Start();
        harness.Targets = [GatewayHarness.Target("prov_1", url)];
        var outcome = (await harness.Ask()).Outcome;
        Assert.Contains("an address that Portal does not call", outcome.Error!.Message);
        Assert.Equal(1, outcome.Upstream.Attempts);
    }

    [Fact]
    public async Task Stream_Redirect_IsNotFollowed()
    {
        await using var harness = await GatewayHarness.Start();
        harness.AddBackup();
        harness.Provider.Default = FakeReply.Redirect(harness.Backup.OpenAiUrl + "/chat/completions");
        harness.Targets.RemoveAt(1);
        var outcome = (await harness.Ask()).Outcome;
        Assert.Equal("provider_error", outcome.Error?.Code);
        Assert.Contains("which Portal does not follow", outcome.OperatorDetail);
        Assert.Empty(harness.Backup.Requests);
    }
}
