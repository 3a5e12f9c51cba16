using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Hosting;

/// <summary>What a person finds on the page of a thread.</summary>
public static class ChatPage
{
    /// <summary>Enabled as soon as the page is interactive.</summary>
    public static ILocator Composer(this IPage page) => page.GetByLabel("Message", new() { Exact = true });

    public static ILocator Messages(this IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "Messages" });

    public static ILocator Replies(this IPage page) => page.Locator("article.message.assistant");

    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static async Task Say(this IPage page, string text)
    {
        await page.Composer().FillAsync(text);
        await page.Button("Send").ClickAsync();
    }

    /// <summary>Opens all that is folded, menus aside.</summary>
    public static Task Unfold(this IPage page) =>
        page.EvaluateAsync("() => document.querySelectorAll('main details:not(.menu, [open])').forEach(fold => fold.open = true)");

    public static Task Shows(this ILocator place, string text) => Expect(place).ToContainTextAsync(text);

    /// <summary>Goes on with the Tab key until the place has the focus; fails where no number of presses reaches it.</summary>
    public static async Task TabTo(this IPage page, ILocator place)
    {
        for (var press = 0; press < 60; press++)
        {
            if (await place.EvaluateAsync<bool>("element => element === document.activeElement")) return;
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"The Tab key does not reach {place}.");
    }
}
