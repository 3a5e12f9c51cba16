using System.Diagnostics;

namespace Portal.Chaos;

/// <summary>
/// Idempotent: fifty copies of each of several POSTs at once, each under one key. Once they are all answered; once the
/// portal is killed among them and they are all sent again. Each has one effect and one body.
/// </summary>
sealed class IdempotencyRound(Workspace workspace, int seed)
{
    const int Copies = 50;
    readonly Random random = new(seed);
    readonly List<string> violations = [];
    int answered;

    public async Task<RoundReport> Run(CancellationToken cancellation)
    {
        var thread = await workspace.NewThread(workspace.PacedAssistant, cancellation);
        var calm = await Together(Calls(thread, "calm"), cancellation);
        foreach (var call in calm) CheckSame(call);

        var calls = Calls(thread, "killed");
        var sent = Task.WhenAll(calls.Select(call => Send(call, cancellation)));
        await Until.Passed(TimeSpan.FromMilliseconds(random.Next(1, 250)), cancellation);
        await workspace.Portal.Kill(cancellation);
        var before = await sent;
        await workspace.Portal.Start(cancellation);
        var recovery = workspace.Portal.StartTook;
        var after = await Together(calls, cancellation);
        foreach (var call in after) CheckSame(call);
        foreach (var (early, late) in before.Zip(after))
        {
            CheckAlike(early);
            if (early.Answers is [{ } one, ..] && one.Id != late.Answers[0].Id) violations.Add($"{early.Call}: {one.Id} before the kill, {late.Answers[0].Id} after it");
        }

        await workspace.Settled(cancellation);
        foreach (var call in calm.Concat(after)) CheckEffect(call.Call);
        violations.AddRange(PortalData.Violations(workspace.Portal.DatabasePath));
        return new RoundReport(seed, answered, 1, recovery, violations);
    }

    List<Call> Calls(string thread, string when)
    {
        var name = $"{when} {seed} {Stopwatch.GetTimestamp()}";
        return
        [
            new(name, "/v2/threads", new { assistant_id = workspace.PacedAssistant, title = name }, "SELECT COUNT(*) FROM threads WHERE title = @name"),
            new(name, $"/v2/threads/{thread}/messages", new { role = "user", content = $"pieces=5 pace=2 {name}" },
                "SELECT COUNT(*) FROM messages m JOIN runs r ON r.id = m.run_id WHERE m.role = 'user' AND m.content LIKE '%' || @name || '%'"),
            new(name, "/v2/projects", new { name }, "SELECT COUNT(*) FROM projects WHERE name = @name"),
            new(name, $"/v2/projects/{workspace.ProjectId}/keys", new { name }, "SELECT COUNT(*) FROM api_keys WHERE name = @name"),
            new(name, "/v2/assistants", new { name, model = Workspace.Model }, "SELECT COUNT(*) FROM audit_log WHERE action = 'assistant.created' AND target_id = @made"),
        ];
    }

    async Task<Sent[]> Together(List<Call> calls, CancellationToken cancellation)
    {
        var all = await Task.WhenAll(calls.Select(call => Send(call, cancellation)));
        foreach (var sent in all.Where(sent => sent.Answers.Count < Copies)) violations.Add($"{sent.Call}: {sent.Answers.Count} of {Copies} copies were answered with success");
        return all;
    }

    async Task<Sent> Send(Call call, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Copies).Select(_ => SendOne(call, cancellation)));
        var given = answers.OfType<Answer>().ToList();
        foreach (var refused in given.Where(answer => !answer.IsSuccess)) violations.Add($"{call}: {refused.Status} {refused.Body}");
        var successes = given.Where(answer => answer.IsSuccess).ToList();
        answered += successes.Count;
        return new Sent(call, successes);
    }

    async Task<Answer?> SendOne(Call call, CancellationToken cancellation)
    {
        try
        {
            return await workspace.Api.Post(call.Path, call.Body, cancellation, $"{call.Name} {call.Path}");
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    void CheckSame(Sent sent)
    {
        CheckAlike(sent);
        if (sent.Answers is [{ } one, ..]) sent.Call.Made = one.Id;
    }

    /// <summary>One body; of a secret that is shown once, all but one answer hold null.</summary>
    void CheckAlike(Sent sent)
    {
        var bodies = sent.Answers.Select(answer => answer.Body).Distinct().ToList();
        if (sent.Call.Path.EndsWith("/keys", StringComparison.Ordinal))
        {
            if (sent.Answers.Select(answer => answer.Id).Distinct().Count() > 1) violations.Add($"{sent.Call}: several keys were made");
            if (sent.Answers.Count(answer => answer.Text("key") is not null) > 1) violations.Add($"{sent.Call}: the secret was shown more than once");
        }
        else if (bodies.Count > 1)
        {
            violations.Add($"{sent.Call}: {bodies.Count} different bodies:\n{bodies[0]}\n{bodies[1]}");
        }
    }

    void CheckEffect(Call call)
    {
        var effects = PortalData.Count(workspace.Portal.DatabasePath, call.EffectSql, new { name = call.Name, made = call.Made });
        if (effects != 1) violations.Add($"{call} had {effects} effects");
        var question = $"pieces=5 pace=2 {call.Name}";
        if (workspace.Provider.Asked(question) > 1) violations.Add($"“{question}” was asked {workspace.Provider.Asked(question)} times");
    }

    sealed record Call(string Name, string Path, object Body, string EffectSql)
    {
        public string? Made { get; set; }

        public override string ToString() => $"POST {Path} “{Name}”";
    }

    sealed record Sent(Call Call, IReadOnlyList<Answer> Answers);
}
