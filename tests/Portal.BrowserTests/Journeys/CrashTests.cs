using Portal.BrowserTests.Hosting;
using Portal.Tests.Fakes;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

public sealed class CrashTests(Chromium chromium)
{
    [Fact]
    public async Task Kill_InMidReply_ShowsItInterruptedAndRetryWorks()
    {
        await using var portal = await PublishedPortal.Start();
        await using var provider = await FakeProvider.Start(TestContext.Current.CancellationToken);
        var gate = new FakeGate();
        provider.Enqueue(new FakeReply().Say("The first half,").Wait(gate), new FakeReply().Say("All of it."));
        await Desk.Connect(portal.Admin, provider);
        var desk = await Desk.Make(portal.Admin, "fake-large");
        var thread = await desk.NewThread();
        await using var visit = await Visit.Begin(chromium, portal.Address);
        await visit.SignIn($"/threads/{thread}");
        await visit.Page.Say("What are the rules?");
        await visit.Page.Replies().Shows("The first half,");

        await portal.Kill();
        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Status).Filter(new() { HasText = "Reconnecting…" }).WaitForAsync();
        await portal.Begin();
        await Expect(visit.Page.Replies().Filter(new() { HasText = "The first half," }).Locator(".problem")).ToBeVisibleAsync();
        await visit.Page.Locator(".connection").Shows("Server restarted");
        await visit.Page.Messages().Shows("What are the rules?");
        await visit.Page.Button("Retry").ClickAsync();
        await Expect(visit.Page.Replies().Locator(".markdown")).ToHaveTextAsync("All of it.");

        var (run, messages) = (await provider.Received(2, TestContext.Current.CancellationToken), provider.Requests.Count);
        Assert.Equal(2, messages);
        Assert.Equal("/v1/chat/completions", run.Path);
        visit.Expected = Network.IsLoss;
        visit.AssertClean();
    }
}
