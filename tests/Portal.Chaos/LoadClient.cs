using System.Text.Json;

namespace Portal.Chaos;

/// <summary>One client of the load: does what clients do, in a random order, until the portal dies under it.</summary>
sealed class LoadClient(Workspace workspace, Ledger ledger, Random random, string name, IReadOnlyList<string> sharedThreads)
{
    readonly PortalApi api = workspace.Api;
    readonly List<(string ThreadId, string ReplyId, string Question)> replies = [];
    string? toolThread;
    string? ownProject;
    int number;

    /// <summary>Ends when the portal no longer answers, or with the token.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        try
        {
            while (!cancellation.IsCancellationRequested) await Step(cancellation);
        }
        catch (HttpRequestException)
        {
            // The portal was killed, which is the point.
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The round is over.
        }
    }

    Task Step(CancellationToken cancellation) => random.Next(100) switch
    {
        < 40 => PostMessage(cancellation),
        < 50 => UseTool(cancellation),
        < 60 => Retry(cancellation),
        < 70 => CancelNewest(cancellation),
        < 78 => Rate(cancellation),
        < 86 => UpdateProject(cancellation),
        < 92 => UpdateAssistant(cancellation),
        _ => MakeThread(cancellation),
    };

    string Unique(string what) => $"{what} {name}-{++number}";

    async Task PostMessage(CancellationToken cancellation)
    {
        var thread = sharedThreads[random.Next(sharedThreads.Count)];
        var text = Unique($"pieces={random.Next(1, 30)} pace={random.Next(1, 12)} question");
        int? wait = random.Next(3) == 0 ? 10 : null;
        if (await Ask($"/v2/threads/{thread}/messages", new { role = "user", content = text }, cancellation, wait) is { } posted) Note(thread, posted, text);
    }

    async Task UseTool(CancellationToken cancellation)
    {
        toolThread ??= await workspace.NewThread(workspace.ToolAssistant, cancellation);
        var text = $$"""/call look_up {"what":"{{Unique("thing")}}"}""";
        if (await Ask($"/v2/threads/{toolThread}/messages", new { role = "user", content = text }, cancellation, wait: 10) is not { } posted) return;
        Note(toolThread, posted, text);
        var reply = posted.Json.GetProperty("reply");
        if (!reply.TryGetProperty("tool_calls", out var calls) || reply.GetProperty("status").GetString() != "requires_action") return;
        foreach (var call in calls.EnumerateArray())
        {
            var output = Unique("It is here: output");
            var body = new { role = "tool", tool_call_id = call.GetProperty("id").GetString(), content = output };
            if (await Ask($"/v2/threads/{toolThread}/messages", body, cancellation, wait: 10) is { } answered) Note(toolThread, answered, output);
        }
    }

    async Task Retry(CancellationToken cancellation)
    {
        if (replies.Count == 0) return;
        var (thread, reply, question) = replies[random.Next(replies.Count)];
        ledger.RetriesAsked.AddOrUpdate(question, 1, (_, count) => count + 1);
        if (await Ask($"/v2/threads/{thread}/messages/{reply}/retry", new { }, cancellation) is not { } made) return;
        ledger.Retried.Add((thread, made.Id));
        replies.Add((thread, made.Id, question));
    }

    async Task CancelNewest(CancellationToken cancellation)
    {
        if (replies.Count == 0) return;
        var (thread, reply, _) = replies[^1];
        if (await Ask($"/v2/threads/{thread}/messages/{reply}/cancel", new { }, cancellation) is { } cancelled)
            ledger.Cancelled.Add((thread, reply, cancelled.Text("status")));
    }

    async Task Rate(CancellationToken cancellation)
    {
        if (replies.Count == 0) return;
        var at = random.Next(replies.Count);
        var (thread, reply, _) = replies[at];
        var comment = Unique("comment");
        if (await Ask($"/v2/threads/{thread}/messages/{reply}/feedback", new { rating = "up", comment }, cancellation) is null) return;
        // Rated once, so that what must be read again is known.
        replies.RemoveAt(at);
        ledger.Rated.Add((thread, reply, comment));
    }

    async Task UpdateProject(CancellationToken cancellation)
    {
        if (ownProject is null)
        {
            if (await Ask("/v2/projects", new { name = Unique("project") }, cancellation) is not { } made) return;
            ownProject = made.Id;
        }

        await Set($"/v2/projects/{ownProject}", "description", Unique("description"), cancellation);
    }

    async Task UpdateAssistant(CancellationToken cancellation)
    {
        if (await Ask("/v2/assistants", new { name = Unique("assistant"), model = "gpt-4-tiny-2026" }, cancellation) is { } made)
            await Set($"/v2/assistants/{made.Id}", "instructions", Unique("instructions"), cancellation);
    }

    async Task MakeThread(CancellationToken cancellation)
    {
        if (await Ask("/v2/threads", new { assistant_id = workspace.ToolAssistant, title = Unique("thread") }, cancellation) is { } made)
            ledger.Made.Add(($"/v2/threads/{made.Id}", made.Body));
    }

    async Task Set(string path, string field, string value, CancellationToken cancellation)
    {
        var before = ledger.Fields.GetValueOrDefault((path, field)).Acknowledged;
        ledger.Fields[(path, field)] = (before, value);
        if (await Ask(path, new Dictionary<string, string> { [field] = value }, cancellation) is not null) ledger.Fields[(path, field)] = (value, null);
    }

    /// <summary>One POST under a key of its own, written down before it is sent; null where it was refused.</summary>
    async Task<Answer?> Ask(string path, object body, CancellationToken cancellation, int? wait = null)
    {
        var key = Unique("key");
        ledger.Asked[key] = (path, body);
        var answer = await api.Post(path, body, cancellation, key, wait);
        if (answer.IsSuccess || answer.Status == 409)
        {
            ledger.Asked.TryRemove(key, out _);
            return answer.IsSuccess ? answer : null;
        }

        throw new InvalidOperationException($"{path}: {answer.Status} {answer.Body}");
    }

    void Note(string thread, Answer posted, string text)
    {
        var reply = posted.Json.TryGetProperty("reply", out var given) ? given : default;
        var replyId = reply.ValueKind == JsonValueKind.Object ? reply.GetProperty("id").GetString() : null;
        ledger.Messages.Add(new PostedMessage(thread, posted.Id, text, replyId));
        if (replyId is null) return;
        replies.Add((thread, replyId, text));
        if (reply.GetProperty("status").GetString() == "completed") ledger.Completed.Add((thread, reply.GetRawText()));
    }
}
