using System.Text.Json;
using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

/// <summary>What is behind a conversation, and how it leaves the portal: the panel, exports and links.</summary>
public sealed class InspectTests(Chromium chromium) : IAsyncLifetime
{
    const string Question = "How long may a return take?";

    readonly PortalHost portal = PortalHost.Start();
    Desk desk = null!;
    Visit visit = null!;
    string thread = "";

    IPage Page => visit.Page;

    public async ValueTask InitializeAsync()
    {
        desk = await Desk.Make(portal.Admin);
        thread = await desk.NewThread("Returns");
        await desk.Say(thread, Question);
        var agent = await Person.Join(portal, desk.ProjectId, "Ada Lovelace");
        visit = await agent.Visit(chromium, $"/threads/{thread}");
        await Page.IsInteractive();
    }

    public async ValueTask DisposeAsync()
    {
        await visit.DisposeAsync();
        await portal.DisposeAsync();
    }

    [Fact]
    public async Task Panel_ShowsTraceAndPrompt_AndKeepsMetadata()
    {
        await Page.Button("Inspect").ClickAsync();
        var panel = Page.GetByRole(AriaRole.Complementary, new() { Name = "Inspect" });
        await Expect(panel).ToBeFocusedAsync();
        await panel.Shows("Of the latest reply");
        await panel.Shows("1. Model call");
        await panel.GetByText("Input", new() { Exact = true }).ClickAsync();
        await Expect(panel.GetByLabel("Input of step 1")).ToContainTextAsync("Answer questions about returns.");
        await Expect(panel.GetByLabel("Input of step 1")).ToContainTextAsync(Question);

        await panel.GetByRole(AriaRole.Link, new() { Name = "Memory" }).ClickAsync();
        await Expect(panel.GetByRole(AriaRole.Meter)).ToBeVisibleAsync();
        await Page.ComesTo("**?panel=memory");
        await panel.GetByRole(AriaRole.Link, new() { Name = "Why this answer" }).ClickAsync();
        await panel.Shows("in the prompt");

        await panel.GetByRole(AriaRole.Link, new() { Name = "Details" }).ClickAsync();
        await panel.GetByRole(AriaRole.Button, new() { Name = "Add a pair" }).ClickAsync();
        await panel.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(panel.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Give the pair a name.");
        await panel.GetByLabel("Name 1").FillAsync("priority");
        await panel.GetByLabel("Value 1").FillAsync("high");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await panel.Shows("Saved.");
        Assert.Equal("high", (await portal.Admin.Get($"/v2/threads/{thread}"))["metadata"].GetProperty("priority").GetString());

        await Page.ReloadAsync();
        await Expect(panel.GetByLabel("Value 1")).ToHaveValueAsync("high");
        await Page.IsInteractive();
        await panel.GetByRole(AriaRole.Button, new() { Name = "Remove the pair priority" }).ClickAsync();
        await panel.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await panel.Shows("Saved.");
        Assert.Empty((await portal.Admin.Get($"/v2/threads/{thread}"))["metadata"].EnumerateObject());
        await panel.PressAsync("Escape");
        await Expect(panel).ToHaveCountAsync(0);
        await Expect(Page.Button("Inspect")).ToBeFocusedAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task Exports_InEveryFormat_HoldTheConversation()
    {
        foreach (var (name, ending) in new[] { ("Export as Markdown", ".md"), ("Export as JSON", ".json"), ("Export as HTML for printing", ".html") })
        {
            var link = await MenuItem(AriaRole.Link, name);
            var file = await Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
            Assert.EndsWith(ending, file.SuggestedFilename, StringComparison.Ordinal);
            var text = await File.ReadAllTextAsync(await file.PathAsync(), TestContext.Current.CancellationToken);
            Assert.Contains(Question, text, StringComparison.Ordinal);
            Assert.Contains("built-in responder", text, StringComparison.Ordinal);
            if (ending == ".json") JsonDocument.Parse(text).Dispose();
        }
        visit.AssertClean();
    }

    [Fact]
    public async Task Link_IsReadByAnotherMember_UntilItIsRevoked()
    {
        await (await MenuItem(AriaRole.Button, "Share inside the organization")).ClickAsync();
        var dialog = Page.GetByRole(AriaRole.Dialog);
        await dialog.Shows("No links.");
        await dialog.GetByLabel("The link works").SelectOptionAsync(new SelectOptionValue { Label = "for one week" });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create link" }).ClickAsync();
        var address = new Uri(await dialog.Locator(".copyable pre").InnerTextAsync());
        Assert.Equal(portal.Address.Authority, address.Authority);

        // Of another project, so that nothing but the link leads here.
        var elsewhere = await Desk.Make(portal.Admin, project: "Engineering");
        var reader = await Person.Join(portal, elsewhere.ProjectId, "Grace Hopper");
        await using var other = await reader.Visit(chromium, address.PathAndQuery);
        var page = other.Page;
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Returns" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Read only")).ToBeVisibleAsync();
        await Expect(page.GetByText(Question, new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("built-in responder")).ToBeVisibleAsync();
        await page.IsInteractive();
        await Expect(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Textbox)).ToHaveCountAsync(0);
        await page.GotoAsync($"/threads/{thread}");
        await Expect(page.GetByText(Question)).ToHaveCountAsync(0);

        await dialog.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await dialog.Shows("No links.");
        other.Expected = fault => fault.Contains("404", StringComparison.Ordinal);
        await page.GotoAsync(address.PathAndQuery);
        await Expect(page.GetByRole(AriaRole.Alert).Or(page.Locator(".error-state")).First).ToBeVisibleAsync();
        await Expect(page.GetByText(Question)).ToHaveCountAsync(0);
        visit.AssertClean();
        other.AssertClean();
    }

    async Task<ILocator> MenuItem(AriaRole role, string name)
    {
        await Page.Locator("#thread-menu > summary").ClickAsync();
        return Page.Locator("#thread-menu").GetByRole(role, new() { Name = name });
    }
}
