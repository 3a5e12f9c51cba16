using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

public sealed partial class FirstStartTests(Chromium chromium)
{
    const string Password = "four plain words here";

    [Fact]
    public async Task FirstStart_FromTheLinkInTheLog_ReachesAStreamedReply()
    {
        await using var portal = PortalHost.Start(("Portal:Setup:AdminKey", null), ("Portal:Setup:AdminEmail", null), ("Portal:Setup:AdminPassword", null));
        await using var visit = await Visit.Begin(chromium, portal.Address);
        var page = visit.Page;

        await page.GotoAsync(portal.Log.Select(line => SetupLink().Match(line)).First(match => match.Success).Value);
        await page.GetByLabel("Name").FillAsync("Ada");
        await page.GetByLabel("Email").FillAsync("ada@example.org");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByLabel("Password again").FillAsync(Password);
        await page.Button("Make the owner's account").ClickAsync();
        await page.ComesTo("**/projects");

        await SignOutAndIn(page);
        await page.Button("Create project").First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("Support");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create project" }).ClickAsync();
        await page.ComesTo("**/projects/proj_*");

        await page.GetByRole(AriaRole.Link, new() { Name = "Create assistant" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Blank" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Returns desk");
        await page.Button("Create assistant").ClickAsync();
        await page.ComesTo("**/assistants/asst_*");

        await page.GetByRole(AriaRole.Link, new() { Name = "Open threads" }).ClickAsync();
        await page.ComesTo("**/threads?*");
        await page.GetByText("New thread", new() { Exact = true }).ClickAsync();
        await page.Button("Returns desk").ClickAsync();
        await page.ComesTo("**/threads/thread_*");
        await page.Say("How long may a return take?");
        await page.Replies().Shows("built-in responder");
        await Expect(page.Button("Stop")).ToHaveCountAsync(0);
        visit.AssertClean();
    }

    static async Task SignOutAndIn(IPage page)
    {
        await page.IsInteractive();
        await page.GetByText("Ada", new() { Exact = true }).ClickAsync();
        await page.Button("Sign out").ClickAsync();
        await page.GetByLabel("Email").FillAsync("ada@example.org");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.Button("Sign in").ClickAsync();
        await page.ComesTo("**/projects");
    }

    [GeneratedRegex("http://[^ ]+/setup\\?token=[0-9a-f]+")]
    private static partial Regex SetupLink();
}
