using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

/// <summary>A policy from its first rule to what it did: written, tried, attached, met in a chat, reviewed.</summary>
public sealed class PolicyTests(Chromium chromium) : IAsyncLifetime
{
    readonly PortalHost portal = PortalHost.Start();
    Desk desk = null!;
    Visit visit = null!;

    IPage Page => visit.Page;

    public async ValueTask InitializeAsync()
    {
        desk = await Desk.Make(portal.Admin);
        visit = await Visit.Begin(chromium, portal.Address);
        await visit.SignIn("/policies");
        await Page.IsInteractive();
    }

    public async ValueTask DisposeAsync()
    {
        await visit.DisposeAsync();
        await portal.DisposeAsync();
    }

    [Fact]
    public async Task Policy_IsWrittenTriedAttachedAndMet_AndItsFindingIsReviewed()
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = "Create safety policy" }).First.ClickAsync();
        await Page.GetByLabel("Name", new() { Exact = true }).FillAsync("House rules");
        await Page.GetByLabel("Add a rule").SelectOptionAsync("pii");
        await Page.GetByLabel("Email", new() { Exact = true }).CheckAsync();
        await Page.GetByLabel("Action", new() { Exact = true }).SelectOptionAsync("redact");

        // Tried before it is saved.
        var bench = Page.GetByRole(AriaRole.Region, new() { Name = "Try it" });
        await bench.GetByLabel("Text", new() { Exact = true }).FillAsync("I am jane@example.com.");
        await bench.GetByRole(AriaRole.Button, new() { Name = "Run the rules" }).ClickAsync();
        await Expect(bench.Locator("mark")).ToHaveTextAsync("jane@example.com");
        await bench.Shows("I am [EMAIL].");
        await bench.Shows("characters behind what the model has written");

        await Page.Button("Create policy").ClickAsync();
        await Page.ComesTo("**/policies/pol_*");
        var holds = Page.GetByRole(AriaRole.Region, new() { Name = "Holds for" });
        await holds.GetByLabel("To", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "Assistant: Returns desk" });
        await holds.GetByRole(AriaRole.Button, new() { Name = "Attach" }).ClickAsync();
        await holds.Shows("Assistant: Returns desk");

        // Met in a chat: the built-in responder quotes what it was told.
        var thread = await desk.NewThread("Returns");
        await Page.GotoAsync($"/threads/{thread}");
        await Page.IsInteractive();
        await Page.Say("Write to jane@example.com, please.");
        await Expect(Page.Locator("article").Filter(new() { HasText = "You wrote: “Write to [EMAIL], please.”" })).ToBeVisibleAsync();
        var chip = Page.Locator("article.user").GetByText("Redacted by a policy");
        await Expect(chip).ToBeVisibleAsync();
        await Page.ReloadAsync();
        await Expect(chip).ToBeVisibleAsync();

        await Page.GotoAsync("/policies/events");
        await Page.IsInteractive();
        var row = Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Personal data: Email" }).First;
        await row.Shows("House rules");
        await row.GetByRole(AriaRole.Button, new() { Name = "False alarm" }).ClickAsync();
        await row.Shows("False alarm");
        await Expect(row.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeVisibleAsync();

        // Changed rules are set beside the saved ones over what was said, and what holds stands at the assistant.
        await Page.GotoAsync($"/assistants/{desk.AssistantId}?view=policies");
        await Page.IsInteractive();
        await Page.GetByRole(AriaRole.Link, new() { Name = "House rules · assistant" }).ClickAsync();
        await Page.GetByLabel("Add a rule").SelectOptionAsync("phrases");
        await Page.GetByLabel("Phrases", new() { Exact = true }).FillAsync("please");
        await Page.Button("Run over recent messages").ClickAsync();
        await Page.GetByRole(AriaRole.Region, new() { Name = "Dry run" }).Shows("redact (phrases, pii)");
        await Page.Button("Save").ClickAsync();
        await Expect(Page.GetByText("Saved. It holds from the next message on.")).ToBeVisibleAsync();
        visit.AssertClean();
    }
}
