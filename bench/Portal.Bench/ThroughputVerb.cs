using System.Collections.Concurrent;
using System.Diagnostics;
using Portal.Chaos;

namespace Portal.Bench;

/// <summary>Messages a second from the post to the finished reply, with the built-in responder and several threads at once.</summary>
static class ThroughputVerb
{
    public static async Task Run(Measurement measurement, CancellationToken cancellation)
    {
        await using var portal = await PortalProcess.Start(cancellation);
        var (assistant, _) = await Conversations.Import(portal.Api, 2, cancellation);
        foreach (var threads in measurement.Size<int[]>([1, 16, 64], [4]))
        {
            await Measure(portal, assistant, threads, TimeSpan.FromSeconds(measurement.Size(2, 1)), cancellation);
            using var process = Process.GetProcessById(portal.Id);
            var (busy, clock) = (process.TotalProcessorTime, Stopwatch.StartNew());
            var times = await Measure(portal, assistant, threads, TimeSpan.FromSeconds(measurement.Size(8, 2)), cancellation);
            var seconds = clock.Elapsed.TotalSeconds;
            process.Refresh();
            measurement.Add($"{threads} concurrent threads: messages answered", times.Count / seconds, "a second");
            measurement.Add($"{threads} concurrent threads: post to finished reply, p95", times.Percentile(95), "ms");
            measurement.Add($"{threads} concurrent threads: portal's CPU", (process.TotalProcessorTime - busy).TotalSeconds / seconds * 100, "% of a core");
        }
    }

    static async Task<IReadOnlyCollection<double>> Measure(PortalProcess portal, string assistant, int threads, TimeSpan time, CancellationToken cancellation)
    {
        var times = new ConcurrentBag<double>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, threads).Select(async _ =>
        {
            var thread = (await portal.Api.Post("/v2/threads", new { assistant_id = assistant }, cancellation)).Expect(201).Id;
            while (clock.Elapsed < time)
            {
                var began = Stopwatch.GetTimestamp();
                var answer = await portal.Api.Post($"/v2/threads/{thread}/messages", new { role = "user", content = "May I return it?" }, cancellation, wait: 30);
                var status = answer.Expect(201).Json.GetProperty("reply").GetProperty("status").GetString();
                if (status != "completed") throw new InvalidOperationException($"The reply is {status}: {answer.Body}");
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }));
        return times;
    }
}
