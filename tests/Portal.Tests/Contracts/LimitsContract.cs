using Portal.Client.Api;
using Portal.Client.Limits;
using Portal.Tests.Hosting;
using Portal.Tests.Threads;
using Portal.Tests.Usage;

namespace Portal.Tests.Contracts;

public abstract class LimitsContract(PortalHost host, Side side) : Contract<ILimitsService>(host, side)
{
    /// <summary>Each side has calls at an hour of its own, among which no others are.</summary>
    static int hours;

    [Fact]
    public async Task Get_WithoutLimits_SaysSo_AndEstimatesTheNextCall()
    {
        var project = await Host.AddProject();
        Assert.Null(Ok(await Service.Get(project, null, Cancellation)).EstimatedCost);
        await Host.AddUsage(
            UsageRows.Of(project, 1_000) with { CostNanodollars = 400_000 },
            UsageRows.Of(project, 2_000) with { CostNanodollars = 600_000 },
            UsageRows.Of(project, 3_000) with { CostNanodollars = null });
        var limits = Ok(await Service.Get(project, null, Cancellation));
        Assert.Equal("Support", limits.ScopeName);
        Assert.Equal((null, null, 0.0005m), (limits.TokensPerMinute, limits.ConcurrentThreads, limits.EstimatedCost));
        Assert.Equal((null, "No limit is set."), (limits.Details["tokens_per_minute"].Effective, limits.Details["tokens_per_minute"].Reason));
    }

    [Fact]
    public async Task Set_ReplacesAll_OfProjectAssistantKeyAndOrganization()
    {
        var project = await Host.AddProject();
        var set = Ok(await Service.Set(project, null, new LimitsInput { TokensPerMinute = 1_000, ConcurrentThreads = 5, MaxRunCost = 0.5m, QueueSeconds = 10 }, Cancellation));
        Assert.Equal((1_000L, 5L, 0.5m, 10), (set.TokensPerMinute, set.ConcurrentThreads, set.MaxRunCost, set.QueueSeconds));
        Assert.Equal((1_000m, 1_000m, 0m, 1_000m), (set.Details["tokens_per_minute"].Limit, set.Details["tokens_per_minute"].Effective, set.Details["tokens_per_minute"].Used, set.Details["tokens_per_minute"].Remaining));
        Assert.Null(Ok(await Service.Set(project, null, new LimitsInput { ConcurrentThreads = 6 }, Cancellation)).TokensPerMinute);
        Refused(await Service.Set(project, new BudgetScope(ScopeType.Assistant, "asst_unknown"), new LimitsInput(), Cancellation), 404, "not_found", "scope.id");
        Refused(await Service.Set(project, new BudgetScope(ScopeType.Key, "key_unknown"), new LimitsInput(), Cancellation), 404, "not_found", "scope.id");
        Assert.Single(Ok(await Service.List(project, Cancellation)).Data);
        Refused(await Service.Get("proj_unknown", null, Cancellation), 404, "not_found");
    }

    [Fact]
    public async Task DryRun_SaysWhatTheLastDaysWouldHaveMet()
    {
        var project = await Host.AddProject();
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await Host.AddUsage([.. Enumerable.Range(0, 10).Select(number => UsageRows.Of(project, now - 5_000 + number) with { MessageId = $"msg_{project}_{number}", CostNanodollars = 1_000_000_000, ActorId = $"user_{number % 2}" })]);
        var free = Ok(await Service.DryRun(project, null, new LimitsDryRunInput { Limits = new() }, Cancellation));
        Assert.Equal((10L, 0L), (free.Calls, free.Refused));
        var tight = Ok(await Service.DryRun(project, null, new LimitsDryRunInput { Limits = new() { RequestsPerMinute = 4 } }, Cancellation));
        Assert.Equal((10L, 6L, 6m), (tight.Calls, tight.Refused, tight.RefusedCost));
        Assert.Equal(LimitKind.RequestsPerMinute, tight.By[0].DecidedBy);
        var budget = Ok(await Service.DryRun(project, null, new LimitsDryRunInput { Limits = new(), Budget = new() { Amount = 3 } }, Cancellation));
        Assert.Equal(7, budget.Refused);
    }

