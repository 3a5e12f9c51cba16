using System.Text.Json;

namespace Portal.Chaos;

/// <summary>
/// Acknowledged means durable: clients load the portal, it is killed at a random moment and started again; then all that
/// they were told must still be so, what was in the middle must be visible and retryable, and nothing may be done twice.
/// </summary>
sealed class DurabilityRound(Workspace workspace, int seed)
{
    const int Clients = 6;
    const int SharedThreads = 4;
    const int RetriedAfterwards = 4;
    static readonly string[] Ended = ["completed", "failed", "cancelled", "interrupted"];

    readonly Random random = new(seed);
    readonly Ledger ledger = new();
    readonly List<string> violations = [];
    readonly PortalApi api = workspace.Api;

    public async Task<RoundReport> Run(CancellationToken cancellation)
    {
        await Load(cancellation);
        await workspace.Portal.Start(cancellation);
        var recovery = workspace.Portal.StartTook;
        if (PortalData.Count(workspace.Portal.DatabasePath, "SELECT COUNT(*) FROM runs WHERE status = 'in_progress' AND id IN (SELECT run_id FROM messages WHERE status = 'interrupted')") > 0)
            violations.Add("an interrupted reply's run is still in progress");
        await Settle(cancellation);
        await CheckMessages(cancellation);
        await CheckReplies(cancellation);
        await CheckObjects(cancellation);
        await RepeatUnanswered(cancellation);
        await RetryInterrupted(cancellation);
        await Settle(cancellation);
        CheckProvider();
        violations.AddRange(PortalData.Violations(workspace.Portal.DatabasePath));
        return new RoundReport(seed, ledger.Count, 1, recovery, violations);
    }

    async Task Load(CancellationToken cancellation)
    {
        var threads = new List<string>();
        for (var index = 0; index < SharedThreads; index++) threads.Add(await workspace.NewThread(workspace.PacedAssistant, cancellation));
        var clients = Enumerable.Range(0, Clients).Select(index => new LoadClient(workspace, ledger, new Random(random.Next()), $"{seed}.{index}", threads).Run(cancellation)).ToList();
        // A moment is a count of acknowledgements, so that a slow machine has as much to lose as a fast one.
        var enough = random.Next(3, 40);
        await Until.True(() => Task.FromResult(ledger.Count >= enough), $"{enough} calls are acknowledged", TimeSpan.FromSeconds(60), cancellation);
        await Until.Passed(TimeSpan.FromMilliseconds(random.Next(0, 100)), cancellation);
        await workspace.Portal.Kill(cancellation);
        await Task.WhenAll(clients);
    }

    /// <summary>A run that never ends is a violation among the others, which say more.</summary>
    async Task Settle(CancellationToken cancellation)
    {
        try
        {
            await workspace.Settled(cancellation);
        }
        catch (TimeoutException late)
        {
            violations.Add(late.Message);
        }
    }

    async Task CheckMessages(CancellationToken cancellation)
    {
        foreach (var posted in ledger.Messages)
        {
            var found = await api.Get($"/v2/threads/{posted.ThreadId}/messages/{posted.Id}", cancellation);
            if (found.Status != 200) violations.Add($"{posted.Id} was acknowledged, but is {found.Status}");
            else if (found.Text("content") != posted.Text) violations.Add($"{posted.Id} was “{posted.Text}”, but is {found.Body}");
            if (posted.ReplyId is not null) await CheckReply(posted.ThreadId, posted.ReplyId, cancellation);
        }

        foreach (var (thread, reply) in ledger.Retried) await CheckReply(thread, reply, cancellation);
    }

    async Task CheckReply(string thread, string reply, CancellationToken cancellation)
    {
        var found = await api.Get($"/v2/threads/{thread}/messages/{reply}", cancellation);
        if (found.Status != 200) violations.Add($"reply {reply} was announced, but is {found.Status}");
        else if (found.Text("status") is not ("completed" or "cancelled" or "interrupted" or "requires_action")
            && !(found.Text("status") is "queued" && WaitsForTool(thread)))
            violations.Add($"reply {reply} is {found.Text("status")}: {found.Body}");
    }

    /// <summary>Behind a reply that waits for a tool's output, others stay queued.</summary>
    bool WaitsForTool(string thread) => PortalData.Count(workspace.Portal.DatabasePath,
        "SELECT COUNT(*) FROM runs WHERE thread_id = @thread AND status = 'requires_action'", new { thread }) > 0;

