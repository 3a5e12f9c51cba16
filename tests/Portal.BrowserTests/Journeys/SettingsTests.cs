using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

public sealed class SettingsTests(Chromium chromium)
{
    [Fact]
    public async Task Settings_NameAndSignInRules_ATestMailThatFails_ABackupTakenHome()
    {
        await using var portal = PortalHost.Start();
        await using var visit = await Visit.Begin(chromium, portal.Address);
        var page = visit.Page;
        await visit.SignIn("/settings");
        await page.IsInteractive();
        var (save, bar) = (page.Button("Save"), page.Locator(".form-bar [role=status]"));
        await Expect(save).ToBeDisabledAsync();

        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Northwind desk");
        await page.GetByLabel("Shortest password").FillAsync("4");
        await save.ClickAsync();
        await Expect(page.GetByText("Enter a number from 8 to 128.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Shortest password")).ToBeFocusedAsync();
        await page.GetByLabel("Shortest password").FillAsync("16");
        await page.GetByLabel("Allowed email domains").FillAsync("example.org");
        await save.ClickAsync();
        await Expect(bar).ToContainTextAsync("Saved");
        await Expect(page.Locator(".shell-nav").GetByText("Northwind desk")).ToBeVisibleAsync();
        var refused = await portal.Admin.Post("/v2/organization/invites", """{"email":"somebody@elsewhere.test","role":"agent"}""");
        Assert.Equal((400, "email"), (refused.Status, refused.Param));

        // Unsaved, the mail server is not tried; saved, what it says (nothing: no one listens) is told.
        await page.GetByLabel("Send mail").CheckAsync();
        await page.GetByLabel("Server", new() { Exact = true }).FillAsync("127.0.0.1");
        await page.GetByLabel("Port", new() { Exact = true }).FillAsync(FreePort().ToString());
        await page.GetByLabel("Sender").FillAsync("portal@example.org");
        await Expect(page.Button("Send a test")).ToBeDisabledAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Projects", Exact = true }).ClickAsync();
        var leaving = page.GetByRole(AriaRole.Dialog);
        await Expect(leaving).ToContainTextAsync("not saved");
        await page.Keyboard.PressAsync("Escape");
        await save.ClickAsync();
        await page.Button("Send a test").ClickAsync();
        await Expect(page.Locator(".notice-bad")).ToContainTextAsync("127.0.0.1");

        await page.Button("Make a backup").ClickAsync();
        var link = page.GetByRole(AriaRole.Region, new() { Name = "Backups" }).GetByRole(AriaRole.Link, new() { Name = "Download" }).First;
        var file = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        Assert.EndsWith(".zip", file.SuggestedFilename, StringComparison.Ordinal);
        await using var archive = await ZipFile.OpenReadAsync(await file.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Contains(archive.Entries, entry => entry.Name == "portal.db" && entry.Length > 0);
        visit.AssertClean();

        await using var stranger = await Visit.Begin(chromium, portal.Address);
        await stranger.Page.GotoAsync("/sign-in");
        await Expect(stranger.Page.GetByText("Northwind desk").First).ToBeVisibleAsync();
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