    [Fact]
    public async Task DryRun_OfTheOrganization_SpansAllProjects()
    {
        var (actor, then) = ($"user_{Guid.NewGuid():N}", DateTimeOffset.UtcNow.ToUnixTimeSeconds() - (20 * 86_400) + (3_600 * Interlocked.Increment(ref hours)));
        foreach (var project in new[] { await Host.AddProject(), await Host.AddProject() })
        {
            await Host.AddUsage([.. Enumerable.Range(0, 5).Select(number => UsageRows.Of(project, then + number) with { CostNanodollars = 1_000_000_000, ActorId = actor })]);
            Assert.Equal(0, await CountRefused(project));
        }

        Assert.Equal(4, await CountRefused(null));
        Refused(await Service.DryRun(null, null, new LimitsDryRunInput { Limits = new() { Weight = 2 } }, Cancellation), 400, "invalid_value", "weight");
        Refused(await Service.DryRun(null, new(ScopeType.Key, "key_1"), new LimitsDryRunInput { Limits = new() }, Cancellation), 400, "invalid_value", "scope.type");

        async Task<long> CountRefused(string? project) => Ok(await Service.DryRun(project, null, new LimitsDryRunInput { Limits = new() { RequestsPerMinute = 6 }, Days = 31 }, Cancellation))
            .By.Where(by => by.ActorId == actor && by.DecidedBy is LimitKind.RequestsPerMinute).Sum(by => by.Calls);
    }

    [Fact]
    public async Task GetState_NamesProviders()
    {
        var state = Ok(await Service.GetState(null, Cancellation));
        Assert.Empty(state.Waiting);
        Assert.Contains(state.Providers, one => one is { Name: "Built-in responder", Factor: 1 });
    }
}

public sealed class LimitsOnServer(PortalHost host) : LimitsContract(host, Side.Server);

public sealed class LimitsInBrowser(PortalHost host) : LimitsContract(host, Side.Browser);

public abstract class BudgetsContract(PortalHost host, Side side) : Contract<IBudgetsService>(host, side)
{
    [Fact]
    public async Task Budget_IsMadeReadChangedAndDeleted()
    {
        var project = await Host.AddProject();
        var made = Ok(await Service.Create(project, new BudgetInput { Amount = 50, Mode = BudgetMode.Hard }, Cancellation));
        Assert.Equal((50m, BudgetPeriod.Month, BudgetMode.Hard, 0m, 0m), (made.Amount, made.Period, made.Mode, made.Spent, made.Reserved));
        Assert.Equal([50, 80, 100], made.AlertAt);
        Assert.Equal(new BudgetScope(ScopeType.Project, project), made.Scope);
        var changed = Ok(await Service.Update(project, made.Id, new BudgetInput { Amount = 75, AlertAt = [90] }, Cancellation));
        Assert.Equal((75m, BudgetMode.Soft), (changed.Amount, changed.Mode));
        Assert.Equal(made.Id, Assert.Single(Ok(await Service.List(project, new ListQuery(10), Cancellation)).Data).Id);
        Assert.Equal(75m, Ok(await Service.Get(project, made.Id, Cancellation)).Amount);
        Refused(await Service.Get(await Host.AddProject(), made.Id, Cancellation), 404, "not_found");
        Assert.True(Ok(await Service.Delete(project, made.Id, Cancellation)).IsDeleted);
        Refused(await Service.Get(project, made.Id, Cancellation), 404, "not_found");
    }

    [Fact]
    public async Task Budget_OfTheOrganization_StandsThere()
    {
        var made = Ok(await Service.Create(null, new BudgetInput { Amount = 1_000_000, Period = BudgetPeriod.Day }, Cancellation));
        Assert.Equal((null, ScopeType.Organization), (made.ProjectId, made.Scope.Type));
        Refused(await Service.Create(null, new BudgetInput { Amount = 5, Scope = new(ScopeType.Key, "key_1") }, Cancellation), 400, "invalid_value", "scope.type");
        Ok(await Service.Delete(null, made.Id, Cancellation));
    }
}

