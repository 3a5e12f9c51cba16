using Portal.Chaos;

namespace Portal.Bench;

/// <summary>Streams of a live reply, dropped at random offsets and resumed, against one that was never dropped.</summary>
static class ResumeVerb
{
    public static async Task Run(Measurement measurement, CancellationToken cancellation)
    {
        await using var workspace = await Workspace.Start(cancellation);
        var wanted = measurement.Size(200, 6);
        var random = new Random(measurement.Options.Seed);
        var (streams, hubs, identical, readers) = (0, 0, 0, 0);
        while (streams < wanted || hubs < wanted)
        {
            var thread = await workspace.NewThread(workspace.PacedAssistant, cancellation);
            var posted = await workspace.Api.Post($"/v2/threads/{thread}/messages", new { role = "user", content = $"pieces=120 pace=10 go on {readers}" }, cancellation);
            var path = $"/v2/threads/{thread}/messages/{posted.Expect(201).Json.GetProperty("reply").GetProperty("id").GetString()}/stream";
            var whole = new EventReader(workspace.Api, path);
            var dropped = Enumerable.Range(0, 4).Select(_ => (Stream: new EventReader(workspace.Api, path), Hub: new HubReader(workspace.Api, thread), Random: new Random(random.Next()))).ToList();
            var counts = dropped.Select(async one => (Stream: await Drop(one.Stream, one.Random, cancellation), Hub: 0)).Concat(
                dropped.Select(async one => (Stream: 0, Hub: await Drop(one.Hub, new Random(one.Random.Next()), cancellation)))).ToList();
            await whole.Read(cancellation);
            foreach (var (stream, hub) in await Task.WhenAll(counts)) (streams, hubs) = (streams + stream, hubs + hub);
            identical += dropped.Count(one => one.Stream.Text == whole.Text) + dropped.Count(one => one.Hub.Events.SequenceEqual(whole.Data));
            readers += 2 * dropped.Count;
        }

        measurement.Add($"readers whose bytes are those of the undisturbed stream, over {streams} resumed event streams and {hubs} resumed hub streams", $"{identical} of {readers}", "all", identical == readers);
    }

    static Task<int> Drop(EventReader reader, Random random, CancellationToken cancellation) => reader.ReadInPieces(random, 4000, cancellation);

    static async Task<int> Drop(HubReader reader, Random random, CancellationToken cancellation)
    {
        var drops = 0;
        while (!await reader.Follow(data => data.Contains("\"type\":\"run.completed\"", StringComparison.Ordinal), cancellation, random.Next(1, 25))) drops++;
        return drops;
    }
}
