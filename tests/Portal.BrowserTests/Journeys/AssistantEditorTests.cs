using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

public sealed class AssistantEditorTests(Chromium chromium)
{
    [Fact]
    public async Task Assistant_FromATemplate_TriedSavedComparedPausedAndCopied()
    {
        await using var portal = PortalHost.Start();
        await using var visit = await Visit.Begin(chromium, portal.Address);
        var page = visit.Page;
        var project = (await portal.Admin.Post("/v2/projects", """{"name":"Support"}""")).Id;
        await visit.SignIn($"/assistants/new?project={project}");
        await page.IsInteractive();
        await page.GetByRole(AriaRole.Link, new() { Name = "Customer service" }).ClickAsync();
        var form = page.GetByRole(AriaRole.Form, new() { Name = "Assistant" });
        await form.GetByLabel("Name", new() { Exact = true }).FillAsync("Returns desk");
        await form.GetByRole(AriaRole.Textbox, new() { Name = "Instructions" }).FillAsync("We are {{company}}. You are {{nobody}}.");
        await Expect(form.GetByText("Unknown variable")).ToBeVisibleAsync();
        var prompt = page.Locator("pre[aria-label='Composed system prompt']");
        await Expect(prompt).ToContainTextAsync("We are our company. You are {{nobody}}.");

        await page.Button("Try it").ClickAsync();
        await page.Say("/call find_order {\"order_number\":\"A-1\"}");
        await page.GetByLabel("Output of find_order").FillAsync("{\"status\":\"sent\"}");
        await page.Button("Submit output").ClickAsync();
        await Expect(page.Locator(".said-item").Nth(3)).ToBeVisibleAsync();

        await page.Button("Create assistant").ClickAsync();
        await page.ComesTo("**/assistants/asst_*");
        await form.GetByRole(AriaRole.Textbox, new() { Name = "Instructions" }).FillAsync("We are {{company}}. You are kind.");
        await page.GetByLabel("Note on this version").FillAsync("Kinder");
        await page.Button("Save").ClickAsync();
        await Expect(page.GetByText("Saved as version 2.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Versions" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Changes" }).ClickAsync();
        await Expect(page.Locator("del")).ToHaveTextAsync("{{nobody}}");
        await Expect(page.Locator("ins")).ToHaveTextAsync("kind");
        await page.Button("Restore").ClickAsync();
        await Expect(page.GetByText("Restored as version 3.")).ToBeVisibleAsync();

        await page.Button("Pause").ClickAsync();
        await Expect(page.GetByText("new replies are refused")).ToBeVisibleAsync();
        await page.Button("Undo").ClickAsync();
        await Expect(page.GetByText("it answers again")).ToBeVisibleAsync();
        var original = page.Url;
        await page.GetByLabel("More actions").ClickAsync();
        await page.Button("Duplicate").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Returns desk (copy)" })).ToBeVisibleAsync();
        Assert.NotEqual(original, page.Url);
        visit.AssertClean();
    }

    [Fact]
    public async Task TwoAdministrators_TheSecondSeesTheDifference_AndPutsBothTogether()
    {
        await using var portal = PortalHost.Start();
        var desk = await Desk.Make(portal.Admin);
        await using var visit = await Visit.Begin(chromium, portal.Address);
        var page = visit.Page;
        await visit.SignIn($"/assistants/{desk.AssistantId}");
        await page.IsInteractive();
        await page.GetByLabel("Tone").FillAsync("Calm");
        await portal.Admin.Post($"/v2/assistants/{desk.AssistantId}", """{"instructions":"Answer questions about refunds.","version_note":"Refunds too"}""");

        await page.Button("Save").ClickAsync();

        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Refunds too");
        await Expect(dialog.Locator("del").First).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Use my choice" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "Instructions" })).ToHaveValueAsync("Answer questions about refunds.");
        await Expect(page.GetByLabel("Tone")).ToHaveValueAsync("Calm");
        await page.Button("Save").ClickAsync();
        await Expect(page.GetByText("Saved as version 3.")).ToBeVisibleAsync();
        // The refused save is an answer of the API, which the browser's console also tells of.
        visit.Expected = fault => fault.Contains("412", StringComparison.Ordinal);
        visit.AssertClean();
    }

    [Fact]
    public async Task SignIn_AtAnAddress_ComesBackToIt()
    {
        await using var portal = PortalHost.Start();
        var desk = await Desk.Make(portal.Admin);
        await using var visit = await Visit.Begin(chromium, portal.Address);
        await visit.SignIn($"/assistants/{desk.AssistantId}?project={desk.ProjectId}");
        await Expect(visit.Page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Returns desk");
        visit.AssertClean();
    }
}