public sealed class BudgetsOnServer(PortalHost host) : BudgetsContract(host, Side.Server);

public sealed class BudgetsInBrowser(PortalHost host) : BudgetsContract(host, Side.Browser);

public abstract class RefusalsContract(PortalHost host, Side side) : Contract<IRefusalsService>(host, side)
{
    [Fact]
    public async Task Refusal_IsListedAndRead_WithTheCounterThatDecided()
    {
        await using var scene = await ChatScene.Set(Host);
        var budget = Ok(await Another<IBudgetsService>().Create(scene.ProjectId, new BudgetInput { Amount = 0.000000001m, Mode = BudgetMode.Hard }, Cancellation));
        var threadId = await scene.NewThread();
        for (var time = 0; time < 2; time++) Assert.Equal(429, (await scene.Say(threadId, "Hello.")).Status);

        var page = Ok(await Service.List(scene.ProjectId, new ListQuery(10), Cancellation));
        var newest = page.Data[0];
        Assert.Equal((LimitKind.Budget, budget.Id, ScopeType.Project, scene.ProjectId), (newest.DecidedBy, newest.BudgetId, newest.ScopeType, newest.ScopeId));
        Assert.Equal((0.000000001m, 0m, 0m, "budget_exceeded"), (newest.Limit, newest.Used, newest.Reserved, newest.Code));
        Assert.True(newest.Used + newest.Reserved + newest.Asked > newest.Limit);
        Assert.Equal(2, page.Data.Sum(one => one.Count));
        Assert.Equal(newest, Ok(await Service.Get(newest.Id, Cancellation)));
        Assert.Contains(Ok(await Service.List(null, new ListQuery(100), Cancellation)).Data, one => one.Id == newest.Id);
        Assert.Empty(Ok(await Service.List(await Host.AddProject(), new ListQuery(10), Cancellation)).Data);
        Refused(await Service.Get("ref_unknown", Cancellation), 404, "not_found");
        Refused(await Service.List("proj_unknown", new ListQuery(10), Cancellation), 404, "not_found");
    }
}

public sealed class RefusalsOnServer(PortalHost host) : RefusalsContract(host, Side.Server);

public sealed class RefusalsInBrowser(PortalHost host) : RefusalsContract(host, Side.Browser);

public abstract class LimitsEventsContract(PortalHost host, Side side) : Contract<ILimitsEvents>(host, side)
{
    [Fact]
    public async Task Follow_GivesASnapshot_ThenWhatChanges()
    {
        var project = await Host.AddProject();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        leaving.CancelAfter(TimeSpan.FromSeconds(20));
        await using var live = Service.Follow(project, leaving.Token).GetAsyncEnumerator(leaving.Token);
        Assert.True(await live.MoveNextAsync());
        Assert.Equal((ScopeType.Project, project, 0), (live.Current.Limits!.ScopeType, live.Current.Limits.ScopeId, live.Current.Budgets.Count));
        var budget = Ok(await Another<IBudgetsService>().Create(project, new BudgetInput { Amount = 5 }, Cancellation));
        while (live.Current.Budgets.Count == 0) Assert.True(await live.MoveNextAsync());
        Assert.Equal(budget.Id, live.Current.Budgets[0].Id);
    }

    [Fact]
    public async Task Follow_OfAProjectThatIsNot_Ends()
    {
        await foreach (var _ in Service.Follow("proj_unknown", Cancellation).WithCancellation(Cancellation)) Assert.Fail("There was something.");
    }
}

public sealed class LimitsEventsOnServer(PortalHost host) : LimitsEventsContract(host, Side.Server);

public sealed class LimitsEventsInBrowser(PortalHost host) : LimitsEventsContract(host, Side.Browser);
