using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Portal.Safety.Privacy;
using Portal.Tests.Fakes;
using Portal.Threads;

namespace Portal.Tests.Threads.Sealing;

/// <summary>What the modes leave of search text, traces and logs.</summary>
public sealed class RedactionTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Secret = "sk-proj-4f9aKq81LmZx72TbWv0cYd35HnRs6PjE";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sealed_IsNotSearched_AndCanBeAskedFor()
    {
        await using var scene = await ChatScene.Set(host);
        var open = await scene.NewThread(""","title":"Quokka one" """);
        await scene.SetMode("strict");
        var secret = await scene.NewThread(""","title":"Quokka two" """);
        await scene.Ask(secret, "A quokka");

        Assert.Equal([open], await Found(scene, "query=quokka"));
        Assert.Equal([secret], await Found(scene, "sealed=true"));
        Assert.Equal([open], await Found(scene, "sealed=false"));
        Assert.Equal("Quokka two", (await scene.Client.Get("/v2/threads?sealed=true"))["data"][0].GetProperty("title").GetString());
    }

    [Fact]
    public async Task Standard_PersonalDataIsNotFound_AndTheOtherWordsAre()
    {
        await using var scene = await ChatScene.Set(host);
        await scene.SetMode("off");
        var threadId = await scene.NewThread();
        await scene.Ask(threadId, "The wombat of 4111 1111 1111 1111 sleeps");
        Assert.Equal([threadId], await Found(scene, "query=wombat"));
        Assert.Equal([threadId], await Found(scene, "query=4111"));

        await scene.SetMode("standard");
        await host.Services.GetRequiredService<PrivacyCatchUp>().Sweep(Cancellation);
        await scene.Ask(threadId, "Also 5500 0000 0000 0004 and numbat");

        Assert.Equal([threadId], await Found(scene, "query=wombat"));
        Assert.Equal([threadId], await Found(scene, "query=numbat"));
        Assert.Empty(await Found(scene, "query=4111"));
        Assert.Empty(await Found(scene, "query=5500"));
        // And back.
        await scene.SetMode("off");
        await host.Services.GetRequiredService<PrivacyCatchUp>().Sweep(Cancellation);
        Assert.Equal([threadId], await Found(scene, "query=5500"));
    }

    [Fact]
    public async Task Standard_WrittenBeforeThePass_BringsTheWholeThreadUnderTheNewRules()
    {
        await using var scene = await ChatScene.Set(host);
        await scene.SetMode("off");
        var threadId = await scene.NewThread();
        await scene.Ask(threadId, "The dingo of 4111 1111 1111 1111");
        await scene.SetMode("standard");

        await scene.Ask(threadId, "Go on");

        Assert.Empty(await Found(scene, "query=4111"));
        Assert.Equal([threadId], await Found(scene, "query=dingo"));
    }

    [Fact]
    public async Task Off_SecretsAreInNoSearchText_AndInNoTrace()
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread();
        var reply = await scene.Ask(threadId, $"My bandicoot key is {Secret}");

        Assert.Equal([threadId], await Found(scene, "query=bandicoot"));
        Assert.Empty(await Found(scene, "query=4f9aKq81LmZx72TbWv0cYd35HnRs6PjE"));
        Assert.DoesNotContain(Secret, (await Trace(scene, reply)).GetRawText());
        Assert.Contains(Secret, (await scene.Branch(threadId))[0].GetRawText());
    }

    [Fact]
    public async Task Trace_ShowsWhatWasSent_WithoutPersonalDataInStandardMode()
    {
        await using var scene = await ChatScene.Set(host, ChatScene.LookupTool);
        await scene.SetMode("standard");
        scene.Provider.Enqueue(
            new FakeReply().Call(0, "a", "lookup", """{"id":"4111 1111 1111 1111"}""").Done(null, "tool_calls"),
            new FakeReply().Say("It is 5500 0000 0000 0004."));
        var threadId = await scene.NewThread();
        var asked = await scene.Ask(threadId, "Mine is 4111 1111 1111 1111.");
        var call = asked.GetProperty("tool_calls")[0].GetProperty("id").GetString()!;
        var reply = (await scene.Answer(threadId, call, "Has 340000000000009", ("Prefer", "wait=30")))["reply"];

        var trace = await Trace(scene, reply);

        Assert.Equal("Mine is [CREDIT_CARD].", trace[0].GetProperty("input").GetProperty("messages")[0].GetProperty("content").GetString());
        Assert.Equal("It is [CREDIT_CARD].", trace[2].GetProperty("output").GetProperty("content").GetString());
        Assert.All(new[] { "4111", "5500", "34000" }, number => Assert.DoesNotContain(number, trace.GetRawText()));
        // The provider is told as it was written, and so are readers.
        Assert.Contains("Mine is 4111 1111 1111 1111.", scene.Provider.Requests[0].Body.GetRawText());
        Assert.Equal("It is 5500 0000 0000 0004.", reply.GetProperty("content").GetString());
    }

    [Fact]
    public async Task Trace_ShowsWhatARuleHasMadeOfTheMessages()
    {
        await using var scene = await ChatScene.Set(host);
        var policy = await host.Admin.Post("/v2/policies", """{"kind":"safety","name":"Rules","rules":[{"type":"phrases","phrases":["thylacine"],"applies_to":["input"],"action":"redact"}]}""");
        await host.Admin.Post($"/v2/policies/{policy.Id}/attachments", $$"""{"target_type":"assistant","target_id":"{{scene.AssistantId}}"}""");
        var threadId = await scene.NewThread();

        var changed = await Trace(scene, await scene.Ask(threadId, "A thylacine?"));
        Assert.Equal("A [removed]?", changed[0].GetProperty("input").GetProperty("messages")[0].GetProperty("content").GetString());

        var other = await scene.NewThread();
        var same = await Trace(scene, await scene.Ask(other, "A numbat?"));
        Assert.Equal("A numbat?", same[0].GetProperty("input").GetProperty("messages")[0].GetProperty("content").GetString());
        Assert.StartsWith("msg_", same[0].GetProperty("input").GetProperty("messages")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Audit_SaysThatATitleChanged_AndNotToWhat()
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread(""","title":"First words" """);
        await scene.Client.Post($"/v2/threads/{threadId}", """{"title":"Second words","metadata":{"a":"third"},"status":"resolved"}""");
        var changes = Assert.Single(await host.Audit("thread.updated", threadId)).Changes;
        Assert.Equal(["title", "status", "metadata"], JsonElement.Parse(changes).EnumerateArray().Select(change => change.GetProperty("field").GetString()));
        Assert.DoesNotContain("words", changes);
        Assert.DoesNotContain("third", changes);
        Assert.Contains("resolved", changes);
    }

    [Theory]
    [InlineData("simple")]
    [InlineData("json")]
    public void Console_WritesNoSecret_OfMessageOrException(string format)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddConsole());
        RedactedConsole.Use(services);
        using var provider = services.BuildServiceProvider();
        var formatter = Assert.Single(provider.GetServices<ConsoleFormatter>(), one => one.Name == format);
        using var written = new StringWriter();
        var entry = new LogEntry<string>(LogLevel.Error, "Test", default, $"Refused {Secret}", new InvalidOperationException($"with {Secret}"), (state, _) => state);

        formatter.Write(entry, null, written);

        Assert.Contains("Refused [SECRET]", written.ToString());
        Assert.DoesNotContain(Secret, written.ToString());
    }

    [Fact]
    public void Console_WritesTheLinkOfTheFirstStart_Whole()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddConsole());
        RedactedConsole.Use(services);
        using var provider = services.BuildServiceProvider();
        using var written = new StringWriter();
        var link = $"http://localhost:5080/setup?token={Portal.Sharing.ShareToken.New()}";
        var logger = typeof(Portal.Access.Setup.FirstStart).FullName!;

        provider.GetServices<ConsoleFormatter>().First().Write(new LogEntry<string>(LogLevel.Information, logger, default, link, null, (state, _) => state), null, written);

        Assert.Contains(link, written.ToString());
    }

    static async Task<string[]> Found(ChatScene scene, string query) =>
        [.. (await scene.Client.Get($"/v2/threads?{query}"))["data"].EnumerateArray().Select(one => one.GetProperty("id").GetString()!)];

    static async Task<JsonElement> Trace(ChatScene scene, JsonElement reply) => (await scene.Client.Get($"/v2/runs/{reply.GetProperty("run_id").GetString()}"))["steps"];
}
