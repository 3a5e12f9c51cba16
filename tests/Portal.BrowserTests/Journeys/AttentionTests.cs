using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

/// <summary>How an agent learns, wherever they are, that something needs them.</summary>
public sealed partial class AttentionTests(Chromium chromium, PortalHost portal) : IClassFixture<PortalHost>, IAsyncLifetime
{
    Desk desk = null!;
    Person agent = null!;
    Person colleague = null!;

    public async ValueTask InitializeAsync()
    {
        desk = await Desk.Make(portal.Admin);
        agent = await Person.Join(portal, desk.ProjectId, "Ada Lovelace");
        colleague = await Person.Join(portal, desk.ProjectId, "Grace Hopper");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Assigned_IsAtTheBellAndOnTheTab_UntilItIsOpened()
    {
        var thread = await desk.NewThread("Broken lamp");
        await using var visit = await agent.Visit(chromium, "/projects");
        var page = visit.Page;
        await page.IsInteractive();
        await Expect(page).ToHaveTitleAsync("Projects · Portal");
        await colleague.Post($"/v2/threads/{thread}/assign", $$"""{"assignee_id":"{{agent.Id}}"}""");

        await Expect(Bell(page)).ToContainTextAsync("1 thing needs you");
        await Expect(page).ToHaveTitleAsync("(1) Projects · Portal");
        await Bell(page).ClickAsync();
        var told = page.GetByRole(AriaRole.List, new() { Name = "Attention" }).GetByRole(AriaRole.Link);
        await Expect(told).ToContainTextAsync("Grace Hopper assigned it to you");
        await Expect(told).ToContainTextAsync("Broken lamp");
        await told.ClickAsync();
        await page.ComesTo($"**/threads/{thread}");
        await Expect(page).ToHaveTitleAsync("Broken lamp · Portal");
        await Expect(Bell(page)).Not.ToContainTextAsync("needs you");
        visit.AssertClean();
    }

    [Fact]
    public async Task Visitor_AsksForAPerson_WaitsInTheQueue_UntilOneAnswers()
    {
        var thread = await desk.NewThread("Refund to another card");
        await using var visit = await agent.Visit(chromium, "/threads?view=waiting");
        var page = visit.Page;
        await page.IsInteractive();
        await Expect(page.GetByText("No thread fits")).ToBeVisibleAsync();
        var asked = await portal.Admin.Post($"/v2/threads/{thread}/request_person", """{"reason":"The card was stolen"}""");
        Assert.Equal(200, asked.Status);

        var row = page.Locator("li.row");
        await Expect(row).ToContainTextAsync("Wants a person");
        await Expect(page.Locator(".queue")).ToContainTextAsync("1 waiting, 1 unassigned");
        await Expect(Bell(page)).ToContainTextAsync("1 thing needs you");
        await row.Locator("a.line").ClickAsync();
        await Expect(page.GetByText(WaitsWhy())).ToBeVisibleAsync();
        await page.Button("Take over").ClickAsync();
        await Expect(page.GetByText(YouAnswer())).ToBeVisibleAsync();
        await Expect(Bell(page)).Not.ToContainTextAsync("needs you");
        await page.GetByLabel("Your answer to the customer").FillAsync("A new card is on its way.");
        await page.Button("Send").ClickAsync();
        await Expect(page.Locator(".queue")).ToContainTextAsync("0 waiting, 0 unassigned");
        visit.AssertClean();
    }

    static ILocator Bell(IPage page) => page.Locator("#attention > summary");

    [GeneratedRegex("It waits for a person: .The card was stolen")]
    private static partial Regex WaitsWhy();

    [GeneratedRegex("^You answer since ")]
    private static partial Regex YouAnswer();
}
