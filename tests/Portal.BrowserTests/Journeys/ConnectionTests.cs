using System.Text.Json;
using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

/// <summary>A network that is cut for real between the browser and the portal, in the middle of a reply.</summary>
public sealed class ConnectionTests(Chromium chromium) : IAsyncLifetime
{
    const int WordsInAPart = 40;

    readonly PortalHost portal = PortalHost.Start();
    readonly List<FakeGate> gates = [];
    FakeProvider provider = null!;
    Relay relay = null!;
    Visit visit = null!;
    string thread = "";

    IPage Page => visit.Page;

    ILocator Status => Page.Locator(".connection");

    public async ValueTask InitializeAsync()
    {
        provider = await FakeProvider.Start(TestContext.Current.CancellationToken);
        await Desk.Connect(portal.Admin, provider);
        thread = await (await Desk.Make(portal.Admin, "fake-large")).NewThread();
        relay = Relay.To(portal.Address);
        visit = await Visit.Begin(chromium, relay.Address);
        visit.Expected = Network.IsLoss;
        await visit.SignIn($"/threads/{thread}");
    }

    public async ValueTask DisposeAsync()
    {
        await visit.DisposeAsync();
        await relay.DisposeAsync();
        await portal.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Cut_At50RandomMomentsOfAReply_ShowsTheServersText()
    {
        const int parts = 80;
        const int cuts = 50;
        var random = new Random(20260801);
        Script(parts);
        await Page.Say("Go on.");
        await Page.Replies().Shows("w0-39");
        for (var part = 1; part < parts; part++)
        {
            // A part is some 500 bytes on the wire, and so is a connection's beginning.
            if (relay.Cuts < cuts) relay.CutAfter(random.Next(1, 500));
            gates[part - 1].Open();
            await Page.Replies().Shows($"w{part}-{WordsInAPart - 1}");
        }

        gates[^1].Open();
        await ShowsTheServersText();
        Assert.Equal(cuts, relay.Cuts);
        visit.AssertClean();
    }

    [Fact]
    public async Task Cut_WhileTheReplyGoesOn_CatchesUp_AndSendsInOrderWhatWasWrittenMeanwhile()
    {
        Script(3);
        await Page.Say("Go on.");
        await Page.Replies().Shows("w0-39");
        relay.Cut();
        await Status.Shows("Reconnecting…");
        foreach (var gate in gates) gate.Open();
        await Ended(1);
        await Expect(Page.GetByText("w1-0")).ToHaveCountAsync(0);

        foreach (var text in new[] { "First of all", "Second of all" })
        {
            await Page.Composer().FillAsync(text);
            await Page.Composer().PressAsync("Enter");
            await Expect(Page.Locator("article.unsent", new() { HasText = text })).ToContainTextAsync("Waits for the connection");
            await Expect(Page.Composer()).ToHaveValueAsync("");
        }

        await Status.Shows("Offline");
        relay.Mend();
        await Status.Shows("Caught up, about");
        await Ended(3);
        await Expect(Page.Locator("article.unsent")).ToHaveCountAsync(0);
        Assert.Equal(["Go on.", "First of all", "Second of all"], (await Said()).Where(said => said.Role == "user").Select(said => said.Text));
        await Expect(Page.Locator("article.message.user")).ToHaveCountAsync(3);
        await Expect(Page.Replies()).ToHaveCountAsync(3);
        await ShowsTheServersText();
        visit.AssertClean();
    }

    [Fact]
    public async Task Stalled_IsFoundWhenThePageComesBackToSight()
    {
        Script(2);
        await Page.Say("Go on.");
        await Page.Replies().Shows("w0-39");
        relay.Stall();
        foreach (var gate in gates) gate.Open();
        await Ended(1);
        await Page.EvaluateAsync("() => { document.dispatchEvent(new Event('visibilitychange')); }");
        await Status.Shows("Reconnecting…");
        relay.Resume();
        await Status.Shows("Caught up, about");
        await ShowsTheServersText();
        visit.AssertClean();
    }

    [Fact]
    public async Task AnswerLost_MessageCountsOnce()
    {
        await Page.RouteAsync("**/messages", async route =>
        {
            if (route.Request.Method == "POST") await route.FetchAsync();
            await route.AbortAsync();
        });
        await Page.Say("Only once");
        await Ended(1);
        await Page.Replies().Shows("Hello from the fake provider.");
        await Page.UnrouteAsync("**/messages");
        await Expect(Page.Locator("article.unsent")).ToHaveCountAsync(0);
        await Page.Say("And then");
        await Ended(2);
        Assert.Equal(["Only once", "And then"], (await Said()).Where(said => said.Role == "user").Select(said => said.Text));
        await Expect(Page.Locator("article.message.user")).ToHaveCountAsync(2);
        visit.AssertClean();
    }

    [Fact]
    public async Task Reload_WithUnsentMessages_SendsThemOnceInOrder()
    {
        await Page.RouteAsync("**/messages", route => route.AbortAsync());
        await Page.Say("First of all");
        await Page.Say("Second of all");
        await Expect(Page.Locator("article.unsent")).ToHaveCountAsync(2);
        await Page.ReloadAsync();
        await Expect(Page.Locator("article.unsent")).ToHaveCountAsync(2);
        Assert.Empty(await Said());

        await Page.UnrouteAsync("**/messages");
        await Expect(Page.Locator("article.unsent")).ToHaveCountAsync(0);
        await Ended(2);
        Assert.Equal(["First of all", "Second of all"], (await Said()).Where(said => said.Role == "user").Select(said => said.Text));
        visit.AssertClean();
    }

    /// <summary>A reply of so many parts, with a gate after each.</summary>
    void Script(int parts)
    {
        var reply = new FakeReply();
        for (var part = 0; part < parts; part++)
        {
            var gate = new FakeGate();
            gates.Add(gate);
            reply.Say(Enumerable.Range(0, WordsInAPart).Select(word => $"w{part}-{word} ")).Wait(gate);
        }

        provider.Enqueue(reply);
    }

    async Task ShowsTheServersText()
    {
        var text = (await Ended(1)).First(said => said.Role == "assistant").Text;
        await Expect(Page.Replies().First).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("ompleted|inished|nswered"));
        Assert.Equal(text.Trim(), await Page.Replies().First.Locator(".markdown").InnerTextAsync());
    }

    /// <summary>Asks the portal itself, past the relay, until so many replies have ended.</summary>
    async Task<IReadOnlyList<(string Role, string Text, string Status)>> Ended(int replies)
    {
        while (true)
        {
            var said = await Said();
            if (said.Count(one => one is { Role: "assistant", Status: "completed" }) >= replies) return said;
            await Task.Yield();
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    async Task<IReadOnlyList<(string Role, string Text, string Status)>> Said()
    {
        var page = JsonDocument.Parse(await portal.Admin.GetStringAsync($"/v2/threads/{thread}/messages?order=asc&limit=100", TestContext.Current.CancellationToken));
        return [.. page.RootElement.GetProperty("data").EnumerateArray().Select(one =>
            (one.GetProperty("role").GetString()!, one.GetProperty("content").GetString() ?? "", one.GetProperty("status").GetString()!))];
    }
}
