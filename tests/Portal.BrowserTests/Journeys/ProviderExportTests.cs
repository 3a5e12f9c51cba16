using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests;
using Portal.Tests.Hosting;
using Portal.Tests.Usage;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

/// <summary>A provider's invoice is checked: its export is brought, put right, and read where it differs.</summary>
public sealed partial class ProviderExportTests(Chromium chromium)
{
    const string Head = "date,model,requests,input_tokens,cached_tokens,output_tokens,cost\n";

    [Fact]
    public async Task Export_IsBrought_AndSaysWhereItDiffers()
    {
        await using var portal = PortalHost.Start();
        var day = new DateTimeOffset(2026, 3, 5, 12, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        var row = UsageRows.Of(await portal.AddProject(), day) with { ProviderCostNanodollars = 2_000_000_000 };
        await portal.AddUsage(row, UsageRows.Of(row.ProjectId, day + 86_400) with { ProviderCostNanodollars = 1_000_000_000 });
        await using var visit = await Visit.Begin(chromium, portal.Address);
        var page = visit.Page;
        // A file that is refused.
        visit.Expected = fault => fault.Contains("/v2/organization/usage_imports", StringComparison.Ordinal);
        await visit.SignIn("/pricing");
        await page.IsInteractive();
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Provider exports" }).ClickAsync();

        await Bring(page, "wrong.csv", $"{Head}2026-03-05,{row.Model},1,100,20,-30,2\n");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Row 2, column 'output_tokens': '-30' is not a whole number of 0 or more.");
        await Bring(page, "march.csv", $"{Head}2026-03-05,{row.Model},1,100,20,30,2\n2026-03-06,{row.Model},2,350,20,30,1.75\n");
        await Expect(page.GetByText("1 of 2 lines differs")).ToBeVisibleAsync();
        await Expect(page.Locator(".import-table tbody tr")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { Name = "See the comparison" }).ClickAsync();

        await page.ComesTo(Report());
        var lines = page.Locator("tbody tr");
        await Expect(lines).ToHaveCountAsync(1);
        await Expect(lines).ToContainTextAsync("6 Mar 2026");
        await Expect(lines).ToContainTextAsync("+$0.75");
        await Expect(lines).ToContainTextAsync("+250");
        await page.GetByRole(AriaRole.Link, new() { Name = "Show them as well" }).ClickAsync();
        await Expect(lines).ToHaveCountAsync(2);
        visit.AssertClean();
    }

    [GeneratedRegex("/pricing/imports/imp_[^?]+$")]
    private static partial Regex Report();

    static Task Bring(IPage page, string name, string text) => page.GetByLabel("Exports, as CSV files").SetInputFilesAsync(
        new FilePayload { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
}
