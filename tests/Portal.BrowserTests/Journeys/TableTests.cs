using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

public sealed class TableTests(Chromium chromium)
{
    [Fact]
    public async Task Table_ColumnsAndOrder_ByKeyboardAlone_AreThereAgainOnAnotherMachine()
    {
        await using var portal = PortalHost.Start();
        foreach (var name in new[] { "Zebra", "Antelope", "Mole" }) await portal.AddProject(name);
        await using var visit = await Visit.Begin(chromium, portal.Address);
        var page = visit.Page;
        await visit.SignIn("/projects");
        await page.IsInteractive();
        await Expect(page.Locator("tbody tr a").First).ToHaveTextAsync("Mole");

        await page.TabTo(page.Locator("#columns-projects > summary"));
        await page.Keyboard.PressAsync("Enter");
        await page.TabTo(page.GetByLabel("Id", new() { Exact = true }));
        await page.Keyboard.PressAsync("Space");
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Id", Exact = true })).ToHaveCountAsync(0);
        await Expect(page.GetByLabel("Id", new() { Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#columns-projects > summary")).ToBeFocusedAsync();

        var byName = page.GetByRole(AriaRole.Columnheader).GetByRole(AriaRole.Link, new() { Name = "Name" });
        await page.TabTo(byName);
        await page.Keyboard.PressAsync("Enter");
        await page.ComesTo("**/projects?sort=name&order=asc");
        await Expect(page.Locator("tbody tr a:first-child").First).ToHaveTextAsync("Antelope");
        await Expect(byName).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.ComesTo("**/projects?sort=name&order=desc");
        await Expect(page.Locator("tbody tr a:first-child").First).ToHaveTextAsync("Zebra");
        await page.TabTo(page.Locator("tbody tr a").First);
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Locator("tbody tr:nth-child(2) a")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowUp");
        await Expect(page.Locator("tbody tr a").First).ToBeFocusedAsync();
        visit.AssertClean();

        // Drawn by the server already, so nothing moves when the page becomes interactive.
        await using var elsewhere = await Visit.Begin(chromium, portal.Address);
        await elsewhere.SignIn("/projects?sort=name&order=desc");
        await Expect(elsewhere.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Status" })).ToHaveCountAsync(1);
        await Expect(elsewhere.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Id", Exact = true })).ToHaveCountAsync(0);
        await Expect(elsewhere.Page.Locator("th[aria-sort=descending]")).ToContainTextAsync("Name");
    }
}
