using Portal.BrowserTests.Hosting;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

/// <summary>A reply that stands half written at a gate, and what a person may do meanwhile.</summary>
public sealed class LiveReplyTests(Chromium chromium) : IAsyncLifetime
{
    readonly FakeGate gate = new();
    readonly PortalHost portal = PortalHost.Start();
    FakeProvider provider = null!;
    Visit visit = null!;
    string thread = "";

    public async ValueTask InitializeAsync()
    {
        provider = await FakeProvider.Start(TestContext.Current.CancellationToken);
        provider.Enqueue(new FakeReply().Reason("Reading the rules.").Say("The first half,", " **bold**,").Wait(gate).Say(" and the second half."));
        await Desk.Connect(portal.Admin, provider);
        thread = await (await Desk.Make(portal.Admin, "fake-large")).NewThread();
        visit = await Visit.Begin(chromium, portal.Address);
        await visit.SignIn($"/threads/{thread}");
    }

    public async ValueTask DisposeAsync()
    {
        await visit.DisposeAsync();
        await portal.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Reload_InMidStream_LosesNothing()
    {
        await AskUpToTheGate();
        await visit.Page.ReloadAsync();
        await visit.Page.Replies().Shows("The first half, bold,");
        gate.Open();
        await Expect(visit.Page.Replies().Locator(".markdown")).ToHaveTextAsync("The first half, bold, and the second half.");
        await visit.Page.Messages().Shows("What are the rules?");
        visit.AssertClean();
    }

    [Fact]
    public async Task TwoTabs_OneReply_BothSeeItLive()
    {
        await AskUpToTheGate();
        var second = await visit.NewTab();
        await second.GotoAsync($"/threads/{thread}");
        await second.Replies().Shows("The first half, bold,");
        await Expect(second.Button("Stop")).ToBeEnabledAsync();
        gate.Open();
        foreach (var page in new[] { visit.Page, second })
        {
            await Expect(page.Replies().Locator(".markdown")).ToHaveTextAsync("The first half, bold, and the second half.");
            await Expect(page.Button("Stop")).ToHaveCountAsync(0);
        }

        visit.AssertClean();
    }

    [Fact]
    public async Task Stop_InMidReply_KeepsTheTextAndTheNextMessageWorks()
    {
        await AskUpToTheGate();
        await visit.Page.Button("Stop").ClickAsync();
        await visit.Page.Replies().Shows("Stopped.");
        await visit.Page.Replies().Shows("The first half, bold,");
        await (await provider.Received(1, TestContext.Current.CancellationToken)).Aborted.WaitAsync(TestContext.Current.CancellationToken);
        await visit.Page.Say("And without a receipt?");
        await visit.Page.Replies().Last.Shows("Hello from the fake provider.");
        await Expect(visit.Page.Replies()).ToHaveCountAsync(2);
        visit.AssertClean();
    }

    async Task AskUpToTheGate()
    {
        await visit.Page.Say("What are the rules?");
        await visit.Page.Replies().Shows("The first half, bold,");
        await gate.Reached.WaitAsync(TestContext.Current.CancellationToken);
    }
}
