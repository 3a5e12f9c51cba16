using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

public sealed class ProjectAdministrationTests(Chromium chromium)
{
    [Fact]
    public async Task AProject_FromItsFirstStepToItsArchive()
    {
        await using var portal = PortalHost.Start();
        var desk = await Desk.Make(portal.Admin, project: "مكتب الدعم 🚀");
        await Desk.Make(portal.Admin, project: "Returns");
        await using var visit = await Visit.Begin(chromium, portal.Address);
        var page = visit.Page;
        await visit.SignIn("/projects");

        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" }).FillAsync("مكتب");
        await page.ComesTo("**/projects?q=*");
        await page.GetByRole(AriaRole.Row).Nth(2).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.GetByRole(AriaRole.Link, new() { Name = "مكتب الدعم 🚀" }).ClickAsync();

        var steps = page.GetByRole(AriaRole.Region, new() { Name = "Get started" });
        await steps.Shows("1 of 5 done");
        await steps.GetByRole(AriaRole.Link, new() { Name = "Describe project" }).ClickAsync();
        await page.GetByLabel("Description").FillAsync("Answers what customers ask.");
        await page.Button("Save").ClickAsync();
        await page.GetByText("Saved.").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Home" }).ClickAsync();
        await steps.Shows("2 of 5 done");

        await page.Button("Pause").ClickAsync();
        await page.GetByText("its assistants do not answer until somebody resumes it").WaitForAsync();
        Assert.Equal(409, (await portal.Admin.Post($"/v2/threads/{await desk.NewThread()}/messages", """{"role":"user","content":"Hello"}""")).Status);
        await page.Button("Undo").ClickAsync();
        await page.Button("Pause").WaitForAsync();
        Assert.False((await portal.Admin.Get($"/v2/projects/{desk.ProjectId}"))["paused"].GetBoolean());

        await page.GetByLabel("Parts of the project").GetByRole(AriaRole.Link, new() { Name = "Settings" }).ClickAsync();
        await page.Button("Archive project").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        Assert.True(await dialog.GetByRole(AriaRole.Button, new() { Name = "Archive project" }).IsDisabledAsync());
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("مكتب الدعم 🚀");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Archive project" }).ClickAsync();
        await page.Button("Restore project").ClickAsync();
        await page.Button("Archive project").WaitForAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task AKey_IsMadeRotatedAndRevoked()
    {
        await using var portal = PortalHost.Start();
        var desk = await Desk.Make(portal.Admin);
        await using var visit = await Visit.Begin(chromium, portal.Address);
        visit.Expected = fault => fault.Contains("status of 400", StringComparison.Ordinal);
        var page = visit.Page;
        await visit.SignIn($"/projects/{desk.ProjectId}?tab=keys");

        await page.Button("Create key").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("Importer");
        await dialog.GetByLabel("Allowed addresses").FillAsync("10.0.0.0/40");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        await dialog.GetByText("must be a network in CIDR form").WaitForAsync();
        await dialog.GetByLabel("Allowed addresses").FillAsync("127.0.0.0/8");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        var old = await dialog.GetByLabel("The new key").InnerTextAsync();
        Assert.Contains("curl", await dialog.GetByLabel("A command that uses the key").InnerTextAsync(), StringComparison.Ordinal);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        Assert.Equal(200, await Status(portal, old));

        await page.Button("Rotate Importer").ClickAsync();
        await dialog.GetByLabel("The old secret works for").SelectOptionAsync("0");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Rotate key" }).ClickAsync();
        var renewed = await dialog.GetByLabel("The new key").InnerTextAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        Assert.Equal((401, 200), (await Status(portal, old), await Status(portal, renewed)));

        await page.Button("Revoke Importer").ClickAsync();
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("Importer");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Revoke key" }).ClickAsync();
        await page.GetByText("No keys yet").WaitForAsync();
        Assert.Equal(401, await Status(portal, renewed));
        visit.AssertClean();
    }

    [Fact]
    public async Task AProvider_ItsModelsAndItsLastHour()
    {
        await using var portal = PortalHost.Start();
        await using var provider = await FakeProvider.Start(TestContext.Current.CancellationToken);
        await using var visit = await Visit.Begin(chromium, portal.Address);
        var page = visit.Page;
        await visit.SignIn("/providers?provider=new");
        var panel = page.GetByRole(AriaRole.Complementary);
        await panel.GetByLabel("Name").FillAsync("Fake");
        await panel.GetByLabel("Base URL").FillAsync(provider.OpenAiUrl);
        await panel.GetByRole(AriaRole.Button, new() { Name = "Add provider" }).ClickAsync();
        await panel.GetByRole(AriaRole.Heading, new() { Name = "Fake", Exact = true }).WaitForAsync();
        await panel.GetByText("Saved.").WaitForAsync();

        await page.Button("List its models").ClickAsync();
        await panel.GetByLabel("fake-large").CheckAsync();
        await page.Button("Import 1 model").ClickAsync();
        await panel.GetByText("1 model added to the catalogue.").WaitForAsync();
        var desk = await Desk.Make(portal.Admin, "fake-large");
        await desk.Say(await desk.NewThread(), "Hello");

        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Img, new() { Name = "1 call in the last hour, none failed" }).First.WaitForAsync();
        await page.Button("Pause Fake").ClickAsync();
        await page.Button("Undo").ClickAsync();
        await page.Button("Pause Fake").WaitForAsync();

        await page.GotoAsync("/providers?model=fake-large");
        await panel.GetByRole(AriaRole.Link, new() { Name = "Returns desk" }).WaitForAsync();
        await page.IsInteractive();
        await Expect(panel.GetByRole(AriaRole.Button, new() { Name = "Delete" })).ToBeDisabledAsync();
        visit.AssertClean();
    }

    static async Task<int> Status(PortalHost portal, string key)
    {
        using var client = portal.Client(key.Trim());
        return (await client.Get("/v2/models")).Status;
    }
}
