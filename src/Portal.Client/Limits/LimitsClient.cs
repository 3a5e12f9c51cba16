using Portal.Client.Api;
using Portal.Client.Shared;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Limits;

sealed class LimitsClient(ApiClient api) : ILimitsService
{
    public Task<Result<ScopeLimits>> Get(string? projectId, BudgetScope? scope, CancellationToken cancellation) =>
        api.Get(Path(projectId, scope), Default.ScopeLimits, cancellation);

    public Task<Result<ScopeLimits>> Set(string? projectId, BudgetScope? scope, LimitsInput input, CancellationToken cancellation) =>
        api.Post(Path(projectId, scope), input, Default.LimitsInput, Default.ScopeLimits, cancellation);

    public Task<Result<ListPage<ScopeLimits>>> List(string? projectId, CancellationToken cancellation) =>
        api.Get($"{Of(projectId)}/limits/scopes", Default.ListPageScopeLimits, cancellation);

    public Task<Result<LimitsState>> GetState(string? projectId, CancellationToken cancellation) =>
        api.Get($"{Of(projectId)}/limits/state", Default.LimitsState, cancellation);

    public Task<Result<LimitsReplay>> DryRun(string? projectId, BudgetScope? scope, LimitsDryRunInput input, CancellationToken cancellation) =>
        api.Post($"{Of(projectId)}/limits/dry_run", input with { Scope = scope }, Default.LimitsDryRunInput, Default.LimitsReplay, cancellation);

    internal static string Of(string? projectId) => projectId is null ? "v2/organization" : $"v2/projects/{Segment(projectId)}";

    static string Path(string? projectId, BudgetScope? scope) =>
        $"{Of(projectId)}/limits{(scope?.Type is ScopeType.Assistant or ScopeType.Key or ScopeType.Member ? $"/{Wording.Wire(scope.Type)}s/{Segment(scope.Id!)}" : "")}";
}

sealed class BudgetsClient(ApiClient api) : IBudgetsService
{
    public Task<Result<ListPage<Budget>>> List(string? projectId, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path(projectId)}{new QueryString().Add(query)}", Default.ListPageBudget, cancellation);

    public Task<Result<Budget>> Get(string? projectId, string id, CancellationToken cancellation) =>
        api.Get($"{Path(projectId)}/{Segment(id)}", Default.Budget, cancellation);

    public Task<Result<Budget>> Create(string? projectId, BudgetInput input, CancellationToken cancellation) =>
        api.Post(Path(projectId), input, Default.BudgetInput, Default.Budget, cancellation);

    public Task<Result<Budget>> Update(string? projectId, string id, BudgetInput input, CancellationToken cancellation) =>
        api.Post($"{Path(projectId)}/{Segment(id)}", input, Default.BudgetInput, Default.Budget, cancellation);

    public Task<Result<Deleted>> Delete(string? projectId, string id, CancellationToken cancellation) =>
        api.Delete($"{Path(projectId)}/{Segment(id)}", Default.Deleted, cancellation);

    static string Path(string? projectId) => $"{LimitsClient.Of(projectId)}/budgets";
}

sealed class RefusalsClient(ApiClient api) : IRefusalsService
{
    public Task<Result<ListPage<Refusal>>> List(string? projectId, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{LimitsClient.Of(projectId)}/refusals{new QueryString().Add(query)}", Default.ListPageRefusal, cancellation);

    public Task<Result<Refusal>> Get(string id, CancellationToken cancellation) => api.Get($"v2/refusals/{Segment(id)}", Default.Refusal, cancellation);
}
