using Microsoft.Playwright;
using Portal.Chaos;

namespace Portal.Bench;

/// <summary>From the click on another thread in the list to the frame in which its newest message is painted.</summary>
static class SwitchVerb
{
    const int Threads = 12;

    /// <summary>Answers the milliseconds from the next click to the frame after which a text stands in view in the newest message.</summary>
    const string UntilPainted = """
        text => new Promise(painted => addEventListener('click', click => {
          const next = () => {
            const newest = [...document.querySelectorAll('article')].at(-1);
            const view = newest?.closest('.scroller').getBoundingClientRect();
            const place = newest?.getBoundingClientRect();
            if (!newest?.textContent.includes(text) || place.bottom > view.bottom + 1) return requestAnimationFrame(next);
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => { painted(performance.now() - click.timeStamp); port1.close(); };
            port2.postMessage(0);
          };
          requestAnimationFrame(next);
        }, { capture: true, once: true }))
        """;

    public static async Task Run(Measurement measurement, CancellationToken cancellation)
    {
        await using var portal = await PortalProcess.Start(cancellation, OwnerSession.Setup);
        var (assistant, _) = await Conversations.Import(portal.Api, 50, cancellation);
        var threads = new List<string>();
        for (var thread = 0; thread < Threads; thread++) threads.Add(await Conversations.NewThread(portal.Api, assistant, $"Thread {thread}", 50, EndOf(thread), cancellation));
        using var session = await OwnerSession.SignIn(portal.Address, cancellation);
        await using var browser = await BrowserVisits.Launch();
        await using var context = await browser.NewProfile(portal.Address, session);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/threads");
        await page.IsInteractive();
        var times = new List<double>();
        for (var visit = 0; visit < measurement.Size(4 * Threads, Threads); visit++)
        {
            var thread = visit * 5 % Threads;
            var painted = page.EvaluateAsync<double>(UntilPainted, EndOf(thread));
            await page.Locator($"a.line[data-thread={threads[thread]}]").ClickAsync();
            var time = await painted.WaitAsync(TimeSpan.FromSeconds(30), cancellation);
            // The first also loads the page's scripts.
            if (visit > 0) times.Add(time);
            await Until.Passed(TimeSpan.FromMilliseconds(400), cancellation);
        }

        measurement.Add($"click on another thread to its newest message painted, median of {times.Count}", times.Median(), "ms", 150);
        measurement.Add("click on another thread to its newest message painted, longest", times.Max(), "ms");
    }

    static string EndOf(int thread) => $"Thread {thread} ends here.";
}
