namespace Portal.Chaos;

/// <summary>
/// A budget is never exceeded: many more calls at once than it has room for, the portal killed in the middle of them, and as many again
/// afterwards. At a flat price for a run exactly as many are served as there is room for; at the model's price what is charged stays within it.
/// </summary>
sealed class BudgetRound(Workspace workspace, int seed)
{
    const int Calls = 60;
    const int Room = 20;

    readonly Random random = new(seed);
    readonly PortalApi api = workspace.Api;
    readonly List<string> violations = [];

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
        for (var index = 0; index < 2 * Calls; index++) threads.Add(await workspace.NewThread(assistant, cancellation));

        var answers = 0;
        var first = threads.Take(Calls).Select(thread => Ask(thread, () => Interlocked.Increment(ref answers), cancellation)).ToList();
        var enough = random.Next(1, Calls);
        await Until.True(() => Task.FromResult(Volatile.Read(ref answers) >= enough), $"{enough} calls are answered", TimeSpan.FromSeconds(60), cancellation);
        await workspace.Portal.Kill(cancellation);
        await Task.WhenAll(first);
        await workspace.Portal.Start(cancellation);
        var recovery = workspace.Portal.StartTook;
        await workspace.Settled(cancellation);
        await Task.WhenAll(threads.Skip(Calls).Select(thread => Ask(thread, () => { }, cancellation)));
        await workspace.Settled(cancellation);
        Check(project, amount);
        return new RoundReport(seed, 2 * Calls, 1, recovery, violations);
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
        if (completed == 0) violations.Add("nothing was served");
        var summed = PortalData.Count(path, "SELECT COALESCE(SUM(cost_nanodollars), 0) FROM usage_days WHERE dimension = 'project' AND project_id = @project", of);
        if (summed != spent) violations.Add($"the sums say {summed}, the rows {spent}");
    }
}
