using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Client.Projects;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

/// <summary>Several people in one thread.</summary>
public sealed partial class TeamTests(Chromium chromium) : IAsyncLifetime
{
    readonly FakeGate gate = new();
    readonly PortalHost portal = PortalHost.Start();
    FakeProvider provider = null!;
    Desk desk = null!;
    Person ada = null!;
    Person grace = null!;
    string thread = "";

    public async ValueTask InitializeAsync()
    {
        provider = await FakeProvider.Start(TestContext.Current.CancellationToken);
        await Desk.Connect(portal.Admin, provider);
        desk = await Desk.Make(portal.Admin, "fake-large");
        ada = await Person.Join(portal, desk.ProjectId, "Ada Lovelace");
        grace = await Person.Join(portal, desk.ProjectId, "Grace Hopper");
        thread = await desk.NewThread("Broken lamp");
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task TwoPeople_SeeOneReply_AndOneTakesOverInItsMiddle_AnswersAndHandsBack()
    {
        provider.Enqueue(new FakeReply().Say("The first half,").Wait(gate).Say(" and what nobody will read."), new FakeReply().Say("With pleasure."));
        await using var first = await ada.Visit(chromium, $"/threads/{thread}");
        await using var second = await grace.Visit(chromium, $"/threads/{thread}");
        IPage[] both = [first.Page, second.Page];
        await Expect(first.Page.GetByLabel("Also here")).ToContainTextAsync(Named(grace, "is here"));
        await Expect(second.Page.GetByLabel("Also here")).ToContainTextAsync(Named(ada, "is here"));
        await second.Page.Composer().PressSequentiallyAsync("He");
        await Expect(first.Page.GetByLabel("Also here")).ToContainTextAsync(Named(grace, "is writing"));
        await second.Page.Composer().FillAsync("");
        await first.Page.Say("It smokes.");
        foreach (var page in both) await page.Replies().Shows("The first half,");

        await second.Page.Button("Take over").ClickAsync();
        await Expect(second.Page.GetByText(YouAnswer())).ToBeVisibleAsync();
        await Expect(second.Page.GetByText("You took over")).ToBeVisibleAsync();
        await Expect(first.Page.GetByText(Named(grace, "took over"))).ToBeVisibleAsync();
        await (await provider.Received(1, TestContext.Current.CancellationToken)).Aborted.WaitAsync(TestContext.Current.CancellationToken);
        await second.Page.GetByLabel("Your answer to the customer").FillAsync("Pull the plug, please.");
        await second.Page.Button("Send").ClickAsync();
        foreach (var page in both) await page.Messages().Shows("Pull the plug, please.");
        await Expect(first.Page.Locator("article").Filter(new() { HasText = "Pull the plug" })).ToContainTextAsync("Grace Hopper");
        await Expect(first.Page.GetByText(Named(grace, "answers the customer. You can leave a note."))).ToBeVisibleAsync();
        await Expect(first.Page.Composer()).ToBeHiddenAsync();
        await Expect(first.Page.GetByLabel("Text of the note")).ToBeVisibleAsync();
        Assert.Single(provider.Requests);

        await second.Page.Button("Hand back").ClickAsync();
        var dialog = second.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Note for colleagues").FillAsync("A new lamp is on its way.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Hand back" }).ClickAsync();
        await Expect(second.Page.GetByText("You handed back to the assistant")).ToBeVisibleAsync();
        await Expect(first.Page.GetByText(Named(grace, "handed back to the assistant"))).ToBeVisibleAsync();
        foreach (var page in both) await Expect(page.Locator(".note")).ToContainTextAsync("A new lamp is on its way.");
        await first.Page.Say("Thank you.");
        foreach (var page in both) await page.Replies().Last.Shows("With pleasure.");
        var prompt = (await provider.Received(2, TestContext.Current.CancellationToken)).Body.ToString();
        Assert.Contains("Pull the plug, please.", prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("A new lamp", prompt, StringComparison.Ordinal);
        first.AssertClean();
        second.AssertClean();
    }

    [Fact]
    public async Task Administrator_AssignsWithANote_AndWhispers_WhichTheCustomerNeverSees()
    {
        await using var owner = await Visit.Begin(chromium, portal.Address);
        await owner.SignIn($"/threads/{thread}");
        await using var agent = await grace.Visit(chromium, $"/threads/{thread}");
        await owner.Page.IsInteractive();
        await owner.Page.Button("Assign").ClickAsync();
        var dialog = owner.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Find a person").FillAsync("grace");
        await Expect(dialog.GetByLabel("Ada Lovelace")).ToHaveCountAsync(0);
        await dialog.GetByLabel("Grace Hopper").CheckAsync();
        await dialog.GetByLabel("Note for them").FillAsync("She has called twice.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Assign", Exact = true }).ClickAsync();
        await Expect(owner.Page.GetByText($"Assigned to {Isolated(grace)}").First).ToBeVisibleAsync();
        await Expect(agent.Page.GetByText("Assigned to you", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(agent.Page.Locator(".note")).ToContainTextAsync("She has called twice.");

        await agent.Page.Button("Note").ClickAsync();
        await agent.Page.GetByLabel("Text of the note").FillAsync("I shall ring her back.");
        await agent.Page.Button("Add note").ClickAsync();
        var note = owner.Page.Locator(".note").Filter(new() { HasText = "I shall ring her back." });
        await Expect(note).ToContainTextAsync("Internal note, not seen by the customer");
        await Expect(note).ToContainTextAsync("Grace Hopper");

        await owner.Page.Button("Note").ClickAsync();
        await owner.Page.GetByLabel($"Whisper to {Isolated(grace)}").CheckAsync();
        await owner.Page.GetByLabel("Text of the note").FillAsync("Offer her the new model.");
        await owner.Page.Button("Add note").ClickAsync();
        await Expect(agent.Page.Locator(".note").Filter(new() { HasText = "Offer her the new model." })).ToContainTextAsync("Whisper, not seen by the customer");
        Assert.Equal(0, (await portal.Admin.Get($"/v2/threads/{thread}/messages"))["data"].GetArrayLength());
        owner.AssertClean();
        agent.AssertClean();
    }

    [Fact]
    public async Task WhoMayOnlyRead_SeesTheConversation_AndNoBoxToWriteIn()
    {
        await desk.Say(thread, "It smokes.");
        var reader = await Person.Join(portal, desk.ProjectId, "Mary Somerville", ChatAccess.Read);
        await using var visit = await reader.Visit(chromium, $"/threads/{thread}");
        var page = visit.Page;
        await page.IsInteractive();
        await page.Replies().Shows("Hello from the fake provider.");
        await Expect(page.GetByText("Assistant answers")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Text of the note")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Group, new() { Name = "Write to" })).ToHaveCountAsync(0);
        await Expect(page.Button("Take over")).ToHaveCountAsync(0);
        await grace.Post($"/v2/threads/{thread}/take_over");
        await Expect(page.GetByText(Named(grace, "took over"))).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Text of the note")).ToHaveCountAsync(0);
        await Expect(page.Composer()).ToHaveCountAsync(0);
        await Expect(page.Button("Regenerate")).ToHaveCountAsync(0);
        await Expect(page.GetByText("You can read this conversation.")).ToBeVisibleAsync();
        visit.AssertClean();
    }

    static string Named(Person person, string does) => $"{Isolated(person)} {does}";

    /// <summary>A name as it stands in a sentence: its direction of writing changes none of the words around it.</summary>
    static string Isolated(Person person) => $"\u2068{person.Name}\u2069";

    [GeneratedRegex("^You answer since ")]
    private static partial Regex YouAnswer();
}
