using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Hosting;

public static class Interactive
{
    /// <summary>The theme's choice, which every page of the shell has, is enabled and drawn by what runs in the browser.</summary>
    public static Task IsInteractive(this IPage page) =>
        Expect(page.Locator(".theme-choice button[aria-pressed=true]")).ToHaveCountAsync(1);
}
