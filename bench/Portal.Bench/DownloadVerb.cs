using System.Diagnostics;
using Microsoft.Playwright;
using Portal.Chaos;

namespace Portal.Bench;

/// <summary>
/// What a browser loads at its first visit, and how long until the page's main input can be used: with empty caches
/// (cold) and at the next visit of the same profile (warm).
/// </summary>
static class DownloadVerb
{
    public static async Task Run(Measurement measurement, CancellationToken cancellation)
    {
        await using var portal = await PortalProcess.Start(cancellation, OwnerSession.Setup);
        var (_, thread) = await Conversations.Import(portal.Api, 50, cancellation);
        using var session = await OwnerSession.SignIn(portal.Address, cancellation);
        await using var browser = await BrowserVisits.Launch();
        var (cold, warm, bytes) = (new List<double>(), new List<double>(), new List<double>());
        for (var profile = 0; profile < measurement.Size(4, 1); profile++)
        {
            await using var context = await browser.NewProfile(portal.Address, session);
            var first = await Visit(context, $"/threads/{thread}", isWeighed: true);
            measurement.Progress($"profile {profile}: {first.Bytes / 1e6:0.00} MB, cold {first.Milliseconds:0} ms");
            // The first profile also pays for the server's first rendering.
            if (profile > 0 || measurement.Options.Quick) cold.Add(first.Milliseconds);
            bytes.Add(first.Bytes);
            for (var visit = 0; visit < measurement.Size(3, 1); visit++)
            {
                // What the browser still compiles and keeps of the visit before is no part of the next.
                await Until.Passed(TimeSpan.FromSeconds(3), cancellation);
                warm.Add((await Visit(context, $"/threads/{thread}", isWeighed: false)).Milliseconds);
                measurement.Progress($"profile {profile}: warm {warm[^1]:0} ms");
            }
        }

        measurement.Add("first visit, on the wire", bytes.Max() / 1e6, "MB", 3.8);
        measurement.Add($"interactive, cold, median of {cold.Count}", cold.Median() / 1000, "s", 3);
        measurement.Add($"interactive, warm, median of {warm.Count}", warm.Median() / 1000, "s", 1.4);
    }

    static async Task<(double Milliseconds, double Bytes)> Visit(IBrowserContext context, string path, bool isWeighed)
    {
        var page = await context.NewPageAsync();
        var network = await context.NewCDPSessionAsync(page);
        var bytes = 0d;
        network.Event("Network.loadingFinished").OnEvent += (_, finished) => bytes += finished?.GetProperty("encodedDataLength").GetDouble() ?? 0;
        if (isWeighed) await network.SendAsync("Network.enable");
        var clock = Stopwatch.StartNew();
        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Commit });
        await page.Locator("textarea[aria-label=Message]:not([disabled])").WaitForAsync();
        var interactive = clock.Elapsed.TotalMilliseconds;
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.CloseAsync();
        return (interactive, bytes);
    }
}
