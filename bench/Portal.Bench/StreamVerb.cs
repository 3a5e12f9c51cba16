using System.Diagnostics;
using Microsoft.Playwright;
using Portal.Chaos;

namespace Portal.Bench;

/// <summary>A reply of 20,000 tokens at 100 a second that is watched in a browser: frames, memory, and typing meanwhile.</summary>
static class StreamVerb
{
    const string First = "Begin, and stop soon.", Second = "Tell me all.";

    public static async Task Run(Measurement measurement, CancellationToken cancellation)
    {
        var tokens = measurement.Size(20_000, 600);
        var letters = measurement.Size(200, 10);
        await using var provider = await SteadyProvider.Start(PacedReply.Markdown(tokens), cancellation);
        await using var portal = await PortalProcess.Start(cancellation, OwnerSession.Setup);
        await Conversations.Import(portal.Api, 50, cancellation);
        var assistant = await provider.Connect(portal.Api, cancellation);
        var thread = (await portal.Api.Post("/v2/threads", new { assistant_id = assistant, title = "A long reply" }, cancellation)).Expect(201).Id;
        using var session = await OwnerSession.SignIn(portal.Address, cancellation);
        await using var browser = await BrowserVisits.Launch();
        await using var context = await browser.NewProfile(portal.Address, session);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/threads/{thread}");
        await page.IsInteractive();
        await page.Ask(First);
        await page.GetByText("damaged").First.WaitForAsync();
        await page.StopButton().ClickAsync();
        await page.IsAnswered(First);
        var idle = await page.Type(letters);
        var before = await page.Memory();
        await page.WatchFrames();
        await page.Ask(Second);
        var clock = Stopwatch.StartNew();
        // The longer a reply is, the more each piece of it might cost.
        await Until.Passed(TimeSpan.FromSeconds(tokens / 100 * 0.8), cancellation);
        var streaming = await page.Type(letters);
        await page.GetByText("That is all.").WaitForAsync(new() { Timeout = 120_000 });
        var seconds = clock.Elapsed.TotalSeconds;
        await page.IsAnswered(Second);
        var frames = await page.FramesSeen();
        var after = await page.Memory();
        measurement.Add($"{tokens:#,0} tokens: written and shown", tokens / seconds, "a second");
        measurement.Add("frames while it streams, p99", frames.Percentile(99), "ms");
        measurement.Add("frames while it streams, longest", frames.Max(), "ms", 50);
        measurement.Add("memory that it adds, scripts and document", after.Browser - before.Browser, "MB");
        measurement.Add("memory that it adds, .NET runtime", after.Runtime - before.Runtime, "MB");
        measurement.Add("memory that it adds, in all", after.Browser - before.Browser + after.Runtime - before.Runtime, "MB", 20);
        measurement.Add("typing when idle: handlers of a key, p95", idle.Handlers.Percentile(95), "ms", 8);
        measurement.Add("typing while it streams: handlers of a key, p95", streaming.Handlers.Percentile(95), "ms", 8);
        measurement.Add("typing while it streams: handlers, beside idle", streaming.Handlers.Median() / idle.Handlers.Median(), "times", 1.5);
        measurement.Add("typing when idle: key to painted, p95", idle.Painted.Percentile(95), "ms");
        measurement.Add("typing while it streams: key to painted, p95", streaming.Painted.Percentile(95), "ms");
        measurement.Add("typing while it streams: longest task over 50 ms", streaming.LongTasks.DefaultIfEmpty(0).Max(), "ms", 50);
    }
}
