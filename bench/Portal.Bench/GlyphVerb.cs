using System.Diagnostics;
using Microsoft.Playwright;
using Portal.Chaos;

namespace Portal.Bench;

/// <summary>From the moment that the provider writes a chunk to the frame in which a browser has painted it, beside so many other live replies.</summary>
static class GlyphVerb
{
    /// <summary>Keeps each stamp that comes into the newest message, with the time after the frame in which it was painted.</summary>
    const string WatchStamps = """
        () => { const seen = window.stamps_ = new Map(); let isAsked = false;
          new MutationObserver(() => {
            if (isAsked) return;
            isAsked = true;
            requestAnimationFrame(() => { isAsked = false;
              const { port1, port2 } = new MessageChannel();
              const shown = [...document.querySelectorAll('article.assistant .markdown > p')].slice(-4).flatMap(p => p.textContent.match(/\d{10,}/g) ?? []);
              port1.onmessage = () => { const now = performance.now(); for (const stamp of shown) if (!seen.has(stamp)) seen.set(stamp, now); port1.close(); };
              port2.postMessage(0); });
          }).observe(document.querySelector('.log'), { childList: true, subtree: true, characterData: true }); }
        """;

    public static async Task Run(Measurement measurement, CancellationToken cancellation)
    {
        await using var provider = await SteadyProvider.Start(PacedReply.Stamped, cancellation);
        await using var portal = await PortalProcess.Start(cancellation, OwnerSession.Setup);
        await Conversations.Import(portal.Api, 50, cancellation);
        var assistant = await provider.Connect(portal.Api, cancellation);
        using var session = await OwnerSession.SignIn(portal.Address, cancellation);
        await using var browser = await BrowserVisits.Launch();
        await using var context = await browser.NewProfile(portal.Address, session);
        foreach (var replies in measurement.Size<int[]>([1, 200], [2]))
        {
            measurement.Progress($"{replies} live replies");
            provider.Begin();
            var watched = await NewThread();
            await Parallel.ForAsync(1, replies, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellation }, async (_, _) => await Begin(await NewThread()));
            var page = await context.NewPageAsync();
            await page.GotoAsync($"/threads/{watched}");
            await page.IsInteractive();
            await Begin(watched);
            await Until.True(() => Task.FromResult(provider.Live == replies), "every reply is being written", TimeSpan.FromSeconds(60), cancellation);
            await page.Locator("article.assistant .markdown > p").First.WaitForAsync();
            await Until.Passed(TimeSpan.FromSeconds(measurement.Size(6, 1)), cancellation);
            var ticksAtZero = await ClockOf(page);
            await page.EvaluateAsync(WatchStamps);
            await Until.Passed(TimeSpan.FromSeconds(measurement.Size(20, 3)), cancellation);
            var seen = await page.EvaluateAsync<string[]>("() => [...window.stamps_].map(([stamp, at]) => `${stamp} ${at}`)");
            provider.End();
            // What stood there when the watch began was painted earlier.
            var ages = seen.Select(pair => pair.Split(' ')).Select(pair => AgeOf(long.Parse(pair[0]), double.Parse(pair[1]), ticksAtZero)).Skip(40).ToList();
            measurement.Add($"{replies} live replies: chunk to glyph of a watched one, p50 of {ages.Count}", ages.Percentile(50), "ms");
            measurement.Add($"{replies} live replies: chunk to glyph of a watched one, p99", ages.Percentile(99), "ms", replies == 200 ? 60 : null);
            await page.CloseAsync();
            await Until.True(() => Task.FromResult(provider.Live == 0), "every reply ends", TimeSpan.FromSeconds(60), cancellation);
        }

        async Task<string> NewThread() => (await portal.Api.Post("/v2/threads", new { assistant_id = assistant }, cancellation)).Expect(201).Id;

        async Task Begin(string thread) => (await portal.Api.Post($"/v2/threads/{thread}/messages", new { role = "user", content = "Go on." }, cancellation)).Expect(201);
    }

    /// <returns>The ticks of this process at the zero of the page's clock, by the quickest of several questions.</returns>
    static async Task<double> ClockOf(IPage page)
    {
        var (best, ticksAtZero) = (long.MaxValue, 0d);
        for (var question = 0; question < 30; question++)
        {
            var asked = Stopwatch.GetTimestamp();
            var now = await page.EvaluateAsync<double>("() => performance.now()");
            var answered = Stopwatch.GetTimestamp();
            if (answered - asked >= best) continue;
            best = answered - asked;
            ticksAtZero = asked + ((answered - asked) / 2d) - (now / 1000 * Stopwatch.Frequency);
        }

        return ticksAtZero;
    }

    static double AgeOf(long stamp, double at, double ticksAtZero) => at - ((stamp - ticksAtZero) / Stopwatch.Frequency * 1000);
}
