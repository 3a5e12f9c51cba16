using System.Collections.Concurrent;
using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.BrowserTests.Pages;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

/// <summary>The desk in the language that the browser asks for.</summary>
public sealed class LanguageTests(Chromium chromium) : IAsyncLifetime
{
    readonly PortalHost portal = PortalHost.Start();
    readonly ConcurrentDictionary<string, byte> asked = new();
    string thread = "";

    public async ValueTask InitializeAsync()
    {
        var desk = await Desk.Make(portal.Admin);
        thread = await desk.NewThread("Returns");
        await desk.Say(thread, "How long may a return take?");
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task German_IsThere_FromTheFirstPaintOn_AndWithoutAFlash()
    {
        await using var visit = await Open("de-AT");
        var page = visit.Page;
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        // Every text of the document from its first on, as the page's program draws over what the server sent.
        var flashes = await page.EvaluateAsync<string[]>("() => window.seen");
        Assert.DoesNotContain(flashes, text => text.Contains("Write to", StringComparison.Ordinal) || text.Contains("Search threads", StringComparison.Ordinal) || text.Contains("Inspect", StringComparison.Ordinal));
        await page.GetByLabel("Nachricht", new() { Exact = true }).FillAsync("Und ohne Beleg?");
        await page.Button("Senden").ClickAsync();
        await Expect(page.Replies()).ToHaveCountAsync(2);
        await Expect(page.Button("Nachricht kopieren")).Not.ToHaveCountAsync(0);
        await Expect(page.Locator("nav.shell-nav")).ToHaveAttributeAsync("lang", "en");
        Assert.Contains("/de/Portal.Client.resources.", Assert.Single(asked.Keys, url => url.Contains(".resources.", StringComparison.Ordinal)));
        var faults = await AccessibilityTests.FaultsInEveryLook(page);
        Assert.True(faults.Count == 0, string.Join("\n", faults));
        await Draw(page, "language-de");
        visit.AssertClean();
    }

    [Fact]
    public async Task English_LoadsNoOtherLanguage()
    {
        await using var visit = await Open("en-GB");
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(visit.Page.Composer()).ToBeEnabledAsync();
        Assert.Contains(asked.Keys, url => url.Contains("/_framework/Portal.Client.", StringComparison.Ordinal));
        Assert.DoesNotContain(asked.Keys, url => url.Contains(".resources.", StringComparison.Ordinal));
        visit.AssertClean();
    }

    /// <summary>A language whose texts are not there yet: what the server says of the document is what the program goes by.</summary>
    [Fact]
    public async Task Document_OfALanguageFromTheRight_StaysSo()
    {
        await using var visit = await Visit.Begin(chromium, portal.Address);
        // Opening a document anew ends the connections of the one before.
        visit.Expected = Network.IsLoss;
        await visit.SignIn();
        await visit.Page.RouteAsync($"**/threads/{thread}", async route =>
        {
            if (route.Request.ResourceType != "document")
            {
                await route.ContinueAsync();
                return;
            }

            var answer = await route.FetchAsync();
            var html = (await answer.TextAsync()).Replace("""<html lang="en" dir="ltr">""", """<html lang="ar" dir="rtl">""", StringComparison.Ordinal);
            await route.FulfillAsync(new() { Response = answer, Body = html });
        });
        await visit.Page.GotoAsync($"/threads/{thread}");
        await visit.Page.IsInteractive();
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
        await Expect(visit.Page.Locator("nav.shell-nav")).ToHaveAttributeAsync("dir", "ltr");
        await Expect(visit.Page.Locator("main")).ToHaveCSSAsync("direction", "rtl");
        var (nav, main) = (await visit.Page.Locator("nav.shell-nav").BoundingBoxAsync(), await visit.Page.Locator("main").BoundingBoxAsync());
        Assert.True(nav!.X > main!.X);
        visit.AssertClean();
    }

    async Task<Visit> Open(string language)
    {
        var visit = await Visit.Begin(chromium, portal.Address, Look.Desktop with { Language = language });
        var page = visit.Page;
        page.Request += (_, request) => asked.TryAdd(request.Url, 0);
        await visit.SignIn();
        await page.IsInteractive();
        await page.AddInitScriptAsync("""
            window.seen = [];
            new MutationObserver(changes => {
              for (const change of changes) {
                if (change.type === "attributes") window.seen.push(change.target.getAttribute(change.attributeName) ?? "");
                else if (change.type === "characterData") window.seen.push(change.target.data);
                else for (const node of change.addedNodes) window.seen.push(node.textContent ?? "");
              }
            }).observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: ["title", "aria-label", "placeholder"] });
            """);
        await page.GotoAsync($"/threads/{thread}");
        await page.IsInteractive();
        return visit;
    }

    static async Task Draw(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") is not { Length: > 0 } folder) return;
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), Animations = ScreenshotAnimations.Disabled });
    }
}
