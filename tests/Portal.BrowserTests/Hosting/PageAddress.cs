using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Hosting;

/// <summary>Where a page has come to. Playwright's own wait for an address loses one that comes just as it begins to wait (microsoft/playwright-dotnet#3364).</summary>
public static class PageAddress
{
    /// <param name="address">With <c>**</c> for anything and <c>*</c> for anything but a slash.</param>
    public static Task ComesTo(this IPage page, string address) => page.ComesTo(
        new Regex($"^{Regex.Escape(address).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}$"));

    public static Task ComesTo(this IPage page, Regex address) => Expect(page).ToHaveURLAsync(address);
}
