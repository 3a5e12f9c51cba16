using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.BrowserTests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

/// <summary>The costs page over a year of use.</summary>
public sealed partial class CostsTests(Chromium chromium, YearOfCosts year) : IClassFixture<YearOfCosts>
{
    [Fact]
    public async Task Costs_FromAYearToADayToItsRuns_ByKeysAndByDragging()
    {
        await using var visit = await Visit.Begin(chromium, year.Portal.Address);
        var page = visit.Page;
        await visit.SignIn("/costs?period=last_12_months");
        await page.IsInteractive();
        var plot = page.GetByRole(AriaRole.Slider);
        await Expect(plot).ToHaveAttributeAsync("aria-valuemax", "12");

        await plot.FocusAsync();
        await plot.PressAsync("ArrowLeft");
        await plot.PressAsync("ArrowLeft");
        await plot.PressAsync("Enter");
        await page.ComesTo(MonthOfCosts());

        var columns = page.Locator(".column");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Cost by day and project" })).ToBeVisibleAsync();
        await columns.Nth(3).HoverAsync();
        await page.Mouse.DownAsync();
        await columns.Nth(9).HoverAsync();
        await page.Mouse.UpAsync();
        await page.ComesTo(DaysOfCosts());

        await Expect(columns).ToHaveCountAsync(7);
        await columns.Nth(2).ClickAsync();
        var list = page.GetByRole(AriaRole.Region, new() { Name = "What the costs are made of" });
        await Expect(list.Locator("h3")).ToContainTextAsync(" 6 ");
        await list.GetByRole(AriaRole.Link, new() { Name = "Customer support" }).ClickAsync();
        await page.ComesTo($"**/usage/runs?period=*-06..*-06&by=project&group={year.ProjectId}");
        await Expect(page.Locator("tbody tr").First).ToBeVisibleAsync();
        await page.GoBackAsync();
        await columns.Nth(2).ClickAsync();
        await list.GetByRole(AriaRole.Link, new() { Name = "Zoom in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Cost by hour and project" })).ToBeVisibleAsync();
        await columns.Nth(12).ClickAsync();
        await list.GetByRole(AriaRole.Link, new() { Name = "Runs", Exact = true }).ClickAsync();
        await page.ComesTo("**/usage/runs?period=*-06..*-06&from=*&to=*");
        await Expect(page.Locator(".page-header")).ToContainTextAsync("12:00 – 13:00 (Europe/Berlin)");
        visit.AssertClean();
    }

    [GeneratedRegex(@"/costs\?period=\d{4}-\d\d$")]
    private static partial Regex MonthOfCosts();

    [GeneratedRegex(@"/costs\?period=\d{4}-\d\d-04\.\.\d{4}-\d\d-10$")]
    private static partial Regex DaysOfCosts();

    [Fact]
    public async Task Costs_SayWhatChanged_AndLeaveAsAFile()
    {
        await using var visit = await Visit.Begin(chromium, year.Portal.Address);
        var page = visit.Page;
        await visit.SignIn("/costs?period=last_7_days");
        await page.IsInteractive();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "What changed most" })).ToContainTextAsync("Engineering");
        await Expect(page.GetByText("Hard budget of $180.00")).ToBeVisibleAsync();
        await page.GetByText("Show as a table").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Engineering" }).Last).ToBeVisibleAsync();
        await page.Locator("#export > summary").ClickAsync();
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        Assert.Equal("costs.csv", file.SuggestedFilename);
        await page.GetByLabel("Metadata of the thread").FillAsync("team");
        await page.Keyboard.PressAsync("Enter");
        await page.ComesTo("**by=metadata%5Bteam%5D");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Lisbon" }).First).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task Pages_HaveNoSeriousFault_OnADesktopAndOnAPhone()
    {
        await using var visit = await Visit.Begin(chromium, year.Portal.Address);
        await visit.SignIn("/costs");
        await visit.Page.IsInteractive();
        var (moving, faults) = (new Moving(visit.Page), new List<string>());
        foreach (var address in new[] { "/costs", "/costs?period=last_12_months&by=model", "/costs?period=last_90_days&by=member", $"/costs?project={year.ProjectId}&by=tool" })
        {
            await moving.To(address);
            await visit.Page.GetByText("Show as a table").ClickAsync();
            faults.AddRange(await AccessibilityTests.FaultsInEveryLook(visit.Page));
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
        visit.AssertClean();
    }
}
