using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Limits;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Limits;

/// <summary>Limits, budgets and refusals of one project in memory; a test says what is live.</summary>
sealed class FakeLimits : ILimitsService, IBudgetsService, IRefusalsService, ILimitsEvents
{
    public const long Now = 1_795_435_200; // 2026-11-23 12:00 UTC

    readonly Feed<LimitsSnapshot> feed = new();

    public static readonly Budget Month = new(
        "bud_1", "proj_1", new(ScopeType.Project, "proj_1"), BudgetPeriod.Month, 50, BudgetMode.Hard, BudgetExhausted.Refuse, [50, 80, 100], 42, 1, null, null, Now + 86_400, Now - 7_200, Now - 7_200)
    {
        ScopeName = "Support desk",
    };

    public static readonly Refusal Refused = new(
        "ref_1", "proj_1", ScopeType.Project, "proj_1", "Support desk", LimitKind.Budget, "bud_1", ActorType.Key, "key_1", "Importer", "asst_1", "gpt-4-fast-2026", "budget_exceeded",
        "This project has a budget of $50.00.", 50, 49.5m, 0.4m, 0.2m, 14, Now - 120, Now - 60);

    public ScopeLimits Limits { get; set; } = Make(ScopeType.Project, "proj_1");

    public List<ScopeLimits> Scopes { get; } = [];

    public List<Budget> Budgets { get; } = [];

    public List<Refusal> Refusals { get; } = [];

    public LimitsState State { get; set; } = new([], [new ProviderLoad("prov_1", "Local", 1, null, null, null)]);

    public LimitsReplay Replay { get; set; } = new(Now - 1, Now, 0, 0, 0, []);

    /// <summary>Given to every change instead of an answer while it is set.</summary>
    public ApiError? Failure { get; set; }

    /// <summary>Given to every read instead of an answer while it is set.</summary>
    public ApiError? Unread { get; set; }

    public List<(string? Project, BudgetScope? Scope, LimitsInput Input)> Set { get; } = [];

    public List<(string? Id, BudgetInput Input)> SetBudgets { get; } = [];

    public List<(string? Project, BudgetScope? Scope, LimitsDryRunInput Input)> Tried { get; } = [];

    public List<string> Deleted { get; } = [];

    public List<string?> Followed { get; } = [];

    public int Reads { get; private set; }

    public static ScopeLimits Make(ScopeType type, string id, params (string Word, LimitDetail Detail)[] details)
    {
        var all = new[] { "tokens_per_minute", "requests_per_minute", "concurrent_threads", "tokens_per_day", "tokens_per_month" }
            .ToDictionary(word => word, _ => new LimitDetail(null, null, 0, null, null, "No limit is set."));
        foreach (var (word, detail) in details) all[word] = detail;
        return new(type, id, (long?)all["tokens_per_minute"].Limit, (long?)all["requests_per_minute"].Limit, (long?)all["concurrent_threads"].Limit,
            (long?)all["tokens_per_day"].Limit, (long?)all["tokens_per_month"].Limit, null, 0, 1, null, all);
    }

    public void Say(Func<LimitsSnapshot, LimitsSnapshot> change) =>
        feed.Say(change(new LimitsSnapshot(Limits, State, [.. Budgets], new ListPage<Refusal>([.. Refusals], null, null, false))));

    public void End() => feed.End();

    public IAsyncEnumerable<LimitsSnapshot> Follow(string? projectId, CancellationToken cancellation)
    {
        Followed.Add(projectId);
        return feed.Follow(cancellation);
    }

    public Task<Result<ScopeLimits>> Get(string? projectId, BudgetScope? scope, CancellationToken cancellation) =>
        Read(projectId is null ? Limits with { ScopeType = ScopeType.Organization, ScopeId = "" } : Limits);

    public Task<Result<LimitsState>> GetState(string? projectId, CancellationToken cancellation)
    {
        Reads++;
        return Read(State);
    }

    public Task<Result<ListPage<ScopeLimits>>> List(string? projectId, CancellationToken cancellation) => Read(new ListPage<ScopeLimits>([.. Scopes], null, null, false));

    Task<Result<ScopeLimits>> ILimitsService.Set(string? projectId, BudgetScope? scope, LimitsInput input, CancellationToken cancellation)
    {
        Set.Add((projectId, scope, input));
        if (scope is not null && Failure is null) Scopes.Add(Make(scope.Type, scope.Id!) with { ScopeName = "Importer" });
        return Answer(scope is null ? Limits : Scopes[^1]);
    }

    public Task<Result<LimitsReplay>> DryRun(string? projectId, BudgetScope? scope, LimitsDryRunInput input, CancellationToken cancellation)
    {
        Tried.Add((projectId, scope, input));
        return Answer(Replay);
    }

    Task<Result<ListPage<Budget>>> IBudgetsService.List(string? projectId, ListQuery query, CancellationToken cancellation) =>
        Read(new ListPage<Budget>([.. Budgets], null, null, false));

    Task<Result<Budget>> IBudgetsService.Get(string? projectId, string id, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Result<Budget>> Create(string? projectId, BudgetInput input, CancellationToken cancellation)
    {
        SetBudgets.Add((null, input));
        var made = Month with { Id = "bud_2", Amount = input.Amount, Mode = input.Mode, Spent = 0, Reserved = 0 };
        if (Failure is null) Budgets.Add(made);
        return Answer(made);
    }

    public Task<Result<Budget>> Update(string? projectId, string id, BudgetInput input, CancellationToken cancellation)
    {
        SetBudgets.Add((id, input));
        return Answer(Month with { Amount = input.Amount });
    }

    public Task<Result<Deleted>> Delete(string? projectId, string id, CancellationToken cancellation)
    {
        Deleted.Add(id);
        if (Failure is null) Budgets.RemoveAll(budget => budget.Id == id);
        return Answer(new Deleted(id, "budget.deleted"));
    }

    public Task<Result<ListPage<Refusal>>> List(string? projectId, ListQuery query, CancellationToken cancellation) => Read(query.After is null
        ? new ListPage<Refusal>([.. Refusals], Refusals.FirstOrDefault()?.Id, Refusals.LastOrDefault()?.Id, Refusals.Count > 0)
        : new ListPage<Refusal>([Refused with { Id = "ref_older", ActorName = "Older key" }], "ref_older", "ref_older", false));

    Task<Result<Refusal>> IRefusalsService.Get(string id, CancellationToken cancellation) =>
        Refusals.Find(one => one.Id == id) is { } found ? Read(found) : Task.FromResult<Result<Refusal>>(ApiError.NotFound("refusal", id));

    Task<Result<T>> Answer<T>(T value) => Task.FromResult<Result<T>>(Failure is null ? value : Failure);

    Task<Result<T>> Read<T>(T value) => Task.FromResult<Result<T>>(Unread is null ? value : Unread);
}
