using System.Diagnostics;
using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

/// <summary>The list of threads as an agent works with it. Each test has a project and an agent of its own, who sees nothing else.</summary>
public sealed class ThreadListTests(Chromium chromium, PortalHost portal) : IClassFixture<PortalHost>, IAsyncLifetime
{
    Desk desk = null!;
    Person agent = null!;

    public async ValueTask InitializeAsync()
    {
        desk = await Desk.Make(portal.Admin);
        agent = await Person.Join(portal, desk.ProjectId, "Ada Lovelace");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Words_Views_AndMetadata_FindWhatOneLooksFor()
    {
        var lamp = await desk.NewThread("Broken lamp", """{"priority":"high","customer_name":"Grace Hopper"}""");
        var chair = await desk.NewThread("A chair");
        await desk.Say(chair, "The lamp beside it is fine.");
        var parcel = await desk.NewThread("Lost parcel", """{"priority":"low"}""");
        await agent.Post($"/v2/threads/{parcel}/assign", $$"""{"assignee_id":"{{agent.Id}}"}""");
        await portal.Admin.Post($"/v2/threads/{lamp}/request_person", """{"reason":"It smokes"}""");
        await using var visit = await agent.Visit(chromium, "/threads");
        var page = visit.Page;
        await page.IsInteractive();
        await Shows(page, 3);
        await Expect(Row(page, lamp)).ToContainTextAsync("Grace Hopper");

        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search threads" }).FillAsync("lamp");
        await page.ComesTo("**/threads?q=lamp");
        await Shows(page, 2);
        foreach (var id in new[] { lamp, chair }) await Expect(Row(page, id).Locator("mark")).ToHaveTextAsync("lamp", new() { IgnoreCase = true });
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search threads" }).FillAsync("");
        await Shows(page, 3);

        await View(page, "Mine");
        await Shows(page, 1);
        await Expect(Row(page, parcel)).ToContainTextAsync("Yours");
        await View(page, "Waiting");
        await Expect(Row(page, lamp)).ToContainTextAsync("Wants a person");
        await Expect(page.Locator(".queue")).ToContainTextAsync("1 waiting, 1 unassigned");
        await View(page, "Unread");
        await Shows(page, 1);
        await Expect(Row(page, chair)).ToBeVisibleAsync();
        await View(page, "Pinned");
        await Expect(page.GetByText("No thread fits")).ToBeVisibleAsync();

        await View(page, "All");
        await page.GetByLabel("Metadata").FillAsync("high");
        await page.GetByLabel("Metadata").PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("priority:high");
        await page.GetByLabel("Metadata").FillAsync("priority:high");
        await page.GetByLabel("Metadata").PressAsync("Enter");
        await page.ComesTo("**/threads?metadata=priority%3Ahigh");
        await Shows(page, 1);
        await Expect(Row(page, lamp)).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task SealedThreads_AreMarked_AndASearchSaysThatItLeavesThemOut()
    {
        var open = await desk.NewThread("An open lamp");
        var strict = await portal.Admin.Post(
            "/v2/assistants", $$$"""{"name":"Strict desk","model":"{{{Desk.BuiltIn}}}","privacy":{"mode":"strict"}}""", (ApiHeaders.Project, desk.ProjectId));
        Assert.Equal(201, strict.Status);
        var secret = await (desk with { AssistantId = strict.Id }).NewThread("A secret lamp");
        await using var visit = await agent.Visit(chromium, "/threads");
        var page = visit.Page;
        await page.IsInteractive();
        await Shows(page, 2);
        await Expect(Row(page, secret)).ToContainTextAsync("Sealed");
        await Expect(Row(page, open)).Not.ToContainTextAsync("Sealed");
        await Expect(page.GetByText("Sealed threads are not searched")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search threads" }).FillAsync("lamp");

        await Shows(page, 1);
        await Expect(Row(page, open)).ToBeVisibleAsync();
        await Expect(page.GetByText("Sealed threads are not searched")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Keys_GoSelectAndOpen_AndWhatIsSelectedIsResolvedTogether()
    {
        var ids = new[] { await desk.NewThread("First"), await desk.NewThread("Second"), await desk.NewThread("Third") };
        await using var visit = await agent.Visit(chromium, "/threads");
        var (page, keyboard) = (visit.Page, visit.Page.Keyboard);
        var chosen = page.Locator(".selection");
        await page.IsInteractive();
        await page.TabTo(Row(page, ids[2]).Locator("a.line"));
        await keyboard.PressAsync("x");
        await keyboard.PressAsync("j");
        await Expect(Row(page, ids[1]).Locator("a.line")).ToBeFocusedAsync();
        await keyboard.PressAsync("j");
        await keyboard.PressAsync("x");
        await Expect(chosen).ToContainTextAsync("2 threads selected");
        await keyboard.PressAsync("Escape");
        await Expect(chosen).ToHaveCountAsync(0);

        await keyboard.PressAsync("x");
        await keyboard.PressAsync("k");
        await Expect(Row(page, ids[1]).Locator("a.line")).ToBeFocusedAsync();
        await keyboard.PressAsync("x");
        await chosen.GetByRole(AriaRole.Button, new() { Name = "Resolve" }).ClickAsync();
        foreach (var id in ids[..2]) await Expect(Row(page, id)).ToContainTextAsync("Resolved");
        await Expect(chosen).ToHaveCountAsync(0);
        Assert.Equal(["resolved", "resolved", "active"], await Task.WhenAll(ids.Select(async id => (await portal.Admin.Get($"/v2/threads/{id}"))["status"].GetString())));

        await Row(page, ids[0]).HoverAsync();
        await Row(page, ids[0]).GetByRole(AriaRole.Button, new() { Name = "Pin", Exact = true }).ClickAsync();
        await page.Mouse.MoveAsync(900, 600);
        await Expect(page.Locator("a.line").First).ToHaveAttributeAsync("data-thread", ids[0]);
        await Row(page, ids[0]).Locator("a.line").FocusAsync();
        await keyboard.PressAsync("Enter");
        await page.ComesTo($"**/threads/{ids[0]}");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "First" })).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task Row_FollowsWhatSomebodyElseWrites_AndTellsWhoIsThere()
    {
        var quiet = await desk.NewThread("Quiet");
        await desk.NewThread("Newer");
        var colleague = await Person.Join(portal, desk.ProjectId, "Grace Hopper");
        await using var visit = await agent.Visit(chromium, "/threads");
        var page = visit.Page;
        await page.IsInteractive();
        await Shows(page, 2);
        await Expect(page.Locator("a.line").First).ToContainTextAsync("Newer");

        await using var other = await colleague.Visit(chromium, $"/threads/{quiet}");
        await Expect(Row(page, quiet).Locator(".people")).ToContainTextAsync("Here: Grace Hopper");
        await other.Page.Say("Is anybody there?");
        await Expect(page.Locator("a.line").First).ToContainTextAsync("Quiet");
        await Expect(Row(page, quiet)).ToContainTextAsync("built-in responder");
        await Expect(Row(page, quiet).Locator(".count")).ToContainTextAsync("2 unread messages");

        await Row(page, quiet).Locator("a.line").ClickAsync();
        await page.Replies().Shows("built-in responder");
        await Expect(Row(page, quiet).Locator(".count")).ToHaveCountAsync(0);
        visit.AssertClean();
        other.AssertClean();
    }

    [Fact]
    public async Task FarDown_RowsComeWhileOneScrolls_AndFewAreDrawn()
    {
        const int count = 130;
        for (var number = 1; number <= count; number++) await desk.NewThread($"Thread {number}");
        await using var visit = await agent.Visit(chromium, "/threads");
        var page = visit.Page;
        await page.IsInteractive();
        await Expect(page.Locator("a.line").First).ToContainTextAsync($"Thread {count}");
        await page.Locator(".scroller").HoverAsync();
        for (var clock = Stopwatch.StartNew(); await page.GetByText("Thread 1", new() { Exact = true }).CountAsync() == 0;)
        {
            await page.Mouse.WheelAsync(0, 600);
            Assert.InRange(await page.Locator("a.line").CountAsync(), 1, 50);
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), "The last thread does not come into view.");
        }

        await Expect(page.Locator("li.row").Last).ToHaveAttributeAsync("aria-posinset", $"{count}");
        await Expect(page.Locator("li.row").Last).ToHaveAttributeAsync("aria-setsize", $"{count}");
        await page.Locator("a.line").Last.FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Expect(page.Locator("a.line").First).ToBeFocusedAsync();
        await Expect(page.Locator("a.line").First).ToContainTextAsync($"Thread {count}");
        visit.AssertClean();
    }

    static ILocator Row(IPage page, string id) => page.Locator("li.row").Filter(new() { Has = page.Locator($"[data-thread={id}]") });

    static Task Shows(IPage page, int rows) => Expect(page.Locator("li.row")).ToHaveCountAsync(rows);

    static async Task View(IPage page, string name)
    {
        var view = page.GetByRole(AriaRole.Navigation, new() { Name = "Which threads" }).GetByRole(AriaRole.Link, new() { Name = name, Exact = true });
        await view.ClickAsync();
        await Expect(view).ToHaveAttributeAsync("aria-current", "true");
    }
}
