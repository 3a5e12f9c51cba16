using System.Globalization;
using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

public sealed class LimitsTests(Chromium chromium)
{
    [Fact]
    public async Task Budget_IsSet_Spent_WarnedOf_Refuses_IsExplained_Raised_AndGoesOn()
    {
        await using var portal = PortalHost.Start();
        var desk = await Desk.Make(portal.Admin);
        await Desk.Price(portal.Admin, Desk.BuiltIn, 1_000);
        await desk.Say(await desk.NewThread(), "How long may a return take?");
        var cost = (await portal.Admin.Get($"/v2/projects/{desk.ProjectId}/usage"))["data"].EnumerateArray().Sum(day => day.GetProperty("cost").GetDecimal());
        Assert.True(cost > 0);
        await using var visit = await Visit.Begin(chromium, portal.Address);
        visit.Expected = fault => fault.Contains("429", StringComparison.Ordinal);
        var limits = visit.Page;
        await visit.SignIn($"/limits?project={desk.ProjectId}");
        await limits.IsInteractive();
        await Expect(limits.GetByText("No budget", new() { Exact = true })).ToBeVisibleAsync();

        // Set, with room for two and a half such replies, of which one is made.
        await limits.Locator("header").GetByRole(AriaRole.Link, new() { Name = "New budget" }).ClickAsync();
        await limits.GetByLabel("Amount (US dollars)").FillAsync((cost * 2.5m).ToString(CultureInfo.InvariantCulture));
        await limits.GetByLabel("When it is used up").SelectOptionAsync("refuse");
        await limits.Button("Try on the last 7 days").ClickAsync();
        await Expect(limits.GetByText("Would have refused none of 1 call.")).ToBeVisibleAsync();
        await limits.Button("Create budget").ClickAsync();
        await limits.ComesTo("**/limits?project=*&open=budget*bud_*");
        var row = limits.Locator(".budgets > li");
        await row.Shows("40 % spent");
        await limits.Button("Close").ClickAsync();

        // Spent, and warned of on the page that stands open.
        var page = await visit.NewTab();
        await page.GotoAsync($"/threads/{await desk.NewThread()}");
        await page.IsInteractive();
        await page.Say("How long may a return take?");
        await Expect(page.Replies().First).ToHaveAttributeAsync("aria-label", "Returns desk, completed");
        await row.Shows("80 % spent");
        await Expect(row.Locator(".chip-warning")).ToBeVisibleAsync();
        await limits.Locator(".look").Shows("20 % left");

        // Refused, and why.
        await page.Say(string.Join(' ', Enumerable.Repeat("And what of this one?", 100)));
        var unsent = page.Locator("article.unsent");
        await unsent.Shows("has a budget of");
        await limits.Locator("tbody").Shows("Budget");
        await unsent.GetByRole(AriaRole.Link, new() { Name = "Why?" }).ClickAsync();
        await page.ComesTo("**/limits/refusals/ref_*");
        await page.Locator(".sum").Shows("more than the limit of");

        // Raised, and it goes on.
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the budget" }).ClickAsync();
        await page.GetByLabel("Amount (US dollars)").FillAsync("1000");
        await page.Button("Save budget").ClickAsync();
        await page.GetByText("Saved.").WaitForAsync();
        await page.GoBackAsync();
        // The address goes back and forth while the form is asked whether it may be left.
        await page.Locator(".sum").Shows("more than the limit of");
        await page.GoBackAsync();
        await page.ComesTo("**/threads/thread_*");
        await page.Button("Send again").ClickAsync();
        await Expect(unsent).ToHaveCountAsync(0);
        await Expect(page.Replies()).ToHaveCountAsync(2);
        await Expect(page.Replies().Last).ToHaveAttributeAsync("aria-label", "Returns desk, completed");
        await Expect(row.Locator(".chip-good")).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task Capacity_IsWaitedFor_BeforeTheReader()
    {
        await using var portal = PortalHost.Start();
        await using var provider = await Tests.Fakes.FakeProvider.Start(TestContext.Current.CancellationToken);
        await Desk.Connect(portal.Admin, provider);
        var desk = await Desk.Make(portal.Admin, "fake-large");
        await portal.Admin.Post($"/v2/projects/{desk.ProjectId}/limits", """{"concurrent_threads":1,"queue_seconds":120}""");
        var gate = new Tests.Fakes.FakeGate();
        provider.Enqueue(new Tests.Fakes.FakeReply().Wait(gate).Say("First."));
        await portal.Admin.Post($"/v2/threads/{await desk.NewThread()}/messages", """{"role":"user","content":"One."}""");
        await gate.Reached;
        await using var visit = await Visit.Begin(chromium, portal.Address);
        var page = visit.Page;
        await visit.SignIn($"/threads/{await desk.NewThread()}");
        await page.IsInteractive();
        var limits = await visit.NewTab();
        await limits.GotoAsync($"/limits?project={desk.ProjectId}");
        await limits.IsInteractive();

        await page.Say("Two.");

        await page.Replies().Shows("Waiting for capacity: This project may have 1 reply in the making");
        await limits.Locator(".look").Shows("1 call waits");
        await limits.Locator(".waiting").Shows("Open the thread");
        gate.Open();
        await Expect(page.Replies().First).ToHaveAttributeAsync("aria-label", "Returns desk, completed");
        await limits.Locator(".look").Shows("Nobody");
        visit.AssertClean();
    }
}
