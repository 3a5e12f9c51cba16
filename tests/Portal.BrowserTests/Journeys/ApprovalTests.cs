using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

/// <summary>A rule that asks a person: what it holds back, who decides, and what becomes of it.</summary>
public sealed class ApprovalTests(Chromium chromium) : IAsyncLifetime
{
    readonly PortalHost portal = PortalHost.Start();
    FakeProvider provider = null!;
    Desk desk = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await FakeProvider.Start(TestContext.Current.CancellationToken);
        await Desk.Connect(portal.Admin, provider);
        desk = await Desk.Make(portal.Admin, "fake-large");
        var policy = await portal.Admin.Post("/v2/policies",
            """{"kind":"safety","name":"Ask first","rules":[{"type":"phrases","phrases":["project thunder"],"applies_to":["input","output"],"action":"ask","message":"Not yet, please."}]}""");
        await portal.Admin.Post($"/v2/policies/{policy.Id}/attachments", $$"""{"target_type":"assistant","target_id":"{{desk.AssistantId}}"}""");
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Question_WaitsInTheConversation_AColleagueApproves_AndTheReplyIsHeldInTurn()
    {
        provider.Enqueue(new FakeReply().Say("Of course: ", "project thunder", " is new."));
        var ada = await Person.Join(portal, desk.ProjectId, "Ada Lovelace");
        var grace = await Person.Join(portal, desk.ProjectId, "Grace Hopper");
        var thread = await desk.NewThread("A new thing");
        await using var asking = await ada.Visit(chromium, $"/threads/{thread}");
        await using var deciding = await grace.Visit(chromium, "/approvals");
        await Expect(deciding.Page.GetByText("Nothing waits")).ToBeVisibleAsync();
        await asking.Page.Say("What is project thunder?");
        var card = asking.Page.GetByRole(AriaRole.Group, new() { Name = "Waits for approval" });
        await Expect(card).ToContainTextAsync("This was asked; no model has seen it yet.");
        await card.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(card).ToContainTextAsync("Somebody else must decide about what you have asked.");
        asking.Expected = fault => fault.Contains("403", StringComparison.Ordinal);

        await deciding.Page.ReloadAsync();
        await deciding.Page.IsInteractive();
        await deciding.Page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(deciding.Page.GetByText("Approved").Last).ToBeVisibleAsync();

        // The reply names it as well, and is held from there on.
        await Expect(asking.Page.Replies()).ToContainTextAsync("Of course:");
        await Expect(card).ToContainTextAsync("The assistant has written this");
        await deciding.Page.ReloadAsync();
        await deciding.Page.IsInteractive();
        await deciding.Page.GetByRole(AriaRole.Button, new() { Name = "Change the text" }).ClickAsync();
        await deciding.Page.GetByLabel("Text in its place").FillAsync("Of course: it is not announced yet.");
        await deciding.Page.GetByRole(AriaRole.Button, new() { Name = "Approve with changes" }).ClickAsync();
        await Expect(asking.Page.Replies()).ToContainTextAsync("Of course: it is not announced yet.");
        await Expect(card).ToHaveCountAsync(0);
        Assert.Empty(await Axe.FaultsOf(deciding.Page));
        asking.AssertClean();
        deciding.AssertClean();
    }

    [Fact]
    public async Task Rejected_EndsWithTheRulesWords()
    {
        var thread = await desk.NewThread("A new thing");
        await using var visit = await Visit.Begin(chromium, portal.Address);
        await visit.SignIn($"/threads/{thread}");
        await visit.Page.Say("What is project thunder?");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await Expect(visit.Page.GetByText("Not yet, please.", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Empty(provider.Requests);
        visit.AssertClean();
    }
}
