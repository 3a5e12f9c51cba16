using System.Text.Json;

namespace Portal.Chaos;

/// <summary>
/// A resumed stream is byte-identical: viewers over the event stream and the hub, some undisturbed, some dropped at
/// random offsets and resumed; the reply is cancelled in some rounds, and in others the portal is killed in its middle.
/// All see the same bytes, what was seen before the kill among them.
/// </summary>
sealed class ResumeRound(Workspace workspace, int seed)
{
    const int Droppers = 4;
    readonly Random random = new(seed);
    readonly List<string> violations = [];
    readonly PortalApi api = workspace.Api;
    int drops;

    public async Task<RoundReport> Run(CancellationToken cancellation)
    {
        var kills = random.Next(2) == 0;
        var cancels = !kills && random.Next(3) == 0;
        var thread = await workspace.NewThread(workspace.PacedAssistant, cancellation);
        var pieces = random.Next(20, 90);
        var question = $"pieces={pieces} pace={random.Next(1, 20)} stream {seed}";
        var posted = (await api.Post($"/v2/threads/{thread}/messages", new { role = "user", content = question }, cancellation)).Expect(201);
        var reply = posted.Json.GetProperty("reply").GetProperty("id").GetString()!;
        var path = $"/v2/threads/{thread}/messages/{reply}/stream";
        var readers = Enumerable.Range(0, 2 + Droppers).Select(_ => new EventReader(api, path)).ToList();
        var hubs = Enumerable.Range(0, 2 + Droppers).Select(_ => new HubReader(api, thread)).ToList();
        // The kill comes in the middle of the reply for some viewers at least.
        if (kills) await Kill(readers, hubs, cancellation);
        else if (cancels) await Task.WhenAll(ReadAll(readers, hubs, cancellation), Cancel(thread, reply, readers[0], cancellation));
        else await ReadAll(readers, hubs, cancellation);
        await Compare(thread, reply, path, question, readers, hubs, kills || cancels, cancellation);
        violations.AddRange(PortalData.Violations(workspace.Portal.DatabasePath));
        return new RoundReport(seed, drops, kills ? 1 : 0, kills ? workspace.Portal.StartTook : default, violations);
    }

    async Task Kill(List<EventReader> readers, List<HubReader> hubs, CancellationToken cancellation)
    {
        var reading = readers.Select(reader => reader.Read(cancellation)).ToList();
        var following = hubs.Select(hub => hub.Follow(IsLast, cancellation)).ToList();
        var enough = random.Next(2, 25);
        await Until.True(() => Task.FromResult(readers[0].Events.Count >= enough || readers[0].IsDone), "the stream begins", TimeSpan.FromSeconds(60), cancellation);
        await workspace.Portal.Kill(cancellation);
        await Task.WhenAll(reading);
        await Task.WhenAll(following);
        await workspace.Portal.Start(cancellation);
        await ReadAll(readers, hubs, cancellation);
    }

    async Task Cancel(string thread, string reply, EventReader seen, CancellationToken cancellation)
    {
        var enough = random.Next(1, 20);
        await Until.True(() => Task.FromResult(seen.Events.Count >= enough || seen.IsDone), "the stream begins", TimeSpan.FromSeconds(60), cancellation);
        var cancelled = await api.Post($"/v2/threads/{thread}/messages/{reply}/cancel", null, cancellation);
        if (cancelled.Status is not (200 or 409)) violations.Add($"the cancel was answered with {cancelled.Status}: {cancelled.Body}");
    }

    Task ReadAll(List<EventReader> readers, List<HubReader> hubs, CancellationToken cancellation)
    {
        // Each has its own seed: Random is not for several threads.
        var tasks = new List<Task>();
        foreach (var (index, reader) in readers.Index()) tasks.Add(index < 2 ? ReadWhole(reader, cancellation) : ReadInPieces(reader, new Random(random.Next()), cancellation));
        foreach (var (index, hub) in hubs.Index())
        {
            if (hub.Events.Any(IsLast)) continue;
            tasks.Add(index < 2 ? hub.Follow(IsLast, cancellation) : hub.FollowInPieces(IsLast, new Random(random.Next()), 30, cancellation));
        }

        return Task.WhenAll(tasks).WaitAsync(TimeSpan.FromSeconds(90), cancellation);
    }

    async Task ReadWhole(EventReader reader, CancellationToken cancellation)
    {
        if (!reader.IsDone) await reader.Read(cancellation);
        if (!reader.IsDone) violations.Add("an undisturbed stream ended without done");
    }

    async Task ReadInPieces(EventReader reader, Random own, CancellationToken cancellation) =>
        Interlocked.Add(ref drops, await reader.ReadInPieces(own, 2500, cancellation));

    static bool IsLast(string data) => data.Contains("\"type\":\"run.completed\"", StringComparison.Ordinal);

    async Task Compare(
        string thread, string reply, string path, string question, List<EventReader> readers, List<HubReader> hubs, bool mayBeCut, CancellationToken cancellation)
    {
        var whole = new EventReader(api, path);
        await whole.Read(cancellation);
        foreach (var (index, reader) in readers.Index())
            if (reader.Text != whole.Text) violations.Add($"stream reader {index} saw other bytes: {Difference(reader.Events, whole.Events)}");
        foreach (var (index, hub) in hubs.Index())
            if (!hub.Events.SequenceEqual(whole.Data)) violations.Add($"hub viewer {index} saw other bytes: {Difference(hub.Events, [.. whole.Data])}");
        CheckGapless(whole.Data, "sequence");
        CheckGapless(whole.Data, "thread_sequence");
        var message = await api.Get($"/v2/threads/{thread}/messages/{reply}", cancellation);
        var text = message.Json.GetProperty("content").GetString() ?? "";
        if (EventReader.TextOf(whole.Data, reply) != text) violations.Add($"the deltas of {reply} are not its text “{text}”");
        var answer = PacedProvider.AnswerTo(question);
        if (message.Text("status") == "completed" ? text != answer : !mayBeCut || !answer.StartsWith(text, StringComparison.Ordinal))
            violations.Add($"{reply} is {message.Text("status")} with “{text}”, where the provider said “{answer}”");
    }

    void CheckGapless(IEnumerable<string> data, string field)
    {
        var numbers = data.Select(entry => JsonElement.Parse(entry).GetProperty(field).GetInt64()).ToList();
        if (!numbers.SequenceEqual(Enumerable.Range(1, numbers.Count).Select(number => (long)number))) violations.Add($"{field} has gaps: {string.Join(' ', numbers)}");
    }

    static string Difference(IReadOnlyList<string> seen, IReadOnlyList<string> whole)
    {
        var at = Enumerable.Range(0, Math.Min(seen.Count, whole.Count)).FirstOrDefault(index => seen[index] != whole[index], Math.Min(seen.Count, whole.Count));
        return $"{seen.Count} of {whole.Count} events, first difference at {at}: “{seen.ElementAtOrDefault(at)}” for “{whole.ElementAtOrDefault(at)}”";
    }
}
