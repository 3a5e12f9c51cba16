using Microsoft.Playwright;
using Portal.Chaos;

namespace Portal.Bench;

/// <summary>Chromium, the one at <c>CHROMIUM</c> or else Debian's. A profile is a folder, as everybody's is: only there are compiled scripts kept.</summary>
sealed class BrowserVisits : IAsyncDisposable
{
    static readonly string[] Flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic", "--no-first-run", "--disable-component-update", "--disable-sync"];

    readonly IPlaywright playwright;
    readonly DirectoryInfo profiles = Directory.CreateTempSubdirectory("portal-bench-profiles-");
    int count;

    BrowserVisits(IPlaywright playwright) => this.playwright = playwright;

    public static async Task<BrowserVisits> Launch() => new(await Playwright.CreateAsync());

    /// <summary>A browser with empty caches, the owner signed in.</summary>
    public async Task<IBrowserContext> NewProfile(Uri address, OwnerSession session)
    {
        var context = await playwright.Chromium.LaunchPersistentContextAsync(profiles.CreateSubdirectory($"{++count}").FullName, new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium",
            Args = Flags,
            BaseURL = address.ToString(),
        });
        await context.AddCookiesAsync(session.Cookies.Select(cookie => new Microsoft.Playwright.Cookie
        {
            Name = cookie.Name,
            Value = cookie.Value,
            Domain = address.Host,
            Path = "/",
            HttpOnly = cookie.HttpOnly,
        }));
        return context;
    }

    public ValueTask DisposeAsync()
    {
        playwright.Dispose();
        profiles.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

static class VisitedPage
{
    public static ILocator Composer(this IPage page) => page.GetByLabel("Message", new() { Exact = true });

    /// <summary>What runs in the browser marks the theme that is chosen, in a menu that every page of the shell has.</summary>
    public static Task IsInteractive(this IPage page) => page.Locator(".theme-choice button[aria-pressed=true]").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });

    public static ILocator StopButton(this IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true });

    public static async Task Ask(this IPage page, string question)
    {
        await page.Composer().FillAsync(question);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await page.GetByText(question, new() { Exact = true }).First.WaitForAsync();
    }

    /// <summary>The reply to a question has ended, and its last frames are drawn.</summary>
    public static async Task IsAnswered(this IPage page, string question)
    {
        await page.Locator(".row:has(> article.user)", new() { HasText = question }).Last.Locator("xpath=following-sibling::*[1]//*[contains(@class, 'actions-line')]").WaitForAsync();
        await Until.Passed(TimeSpan.FromSeconds(1), CancellationToken.None);
    }
}
