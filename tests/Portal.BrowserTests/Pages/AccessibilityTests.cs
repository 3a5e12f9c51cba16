using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Hosting;

namespace Portal.BrowserTests.Pages;

/// <summary>Every page, light on a desktop and dark on a phone: no serious fault that axe finds, nothing wider than the screen.</summary>
public sealed class AccessibilityTests(Chromium chromium, PageSet pages) : IClassFixture<PageSet>
{
    // Contrast goes with the theme and overflow with the width: two looks see both.
    static readonly (ColorScheme Scheme, int Width)[] Looks = [(ColorScheme.Light, 1280), (ColorScheme.Dark, 390)];

    [Fact]
    public Task Pages_WithContent_HaveNoSeriousFault() => Check(pages.Portal, pages.Filled, pages.Plain);

    [Fact]
    public async Task Pages_WithoutContent_HaveNoSeriousFault()
    {
        await using var empty = PortalHost.Start();
        await Check(empty, PageSet.Empty, ["/forgot-password"]);
    }

    /// <summary>The app is loaded once, and each of its pages then looked at in every way: loading is what takes long.</summary>
    async Task Check(PortalHost portal, IReadOnlyList<string> addresses, IReadOnlyList<string> plain)
    {
        var faults = new List<string>();
        await using var visit = await Visit.Begin(chromium, portal.Address);
        visit.Expected = fault => fault.Contains("/invite?token=forged", StringComparison.Ordinal);
        foreach (var address in plain.Prepend("/sign-in"))
        {
            await visit.Page.GotoAsync(address);
            faults.AddRange(await FaultsInEveryLook(visit.Page));
        }

        await visit.SignIn();
        await visit.Page.IsInteractive();
        var moving = new Moving(visit.Page);
        foreach (var address in addresses)
        {
            await moving.To(address);
            faults.AddRange(await FaultsInEveryLook(visit.Page));
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
        visit.AssertClean();
    }

    internal static async Task<List<string>> FaultsInEveryLook(IPage page)
    {
        var faults = new List<string>();
        foreach (var (scheme, width) in Looks)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 900);
            faults.AddRange((await FaultsOf(page)).Select(fault => $"{scheme} {width}: {fault}"));
        }

        await page.SetViewportSizeAsync(1280, 900);
        return faults;
    }

    static async Task<IEnumerable<string>> FaultsOf(IPage page)
    {
        var path = new Uri(page.Url).PathAndQuery;
        var faults = (await Axe.FaultsOf(page)).Select(fault => $"{path}: {fault}").ToList();
        var excess = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (excess > 0) faults.Add($"{path}: {excess} pixels wider than the screen");
        return faults;
    }
}
