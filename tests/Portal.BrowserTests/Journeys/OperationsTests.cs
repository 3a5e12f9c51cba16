using System.Text;
using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Client.Projects;
using Portal.Tests;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

public sealed class OperationsTests(Chromium chromium)
{
    const string Export = """
        {"assistants":[{"id":"asst_abc","object":"assistant","created_at":1698984975,"name":"Math tutor","model":"gpt-4o","instructions":"Teach.","tools":[]}],
         "threads":[{"id":"thread_1","object":"thread","created_at":1699012000,"metadata":{}}],
         "messages":[{"id":"msg_1","object":"thread.message","created_at":1699017614,"thread_id":"thread_1","role":"user","content":"How much is 4 + 9?"}]}
        """;

    [Fact]
    public async Task AnExport_IsChecked_Settled_AndBroughtIn()
    {
        await using var portal = PortalHost.Start();
        var project = await portal.AddProject("School");
        await using var visit = await Visit.Begin(chromium, portal.Address);
        var page = visit.Page;
        await visit.SignIn($"/projects/{project}/import");
        await page.IsInteractive();

        // Not JSON: said before anything is sent, and the right file can follow.
        await Choose(page, "not an export");
        await Expect(page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        await Choose(page, Export);
        await page.Button("Check the export").ClickAsync();
        var report = page.GetByRole(AriaRole.Region, new() { Name = "What would happen" });
        await Expect(report.GetByText("To settle")).ToBeVisibleAsync();
        await Expect(page.Button("Import")).ToBeDisabledAsync();

        await page.GetByLabel("Model for assistants").SelectOptionAsync(Desk.BuiltIn);
        await page.Button("Check the export").ClickAsync();
        await Expect(report.GetByText("To settle")).ToHaveCountAsync(0);
        await page.Button("Import").ClickAsync();
        await Expect(page.GetByText("The import is done.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the threads" }).ClickAsync();
        await page.ComesTo($"**/threads?project={project}");
        visit.AssertClean();
    }

    [Fact]
    public async Task Access_IsExplained_FromAnAssistantAndFromAPerson()
    {
        await using var portal = PortalHost.Start();
        var desk = await Desk.Make(portal.Admin);
        var email = await portal.AddUser(Role.Agent);
        await portal.AddMember(desk.ProjectId, email, Role.Agent, ChatAccess.Read);
        await portal.Admin.Post($"/v2/organization/users/{Tests.People.UserIdOf(email)}", """{"name":"Vera Stone"}""");
        await using var visit = await Visit.Begin(chromium, portal.Address);
        var page = visit.Page;
        await visit.SignIn($"/assistants/{desk.AssistantId}");
        await page.IsInteractive();
        await page.Button("Who can see this assistant").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        var vera = dialog.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Vera Stone" });
        await Expect(vera).ToContainTextAsync("A member of the project as agent");
        await Expect(dialog.GetByRole(AriaRole.Listitem).Filter(new() { HasText = PortalHost.AdminEmail })).ToHaveCountAsync(1);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).Last.ClickAsync();

        await page.GotoAsync($"/people?user={Tests.People.UserIdOf(email)}");
        await page.IsInteractive();
        await Expect(page.GetByRole(AriaRole.Complementary, new() { Name = "Vera Stone" })).ToContainTextAsync("chat access read");
        visit.AssertClean();
    }

    static Task Choose(IPage page, string text) => page.GetByLabel("Export", new() { Exact = true }).SetInputFilesAsync(
        new FilePayload { Name = "export.json", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(text) });
}
