namespace Portal.Chaos;

/// <summary>
/// A budget is never exceeded: many more calls at once than it has room for, the portal killed in the middle of the first half. At a
/// flat price for a run exactly as many are served as there is room for; at the model's price what is charged stays within it.
/// </summary>
sealed class BudgetRound(Workspace workspace, int seed)
{
    readonly Random random = new(seed);
    readonly PortalApi api = workspace.Api;
    readonly List<string> violations = [];

    public int Calls { get; init; } = 120;

    public int Room { get; init; } = 20;

    /// <summary>Else all calls are made at once.</summary>
    public bool Kills { get; init; } = true;

    bool IsFlat => seed % 2 == 0;

    public async Task<RoundReport> Run(CancellationToken cancellation)
    {
        var project = (await api.Post("/v2/projects", new { name = $"Budget {seed}" }, cancellation)).Expect(201).Id;
        api.Project = project;
        var assistant = (await api.Post("/v2/assistants", new { name = "Paid", model = Workspace.Model }, cancellation)).Expect(201).Id;
        api.Project = workspace.ProjectId;
        if (IsFlat) (await api.Post("/v2/organization/pricing", new { project_id = project, kind = "run", price = 1 }, cancellation)).Expect(201);
        // A question of 100 tokens at $2 and about 10 of output at $8 for a million cost $0.00028.
        var amount = IsFlat ? Room : Room * 0.00028m;
        (await api.Post($"/v2/projects/{project}/budgets", new { amount, mode = "hard" }, cancellation)).Expect(201);
        var threads = new List<string>();
        for (var index = 0; index < Calls; index++) threads.Add(await workspace.NewThread(assistant, cancellation));
        var recovery = Kills ? await KillAmong([.. threads.Take(Calls / 2)], cancellation) : TimeSpan.Zero;
        await Task.WhenAll(threads.Skip(Kills ? Calls / 2 : 0).Select(thread => Ask(thread, () => { }, cancellation)));
        await workspace.Settled(cancellation);
        Check(project, amount);
        return new RoundReport(seed, Calls, Kills ? 1 : 0, recovery, violations);
    }

    async Task<TimeSpan> KillAmong(IReadOnlyList<string> threads, CancellationToken cancellation)
    {
        var answers = 0;
        var calls = threads.Select(thread => Ask(thread, () => Interlocked.Increment(ref answers), cancellation)).ToList();
        var enough = random.Next(1, threads.Count);
        await Until.True(() => Task.FromResult(Volatile.Read(ref answers) >= enough), $"{enough} calls are answered", TimeSpan.FromSeconds(60), cancellation);
        await workspace.Portal.Kill(cancellation);
        await Task.WhenAll(calls);
        await workspace.Portal.Start(cancellation);
        await workspace.Settled(cancellation);
        return workspace.Portal.StartTook;
    }

    async Task Ask(string thread, Action answered, CancellationToken cancellation)
    {
        try
        {
            var answer = await api.Post($"/v2/threads/{thread}/messages", new { role = "user", content = "pieces=10 pace=20 What is it?" }, cancellation);
            if (answer.Status != 201 && (answer.Status != 429 || !answer.Body.Contains("budget_exceeded", StringComparison.Ordinal))) violations.Add($"a call was answered {answer.Status}: {answer.Body}");
        }
        catch (HttpRequestException)
        {
            // The portal was killed.
        }

        answered();
    }

    void Check(string project, decimal amount)
    {
        var (path, of) = (workspace.Portal.DatabasePath, new { project });
        var spent = PortalData.Count(path, "SELECT COALESCE(SUM(cost_nanodollars), 0) FROM usage WHERE project_id = @project", of);
        var completed = PortalData.Count(path, "SELECT COUNT(*) FROM runs WHERE project_id = @project AND status = 'completed'", of);
        if (spent > amount * 1_000_000_000m) violations.Add($"{spent} nano-dollars are charged of {amount} dollars");
        if (IsFlat && (completed != Room || spent != Room * 1_000_000_000L)) violations.Add($"{completed} runs were served and {spent} nano-dollars charged, with room for {Room}");
        // Of token prices all may have gone into replies that the kill or the budget cut short.
        if (spent == 0) violations.Add("nothing was served");
        var summed = PortalData.Count(path, "SELECT COALESCE(SUM(cost_nanodollars), 0) FROM usage_days WHERE dimension = 'project' AND project_id = @project", of);
        if (summed != spent) violations.Add($"the sums say {summed}, the rows {spent}");
    }
}
