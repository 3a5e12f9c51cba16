using Portal.Chaos;

namespace Portal.Bench;

/// <summary>SIGTERM to exit with streams of replies open, and what is there afterwards.</summary>
static class StopVerb
{
    public static async Task Run(Measurement measurement, CancellationToken cancellation)
    {
        var streams = measurement.Size(50, 6);
        await using var workspace = await Workspace.Start(cancellation);
        var (times, kept) = (new List<double>(), 0);
        var repetitions = measurement.Size(3, 1);
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            if (repetition > 0) await workspace.Portal.Start(cancellation);
            var replies = await Task.WhenAll(Enumerable.Range(0, streams).Select(_ => Ask(workspace, cancellation)));
            using var following = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var readers = replies.Take(streams / 2).Select(reply => new EventReader(workspace.Api, $"/v2/threads/{reply.Thread}/messages/{reply.Id}/stream")).ToList();
            var hubs = replies.Skip(streams / 2).Select(reply => new HubReader(workspace.Api, reply.Thread)).ToList();
            var open = readers.Select(reader => reader.Read(following.Token)).Concat(hubs.Select(hub => hub.Follow(_ => false, following.Token))).ToList();
            await Until.True(() => Task.FromResult(readers.All(reader => reader.Events.Count > 4) && hubs.All(hub => hub.Events.Count > 4)), "all streams run", TimeSpan.FromSeconds(60), cancellation);
            times.Add((await workspace.Portal.Terminate(cancellation)).TotalMilliseconds);
            await following.CancelAsync();
            await Task.WhenAll(open.Select(stream => stream.ContinueWith(_ => { }, TaskScheduler.Default)));
            await workspace.Portal.Start(cancellation);
            kept += await Kept(workspace, replies, cancellation);
            await workspace.Portal.Terminate(cancellation);
        }

        measurement.Add($"SIGTERM to exit with {streams} open streams, longest of {repetitions}", times.Max(), "ms", 2000);
        measurement.Add("replies that are there with their text, marked as interrupted", $"{kept} of {repetitions * streams}", "all", kept == repetitions * streams);
    }

    static async Task<(string Thread, string Id)> Ask(Workspace workspace, CancellationToken cancellation)
    {
        var thread = await workspace.NewThread(workspace.PacedAssistant, cancellation);
        var posted = await workspace.Api.Post($"/v2/threads/{thread}/messages", new { role = "user", content = "pieces=3000 pace=30 go on" }, cancellation);
        return (thread, posted.Expect(201).Json.GetProperty("reply").GetProperty("id").GetString()!);
    }

    static async Task<int> Kept(Workspace workspace, (string Thread, string Id)[] replies, CancellationToken cancellation)
    {
        var kept = 0;
        foreach (var (thread, id) in replies)
        {
            var reply = (await workspace.Api.Get($"/v2/threads/{thread}/messages/{id}", cancellation)).Expect(200);
            if (reply.Text("status") == "interrupted" && reply.Text("content").Length > 0) kept++;
        }

        return kept;
    }
}
