using System.Text.Json;
using Dapper;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using Portal.Tests.Threads;
using static Portal.Tests.Limits.Metered;

namespace Portal.Tests.Limits;

/// <summary>What limits and budgets do to calls, from the key press to the row of usage.</summary>
public sealed class MeteredTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Budget_IsSpentByWhatCallsCost_RefusesWhenUsedUp_AndGoesOnWhenRaised()
    {
        await using var scene = await ChatScene.Set(host);
        // 100 tokens in at $1 and 50 out at $2 for a million: $0.0002 a reply.
        var budget = await Budget(scene, "0.00061");
        var threadId = await scene.NewThread();
        for (var number = 0; number < 3; number++)
        {
            scene.Provider.Enqueue(new FakeReply().Say("Yes.").Done(new FakeUsage(100, 50)));
            Assert.Equal("completed", (await scene.Ask(threadId, "Go on?")).GetProperty("status").GetString());
        }

        var read = await host.Admin.Get($"/v2/projects/{scene.ProjectId}/budgets/{budget}");
        Assert.Equal((0.0006m, 0m), (read["spent"].GetDecimal(), read["reserved"].GetDecimal()));
        var refused = await scene.Say(threadId, "Go on?");
        Assert.Equal((429, "budget_exceeded"), (refused.Status, refused.Code));
        await host.Admin.Post($"/v2/projects/{scene.ProjectId}/budgets/{budget}", """{"amount":1}""");
        Assert.Equal("completed", (await scene.Ask(threadId, "Go on?")).GetProperty("status").GetString());
        Assert.Equal(await Spent(scene), (await host.Admin.Get($"/v2/projects/{scene.ProjectId}/budgets/{budget}"))["spent"].GetDecimal());
    }

    [Fact]
    public async Task Limits_ThatAreNotSet_TellWhatWasUsedInTheLastMinute()
    {
        await using var scene = await ChatScene.Set(host);
        scene.Provider.Enqueue(new FakeReply().Say("Yes.").Done(new FakeUsage(100, 50)));
        await scene.Ask(await scene.NewThread(), "Go on?");
        var details = (await host.Admin.Get($"/v2/projects/{scene.ProjectId}/limits"))["details"];
        Assert.Equal((150, 1), (details.GetProperty("tokens_per_minute").GetProperty("used").GetInt64(), details.GetProperty("requests_per_minute").GetProperty("used").GetInt64()));
    }

    [Fact]
    public async Task Reply_ThatPassesABudget_IsCutOff_AndSaysSo()
    {
        await using var scene = await ChatScene.Set(host);
        await Budget(scene, "0.0002");
        scene.Provider.Enqueue(new FakeReply().Endless("word "));
        var reply = await scene.Ask(await scene.NewThread(), "Talk.");
        Assert.Equal(("failed", "budget_exceeded"), (reply.GetProperty("status").GetString(), reply.GetProperty("error").GetProperty("code").GetString()));
        Assert.Contains("cut off", reply.GetProperty("error").GetProperty("message").GetString());
        Assert.StartsWith("word word", reply.GetProperty("content").GetString());
        var cap = scene.Provider.Requests[^1].Body.GetProperty("max_tokens").GetInt32();
        Assert.InRange(cap, 16, 100);
        Assert.Equal("estimated", reply.GetProperty("usage").GetProperty("accuracy").GetString());
        Assert.True(await Spent(scene) <= 0.0002m);
    }

    [Fact]
    public async Task Provider_ThatBillsBeyondItsCap_IsOvershoot_AndNotCharged()
    {
        await using var scene = await ChatScene.Set(host);
        await Budget(scene, "0.0002");
        scene.Provider.Enqueue(new FakeReply().Say("Short.").Done(new FakeUsage(10, 5_000)));
        await scene.Ask(await scene.NewThread(), "Talk.");
        var (cost, overshoot) = await host.Read(connection => connection.QuerySingle<(long, long)>(
            "SELECT cost_nanodollars, overshoot_nanodollars FROM usage WHERE project_id = @ProjectId", new { scene.ProjectId }));
        Assert.Equal(200_000, cost);
        Assert.Equal(10_000 + 10_000_000 - 200_000, overshoot);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-5, 10)]
    [InlineData(int.MaxValue, 10)]
    public async Task Provider_ThatCountsNonsense_IsChargedByOurCount(int input, int output)
    {
        await using var scene = await ChatScene.Set(host);
        scene.Provider.Enqueue(new FakeReply().Say("Five words are in this.").Done(new FakeUsage(input, output)));
        var usage = (await scene.Ask(await scene.NewThread(), "Talk.")).GetProperty("usage");
        Assert.Equal("estimated", usage.GetProperty("accuracy").GetString());
        Assert.InRange(usage.GetProperty("output_tokens").GetInt32(), 5, 8);
    }

    [Fact]
    public async Task Model_WithoutAPrice_IsRefusedUnderAHardBudget()
    {
        await using var scene = await ChatScene.Set(host);
        var provider = (await host.Admin.Get("/v2/organization/providers"))["data"].EnumerateArray().First(one => one.GetProperty("kind").GetString() == "openai").GetProperty("id").GetString();
        await host.Admin.Put($"/v2/organization/models/unpriced-{scene.ProjectId}", $$"""{"tier":"fast","targets":[{"provider_id":"{{provider}}","model":"x"}],"context_window":32000}""");
        await Budget(scene, "1000");
        var refused = await scene.Say(await scene.NewThread(), "Hello.", $$""","model":"unpriced-{{scene.ProjectId}}" """);
        Assert.Equal((429, "budget_exceeded"), (refused.Status, refused.Code));
        Assert.Contains("no price", refused.Error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task FlatPrice_AsManyAtOnceAsThereIsRoomFor_AlsoAfterARestart()
    {
        var directory = Directory.CreateTempSubdirectory("portal-tests-").FullName;
        try
        {
            await using (var first = PortalHost.Over(directory))
            {
                await using var scene = await ChatScene.Set(first);
                Assert.Equal(201, (await first.Admin.Post("/v2/organization/pricing", $$"""{"project_id":"{{scene.ProjectId}}","kind":"run","price":1}""")).Status);
                await Budget(scene, "30");
                var threads = new List<string>();
                for (var number = 0; number < 60; number++) threads.Add(await scene.NewThread());
                var answers = await Task.WhenAll(threads.Take(40).Select(thread => scene.Say(thread, "Go.", "", ("Prefer", "wait=60"))));
                Assert.Equal(30, answers.Count(answer => answer.Status == 201 && answer["reply"].GetProperty("status").GetString() == "completed"));
                Assert.All(answers.Where(answer => answer.Status != 201), answer => Assert.Equal((429, "budget_exceeded"), (answer.Status, answer.Code)));
                var budgets = await first.Admin.Get($"/v2/projects/{scene.ProjectId}/budgets");
                await first.Admin.Post($"/v2/projects/{scene.ProjectId}/budgets/{budgets["data"][0].GetProperty("id").GetString()}", """{"amount":35}""");
                await File.WriteAllTextAsync(Path.Combine(directory, "scene.txt"), string.Join(' ', [scene.ProjectId, .. threads.Skip(40)]), TestContext.Current.CancellationToken);
            }

            await using var second = PortalHost.Over(directory);
            var kept = (await File.ReadAllTextAsync(Path.Combine(directory, "scene.txt"), TestContext.Current.CancellationToken)).Split(' ');
            using var client = second.Client(await second.AddKey(kept[0]));
            var after = await Task.WhenAll(kept.Skip(1).Select(thread => client.Post($"/v2/threads/{thread}/messages", """{"role":"user","content":"Go.","model":"gpt-4-fast-2026"}""", ("Prefer", "wait=60"))));
            Assert.Equal(5, after.Count(answer => answer.Status == 201 && answer["reply"].GetProperty("status").GetString() == "completed"));
            // Every cost is its price's arithmetic, and the sums are those of the rows.
            var compared = await second.Admin.Post("/v2/organization/reconciliation", "{}");
            Assert.True(compared["ok"].GetBoolean(), compared.Body.ToString());
            Assert.Equal(0, compared["unverified"].GetInt64());
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task CheaperTier_AnswersWhereWhatIsLeftPaysNoWholeReply()
    {
        await using var scene = await ChatScene.Set(host);
        await host.Admin.Post($"/v2/projects/{scene.ProjectId}/budgets", """{"amount":0.000000001,"mode":"hard","on_exhausted":"cheaper_tier"}""");
        var reply = await scene.Ask(await scene.NewThread(), "Hello.");
        // The built-in responder's tiny model costs nothing.
        Assert.Equal(("completed", "gpt-4-tiny-2026"), (reply.GetProperty("status").GetString(), reply.GetProperty("model").GetString()));
        Assert.Empty(scene.Provider.Requests);
        Assert.Equal("gpt-4-tiny-2026", await host.Read(connection => connection.QuerySingle<string>("SELECT model FROM usage WHERE project_id = @ProjectId", new { scene.ProjectId })));
    }

    [Fact]
    public async Task CheaperTier_WhereNoneIsPaidEither_CutsTheReplyOfTheModelThatWasAskedFor()
    {
        await using var own = PortalHost.Start();
        await using var scene = await ChatScene.Set(own);
        var builtIn = (await own.Admin.Get("/v2/organization/models/gpt-4-tiny-2026"))["targets"];
        await own.Admin.Put("/v2/organization/models/gpt-4-tiny-2026", $$"""{"tier":"tiny","context_window":128000,"targets":{{builtIn}},"prices":{"input_per_1m":900,"output_per_1m":900} }""");
        await own.Admin.Post($"/v2/projects/{scene.ProjectId}/budgets", """{"amount":0.0002,"mode":"hard","on_exhausted":"cheaper_tier"}""");
        scene.Provider.Enqueue(new FakeReply().Endless("word "));
        var reply = await scene.Ask(await scene.NewThread(), "Talk.");
        Assert.Equal("budget_exceeded", reply.GetProperty("error").GetProperty("code").GetString());
        Assert.StartsWith("word", reply.GetProperty("content").GetString());
        Assert.InRange(reply.GetProperty("usage").GetProperty("cost").GetDecimal(), 0.0001m, 0.0002m);
        AssertNothingIsHeld(scene);
    }

    [Fact]
    public async Task Limits_OfAKeyAndAnAssistant_HoldForThem_AndHeadersTell()
    {
        await using var scene = await ChatScene.Set(host);
        await host.Admin.Post($"/v2/projects/{scene.ProjectId}/limits/assistants/{scene.AssistantId}", """{"requests_per_minute":2}""");
        await host.Admin.Post($"/v2/projects/{scene.ProjectId}/limits", """{"tokens_per_minute":100000}""");
        var threadId = await scene.NewThread();
        var first = await scene.Say(threadId, "One.", "", ("Prefer", "wait=30"));
        Assert.Equal(("2", "1"), (Header(first, "x-ratelimit-limit-requests"), Header(first, "x-ratelimit-remaining-requests")));
        Assert.Equal("100000", Header(first, "x-ratelimit-limit-tokens"));
        Assert.Matches(@"^\d", Header(first, "x-ratelimit-reset-requests"));
        await scene.Say(threadId, "Two.", "", ("Prefer", "wait=30"));
        var refused = await scene.Say(threadId, "Three.");
        Assert.True(refused.Status == 429, refused.Body.ToString());
        Assert.Equal((429, "rate_limit_exceeded"), (refused.Status, refused.Code));
        Assert.Equal("0", Header(refused, "x-ratelimit-remaining-requests"));
        var why = await host.Admin.Get($"/v2/refusals/{refused.Error.GetProperty("refusal_id").GetString()}");
        Assert.Equal(("assistant", "requests_per_minute", 2m), (why["scope_type"].GetString(), why["decided_by"].GetString(), why["limit"].GetDecimal()));
    }

    [Fact]
    public async Task Cancel_InTheMiddle_IsChargedForWhatCame()
    {
        await using var scene = await ChatScene.Set(host);
        var budget = await Budget(scene, "1");
        var gate = new FakeGate();
        scene.Provider.Enqueue(new FakeReply().Say("Some words have come by now.").Wait(gate));
        var threadId = await scene.NewThread();
        var reply = (await scene.Say(threadId, "Talk."))["reply"].GetProperty("id").GetString()!;
        await gate.Reached;
        await scene.Client.Post($"/v2/threads/{threadId}/messages/{reply}/cancel");
        var usage = (await scene.Message(threadId, reply))["usage"];
        Assert.Equal("estimated", usage.GetProperty("accuracy").GetString());
        Assert.True(usage.GetProperty("cost").GetDecimal() > 0);
        Assert.Equal(usage.GetProperty("cost").GetDecimal(), (await host.Admin.Get($"/v2/projects/{scene.ProjectId}/budgets/{budget}"))["spent"].GetDecimal());
        AssertNothingIsHeld(scene);
    }

    [Fact]
    public async Task Project_ArchivedOrThreadDeletedWithACallUnderWay_LeavesNothingReserved()
    {
        await using var scene = await ChatScene.Set(host);
        await Budget(scene, "1");
        var gate = new FakeGate();
        scene.Provider.Enqueue(new FakeReply().Wait(gate).Say("Late."));
        var threadId = await scene.NewThread();
        var held = await scene.Say(threadId, "One.");
        await gate.Reached;
        var queued = await scene.Say(threadId, "Two.");
        Assert.Equal(201, queued.Status);
        await host.Admin.Delete($"/v2/projects/{scene.ProjectId}");
        gate.Open();
        await scene.Rested(threadId, held["reply"].GetProperty("id").GetString()!);
        await scene.Rested(threadId, queued["reply"].GetProperty("id").GetString()!);
        AssertNothingIsHeld(scene);
    }

    [Fact]
    public async Task Budget_BelowWhatIsSpentAlready_RefusesAtOnce()
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread();
        scene.Provider.Enqueue(new FakeReply().Say("Yes.").Done(new FakeUsage(1_000_000, 10)));
        await scene.Ask(threadId, "Much.");
        var budget = await Budget(scene, "0.5");
        Assert.Equal(429, (await scene.Say(threadId, "More.")).Status);
        var read = await host.Admin.Get($"/v2/projects/{scene.ProjectId}/budgets/{budget}");
        Assert.Equal(1.00002m, read["spent"].GetDecimal());
    }

    Task<decimal> Spent(ChatScene scene) => host.Read(connection => connection.QuerySingle<long>("SELECT SUM(cost_nanodollars) FROM usage WHERE project_id = @ProjectId", new { scene.ProjectId }) / 1_000_000_000m);

    static string Header(Answered answer, string name) => answer.Response.Headers.GetValues(name).Single();
}