    async Task CheckReplies(CancellationToken cancellation)
    {
        foreach (var (thread, body) in ledger.Completed)
        {
            var before = JsonElement.Parse(body);
            var now = await api.Get($"/v2/threads/{thread}/messages/{before.GetProperty("id").GetString()}", cancellation);
            if (now.Status != 200 || !Same(before, now.Json)) violations.Add($"a reply that was seen completed is another one now:\n{body}\n{now.Body}");
        }

        foreach (var (thread, reply, status) in ledger.Cancelled)
        {
            var now = await api.Get($"/v2/threads/{thread}/messages/{reply}", cancellation);
            if (!Ended.Contains(status) || now.Text("status") != status) violations.Add($"{reply} was answered as {status} to its cancel, but is {now.Text("status")}");
        }

        foreach (var (thread, reply, comment) in ledger.Rated)
        {
            var now = await api.Get($"/v2/threads/{thread}/messages/{reply}", cancellation);
            if (now.Json.GetProperty("feedback") is not { ValueKind: JsonValueKind.Object } feedback || feedback.GetProperty("comment").GetString() != comment)
                violations.Add($"the rating “{comment}” of {reply} is gone: {now.Body}");
        }
    }

    /// <summary>Siblings and ratings come later; all else of an ended reply never changes.</summary>
    static bool Same(JsonElement before, JsonElement now) => before.EnumerateObject()
        .Where(field => field.Name is not ("sibling_ids" or "feedback"))
        .All(field => now.TryGetProperty(field.Name, out var value) && JsonElement.DeepEquals(value, field.Value));

    async Task CheckObjects(CancellationToken cancellation)
    {
        foreach (var (path, body) in ledger.Made)
        {
            var now = await api.Get(path, cancellation);
            if (now.Body != body) violations.Add($"{path} was made as\n{body}\nbut is\n{now.Body}");
        }

        foreach (var ((path, field), (acknowledged, asked)) in ledger.Fields)
        {
            var now = await api.Get(path, cancellation);
            var value = now.Status == 200 && now.Json.GetProperty(field) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
            if (value != acknowledged && (asked is null || value != asked)) violations.Add($"{field} of {path} was set to “{acknowledged}”, but is “{value}”");
        }
    }

    /// <summary>Calls that were not answered are sent again under their keys: whether or not they had an effect, they have one then.</summary>
    async Task RepeatUnanswered(CancellationToken cancellation)
    {
        foreach (var (key, (path, body)) in ledger.Asked)
        {
            var first = await api.Post(path, body, cancellation, key);
            var second = await api.Post(path, body, cancellation, key);
            if (first.Status == 409 && second.Status == 409) continue;
            if (!first.IsSuccess || !second.IsSuccess || first.Id != second.Id)
                violations.Add($"{path} under {key}: {first.Status} {first.Body}\nthen {second.Status} {second.Body}");
            var made = PortalData.Count(workspace.Portal.DatabasePath, "SELECT COUNT(*) FROM idempotency_keys WHERE key = @key", new { key });
            if (made != 1) violations.Add($"{path} under {key} was recorded {made} times");
        }

        await Settle(cancellation);
    }

    async Task RetryInterrupted(CancellationToken cancellation)
    {
        var interrupted = PortalData.Texts(workspace.Portal.DatabasePath, """
            SELECT m.thread_id || ' ' || m.id || ' ' || p.content FROM messages m JOIN messages p ON p.id = m.parent_id
            WHERE m.status = 'interrupted' AND p.role = 'user' AND p.content LIKE '%question ' || @seed || '.%' LIMIT @RetriedAfterwards
            """, new { seed, RetriedAfterwards });
        foreach (var line in interrupted)
        {
            var (thread, reply, question) = (line.Split(' ')[0], line.Split(' ')[1], JsonSerializer.Deserialize<string>(line[(line.IndexOf('"'))..])!);
            ledger.RetriesAsked.AddOrUpdate(question, 1, (_, count) => count + 1);
            var retried = await api.Post($"/v2/threads/{thread}/messages/{reply}/retry", null, cancellation, wait: 30);
            if (retried.Status != 201) violations.Add($"an interrupted reply cannot be retried: {retried.Body}");
            else if (retried.Text("status") != "completed" || retried.Text("content") != PacedProvider.AnswerTo(question)) violations.Add($"the retry of {reply} gave {retried.Body}");
        }
    }

    /// <summary>The provider was asked each question once for its message and once for each retry, at most.</summary>
    void CheckProvider()
    {
        foreach (var posted in ledger.Messages)
        {
            var most = 1 + ledger.RetriesAsked.GetValueOrDefault(posted.Text);
            if (workspace.Provider.Asked(posted.Text) > most) violations.Add($"“{posted.Text}” was asked {workspace.Provider.Asked(posted.Text)} times at the provider, {most} at most were due");
        }
    }
}
