using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Client.Alerts;
using Portal.Tests;
using Portal.Tests.Alerts;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using Portal.Tests.Usage;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

/// <summary>An alert from the moment it is set up whom it is told, over its mail and its webhook, to its end.</summary>
public sealed class AlertTests(Chromium chromium)
{
    [Fact]
    public async Task Alert_IsToldByMailAndWebhook_Acknowledged_AndItsKindMuted()
    {
        await using var server = new MailServer();
        await using var receiver = await HookReceiver.Start();
        await using var portal = PortalHost.Start(("Portal:Outbound:AllowedNetworks:0", "127.0.0.0/8"));
        await portal.Admin.Post("/v2/organization/settings", server.Settings());
        var project = await portal.AddProject();
        await using var visit = await Visit.Begin(chromium, portal.Address);
        var page = visit.Page;
        // An address that is refused.
        visit.Expected = fault => fault.Contains("/v2/organization/webhooks", StringComparison.Ordinal);
        await visit.SignIn("/alerts/delivery");
        await page.IsInteractive();

        await page.GetByLabel("Addresses", new() { Exact = true }).FillAsync("finance@example.org");
        await page.GetByLabel("Currency", new() { Exact = true }).SelectOptionAsync("EUR");
        await page.GetByLabel("Rate", new() { Exact = true }).FillAsync("0.5");
        await page.Button("Save").ClickAsync();
        await Expect(page.Locator(".form-bar [role=status]")).ToContainTextAsync("Saved");
        await page.Button("Add webhook").ClickAsync();
        await page.GetByLabel("Address", new() { Exact = true }).FillAsync("http://example.org/hooks");
        await page.Button("Add webhook").ClickAsync();
        await Expect(page.GetByText("must begin with https")).ToBeVisibleAsync();
        await page.GetByLabel("Address", new() { Exact = true }).FillAsync(receiver.Url + "/hooks");
        await page.Button("Add webhook").ClickAsync();
        await Expect(page.GetByLabel("The webhook's secret")).ToContainTextAsync("whsec_");
        await page.Button("Send a test").ClickAsync();
        await receiver.Next();
        await page.Button("Look again").ClickAsync();
        await Expect(page.Locator(".deliveries tbody")).ToContainTextAsync("Delivered");

        await portal.Raise(AlertScene.Draft(project, kind: AlertKind.BudgetExhausted, title: "The budget is used up"));
        Assert.Contains("The budget is used up", (await receiver.Next()).Text);
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Views of alerts" }).GetByText("Alerts", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "The budget is used up" }).ClickAsync();
        var panel = page.GetByRole(AriaRole.Complementary, new() { Name = "The budget is used up" });
        await Expect(panel).ToContainTextAsync("Webhook at 127.0.0.1");
        await Expect(panel).ToContainTextAsync("Mail to finance@example.org");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Expect(panel).ToContainTextAsync("Acknowledged by");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Mute", Exact = true }).ClickAsync();
        await panel.GetByRole(AriaRole.Link, new() { Name = "See what is muted" }).ClickAsync();
        await Expect(page.Locator("tbody")).ToContainTextAsync("Budget used up");
        await page.Button("Unmute").ClickAsync();
        await Expect(page.GetByText("Nothing is muted")).ToBeVisibleAsync();
        await page.GotoAsync("/alerts");
        await Expect(page.GetByText("No open alerts")).ToBeVisibleAsync();
        await page.ComesTo("**/alerts");

        // Amounts everywhere are in the currency, in dollars on hover.
        await portal.AddUsage(UsageRows.Of(project, DateTimeOffset.UtcNow.ToUnixTimeSeconds()) with { CostNanodollars = 3_000_000_000 });
        await page.GotoAsync("/usage");
        await Expect(page.GetByText("EUR 1.50", new() { Exact = true }).First).ToBeVisibleAsync();
        await Expect(page.GetByTitle("$3 (US dollars)").First).ToBeVisibleAsync();
        Assert.Contains("The budget is used up", Assert.Single(server.Mails));
        visit.AssertClean();
    }

    [Fact]
    public async Task List_ChangesByItself_UnderNobodysHands()
    {
        await using var portal = PortalHost.Start();
        var project = await portal.AddProject();
        await portal.Raise(AlertScene.Draft(project, title: "First"));
        await using var visit = await Visit.Begin(chromium, portal.Address);
        var page = visit.Page;
        await visit.SignIn("/alerts");
        await page.IsInteractive();
        await page.GetByRole(AriaRole.Link, new() { Name = "First" }).ClickAsync();
        var panel = page.GetByRole(AriaRole.Complementary, new() { Name = "First" });
        await Expect(panel.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" })).ToBeVisibleAsync();

        await portal.Raise(AlertScene.Draft(project, title: "Second"), AlertScene.Draft(project, kind: AlertKind.Overshoot, title: "Third"));
        await Expect(page.Button("Show 2 new alerts")).ToBeVisibleAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        var first = (await portal.Admin.Get("/v2/alerts?order=asc&limit=1"))["data"][0].GetProperty("id").GetString();
        await portal.Admin.Post($"/v2/alerts/{first}", """{"status":"acknowledged"}""");
        await Expect(panel).ToContainTextAsync("Acknowledged by");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);

        await page.Button("Show 2 new alerts").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Third" })).ToBeVisibleAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
        await Expect(panel).ToBeVisibleAsync();
        visit.AssertClean();
    }
}
