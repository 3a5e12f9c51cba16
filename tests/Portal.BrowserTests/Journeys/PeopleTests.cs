using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

public sealed class PeopleTests(Chromium chromium)
{
    const string Name = "יעל 👩‍🚀 Cohen";

    [Fact]
    public async Task Invited_Joins_IsDeactivated_AndComesBack()
    {
        await using var portal = PortalHost.Start();
        var desk = await Desk.Make(portal.Admin);
        var thread = await desk.NewThread("Returns");
        await using var owner = await Visit.Begin(chromium, portal.Address);
        await owner.SignIn("/people");
        var link = await Invite(owner.Page);

        await using var guest = await Visit.Begin(chromium, portal.Address);
        await Join(guest.Page, link);
        await guest.Page.GotoAsync($"/threads/{thread}");
        await guest.Page.Say("Is the label free?");
        await guest.Page.Replies().Shows("built-in responder");

        await owner.Page.GotoAsync("/people?query=yael");
        await owner.Page.GetByRole(AriaRole.Link, new() { Name = Name }).ClickAsync();
        var panel = owner.Page.GetByRole(AriaRole.Complementary, new() { Name = Name });
        await panel.Shows("A member of this project as agent, with chat access write.");
        await owner.Page.Button("Deactivate").ClickAsync();
        await panel.Shows("is deactivated and signed out everywhere");
        guest.Expected = fault => fault.Contains("401", StringComparison.Ordinal) || fault.Contains("hubs/chat", StringComparison.Ordinal) || fault.Contains("WebSocket", StringComparison.Ordinal);
        await guest.Page.GotoAsync("/projects");
        await Expect(guest.Page.Button("Sign in")).ToBeVisibleAsync();

        await owner.Page.Button("Undo").ClickAsync();
        await Expect(panel.GetByText("is deactivated and signed out everywhere")).ToHaveCountAsync(0);
        await guest.SignIn("/profile", "yael@example.org", "a fine new password");
        await guest.Page.GetByLabel("Language of dates").SelectOptionAsync("de");
        await guest.Page.Button("Save profile").ClickAsync();
        await guest.Page.GetByRole(AriaRole.Region, new() { Name = "Sessions" }).Shows("gerade eben");
        owner.AssertClean();
        guest.AssertClean();
    }

    [Fact]
    public async Task Member_IsFound_Added_AndTakenOut_WithUndo()
    {
        await using var portal = PortalHost.Start();
        var desk = await Desk.Make(portal.Admin);
        var email = await Portal.Tests.People.AddUser(portal, Client.Projects.Role.Agent);
        await using var visit = await Visit.Begin(chromium, portal.Address);
        var page = visit.Page;
        await visit.SignIn($"/projects/{desk.ProjectId}{MembersTab}");
        await page.Button("Add member").ClickAsync();
        await page.GetByLabel("Find a person").PressSequentiallyAsync(email[..12]);
        await page.GetByRole(AriaRole.List, new() { Name = "People found" }).GetByRole(AriaRole.Button).ClickAsync();
        var members = page.GetByRole(AriaRole.Region, new() { Name = "Members" });
        await Expect(members.Locator("tbody tr")).ToHaveCountAsync(1);
        await members.Locator("tbody").GetByRole(AriaRole.Button).ClickAsync();
        await members.Shows("is no longer a member");
        await page.Button("Undo").ClickAsync();
        await Expect(members.Locator("tbody tr")).ToHaveCountAsync(1);
        await members.Locator("tbody").Shows(email);
        visit.AssertClean();
    }

    const string MembersTab = "?tab=members";

    static async Task<string> Invite(IPage page)
    {
        await page.Button("Invite people").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Email").FillAsync("yael@example.org");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add a project" }).ClickAsync();
        await dialog.GetByLabel("Project", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "Support" });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make the invitation" }).ClickAsync();
        var link = await dialog.Locator(".copyable pre").InnerTextAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "yael@example.org" })).ToContainTextAsync("Pending");
        return link;
    }

    static async Task Join(IPage page, string link)
    {
        await page.GotoAsync(link);
        await page.GetByLabel("Name").FillAsync(Name);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("a fine new password");
        await page.GetByLabel("Password again").FillAsync("a fine new password");
        await page.Button("Create the account").ClickAsync();
        await page.ComesTo("**/projects");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Support" }).First).ToBeVisibleAsync();
    }
}
