using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

public sealed class DeskTests(Chromium chromium)
{
    [Fact]
    public async Task ToolCall_AnsweredOnThePage_GoesOn()
    {
        await using var portal = PortalHost.Start();
        var desk = await Desk.Make(portal.Admin, tools: Desk.FindOrder);
        await using var visit = await Visit.Begin(chromium, portal.Address);
        await visit.SignIn($"/threads/{await desk.NewThread()}");
        await visit.Page.Say("""/call find_order {"number":"A-1001"}""");
        await visit.Page.Messages().Shows("Needs its output");
        await visit.Page.Messages().Shows("A-1001");
        await visit.Page.GetByLabel("Output of find_order").FillAsync("Order A-1001 was delivered on Monday.");
        await visit.Page.Button("Submit output").ClickAsync();
        await visit.Page.Replies().Last.Shows("Order A-1001 was delivered on Monday.");
        await Expect(visit.Page.GetByText("Needs its output")).ToHaveCountAsync(0);
        visit.AssertClean();
    }

    [Fact]
    public async Task Keyboard_Alone_HoldsAConversation()
    {
        await using var portal = PortalHost.Start();
        await Desk.Make(portal.Admin);
        await using var visit = await Visit.Begin(chromium, portal.Address);
        var (page, keyboard) = (visit.Page, visit.Page.Keyboard);
        await visit.SignIn("/threads");
        await Expect(page.Button("Returns desk").Or(page.Locator("summary.button-primary:not([aria-disabled])"))).ToBeVisibleAsync();
        await page.TabTo(page.Locator("summary", new() { HasText = "New thread" }));
        await keyboard.PressAsync("Enter");
        await page.TabTo(page.Button("Returns desk"));
        await keyboard.PressAsync("Enter");
        await page.ComesTo("**/threads/thread_*");

        await Expect(page.Composer()).ToBeEnabledAsync();
        await page.TabTo(page.Composer());
        await keyboard.TypeAsync("One line");
        await keyboard.PressAsync("Shift+Enter");
        await keyboard.TypeAsync("and another");
        await keyboard.PressAsync("Enter");
        await page.Replies().Shows("built-in responder");
        await Expect(page.Locator("article.message.user")).ToContainTextAsync("One line\nand another");

        await Expect(page.Composer()).ToBeFocusedAsync();
        await Expect(page.Composer()).ToHaveValueAsync("");
        await keyboard.TypeAsync("Again");
        await keyboard.PressAsync("Enter");
        await Expect(page.Replies()).ToHaveCountAsync(2);
        visit.AssertClean();
    }
}
