using System.Diagnostics;
using Microsoft.Playwright;
using Portal.Chaos;

namespace Portal.Bench;

/// <summary>A thread of 10,000 messages: its pages at the server, and how it opens, scrolls and streams in a browser.</summary>
static class LongThreadVerb
{
    const string Question = "May I return what I have opened?";

    public static async Task Run(Measurement measurement, CancellationToken cancellation)
    {
        await using var portal = await PortalProcess.Start(cancellation, OwnerSession.Setup);
        var (_, thread) = await Conversations.Import(portal.Api, 1000, cancellation);
        await portal.Terminate(cancellation);
        Conversations.Lengthen(portal.DatabasePath, thread, measurement.Size(9000, 500));
        await portal.Start(cancellation);
        var middle = $"msg_z{measurement.Size(4000, 250):D25}";
        (string Name, string Query)[] pages =
        [
            ("newest page", "limit=50"), ("page in the middle", $"limit=50&after={middle}"), ("oldest first", "limit=50&order=asc"), ("before a message", $"limit=50&before={middle}"),
        ];
        foreach (var (name, query) in pages)
        {
            var times = await Samples.Time(3, measurement.Size(20, 3), async () => (await portal.Api.Get($"/v2/threads/{thread}/messages?{query}", cancellation)).Expect(200));
            measurement.Add($"{name} at the server, median", times.Median(), "ms", 50);
        }

        using var session = await OwnerSession.SignIn(portal.Address, cancellation);
        var html = await Samples.Time(5, measurement.Size(20, 3), () => session.Open($"/threads/{thread}", $"Message {measurement.Size(9000, 500)}", cancellation));
        measurement.Add("first HTML at the server, median", html.Median(), "ms", 50);
        await using var browser = await BrowserVisits.Launch();
        await Browse(measurement, browser, portal, session, measurement.Size(9000, 500));
    }

    static async Task Browse(Measurement measurement, BrowserVisits browser, PortalProcess portal, OwnerSession session, int newest)
    {
        await using var context = await browser.NewProfile(portal.Address, session);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/threads");
        await page.IsInteractive();
        var line = page.Locator("a.line").First;
        var last = page.GetByText($"Message {newest}", new() { Exact = true });
        var times = new List<double>();
        for (var opened = 0; opened < measurement.Size(6, 2); opened++)
        {
            var clock = Stopwatch.StartNew();
            await line.ClickAsync();
            await last.WaitForAsync();
            // The first time also loads the page's script.
            if (opened > 0) times.Add(clock.Elapsed.TotalMilliseconds);
            await page.GoBackAsync();
            await last.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        }

        measurement.Add($"click in the list to the newest message in the browser, median of {times.Count}", times.Median(), "ms", 500);
        await line.ClickAsync();
        await last.WaitForAsync();
        await page.WatchFrames();
        await page.GetByRole(AriaRole.Region, new() { Name = "Messages" }).HoverAsync();
        for (var turn = 0; turn < measurement.Size(150, 10); turn++) await page.Mouse.WheelAsync(0, -400);
        Add("scrolling up", await page.FramesSeen());
        await page.WatchFrames();
        await page.Ask(Question);
        await page.IsAnswered(Question);
        Add("a question and its streamed answer", await page.FramesSeen());

        void Add(string what, double[] frames)
        {
            measurement.Add($"{what}: frames, p99 of {frames.Length:#,0}", frames.Percentile(99), "ms");
            measurement.Add($"{what}: longest frame", frames.Max(), "ms", 50);
        }
    }
}
