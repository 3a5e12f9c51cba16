using System.Diagnostics;
using Microsoft.AspNetCore.SignalR.Client;
using Portal.Chaos;

namespace Portal.Bench;

/// <summary>
/// From the moment that the provider writes a chunk to the moment that a viewer's hub connection hands it out, with so
/// many live replies at 30 chunks a second, each with a viewer and a connection of its own.
/// </summary>
static class LatencyVerb
{
    public static async Task Run(Measurement measurement, CancellationToken cancellation)
    {
        await using var provider = await SteadyProvider.Start(PacedReply.Stamped, cancellation);
        await using var workspace = await Workspace.Start(cancellation);
        var assistant = await provider.Connect(workspace.Api, cancellation);
        foreach (var replies in measurement.Size<int[]>([1, 50, 200], [2]))
        {
            measurement.Progress($"{replies} live replies");
            provider.Begin();
            await using var viewers = await Viewers.Follow(workspace, assistant, replies, cancellation);
            await Until.Passed(TimeSpan.FromSeconds(measurement.Size(6, 1)), cancellation);
            using var portal = Process.GetProcessById(workspace.Portal.Id);
            var (busy, clock) = (portal.TotalProcessorTime, Stopwatch.StartNew());
            viewers.IsMeasuring = true;
            await Until.Passed(TimeSpan.FromSeconds(measurement.Size(12, 2)), cancellation);
            viewers.IsMeasuring = false;
            portal.Refresh();
            var (seconds, used) = (clock.Elapsed.TotalSeconds, (portal.TotalProcessorTime - busy).TotalSeconds);
            provider.End();
            var ages = viewers.Ages;
            var isTarget = replies == 200;
            measurement.Add($"{replies} live replies: chunk to viewer, p50", ages.Percentile(50), "ms");
            measurement.Add($"{replies} live replies: chunk to viewer, p99", ages.Percentile(99), "ms", isTarget ? 10 : null);
            measurement.Add($"{replies} live replies: chunks seen", ages.Count / seconds, "a second");
            measurement.Add($"{replies} live replies: portal's CPU", used / seconds * 100, "% of a core");
            await workspace.Settled(cancellation);
        }
    }
}

/// <summary>Hub connections, each following the live reply of a thread of its own.</summary>
sealed class Viewers : IAsyncDisposable
{
    readonly List<HubConnection> connections = [];
    readonly CancellationTokenSource leaving = new();
    readonly List<double> ages = [];
    readonly List<Task> following = [];
    int begun;
    volatile bool isMeasuring;

    /// <summary>Only what comes meanwhile counts.</summary>
    public bool IsMeasuring
    {
        set => isMeasuring = value;
    }

    /// <summary>Milliseconds.</summary>
    public IReadOnlyList<double> Ages
    {
        get { lock (ages) return [.. ages]; }
    }

    public static async Task<Viewers> Follow(Workspace workspace, string assistant, int count, CancellationToken cancellation)
    {
        var viewers = new Viewers();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellation }, async (_, token) =>
        {
            var thread = await workspace.NewThread(assistant, token);
            var connection = new HubConnectionBuilder()
                .WithUrl(new Uri(workspace.Api.Address, "/hubs/chat"), http => http.AccessTokenProvider = () => Task.FromResult<string?>(workspace.Api.Key))
                .Build();
            lock (viewers.connections) viewers.connections.Add(connection);
            await connection.StartAsync(token);
            var follow = viewers.Watch(connection.StreamAsync<Seen>("Follow", thread, 0L, viewers.leaving.Token));
            lock (viewers.following) viewers.following.Add(follow);
            (await workspace.Api.Post($"/v2/threads/{thread}/messages", new { role = "user", content = "Go on." }, token)).Expect(201);
        });
        await Until.True(() => Task.FromResult(viewers.begun == count), "each viewer sees its reply", TimeSpan.FromSeconds(60), cancellation);
        return viewers;
    }

    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        await Task.WhenAll(following);
        foreach (var connection in connections) await connection.DisposeAsync();
        leaving.Dispose();
    }

    async Task Watch(IAsyncEnumerable<Seen> events)
    {
        try
        {
            var isFirst = true;
            await foreach (var seen in events)
            {
                if (seen is not { Type: "message.delta", Delta: { } delta }) continue;
                var now = Stopwatch.GetTimestamp();
                if (isFirst) Interlocked.Increment(ref begun);
                isFirst = false;
                if (!isMeasuring) continue;
                lock (ages) ages.AddRange(PacedReply.AgesOf(delta, now));
            }
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // Enough was seen.
        }
    }

    sealed record Seen(string Type, string? Delta);
}
