using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Api;
using Portal.Client.Limits;

namespace Portal.Limits;

internal static class LimitsEndpoints
{
    static readonly (string Path, ScopeType Type)[] Within = [("assistants", ScopeType.Assistant), ("keys", ScopeType.Key), ("members", ScopeType.Member)];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var limits = routes.MapGroup("/v2").WithTags("Limits");
        limits.MapGet("/projects/{id}/limits", Get).WithSummary("Read the limits of a project, how far they are used, and what the next call is likely to cost");
        limits.MapPost("/projects/{id}/limits", Set).WithSummary("Set the limits of a project; null is none")
            .Replays<ILimitsService, ScopeLimits>((service, http, id) => service.Get(id, null, http.RequestAborted));
        limits.MapGet("/organization/limits", GetAll).WithSummary("Read the limits of the whole organization");
        limits.MapPost("/organization/limits", SetAll).WithSummary("Set the limits of the whole organization; null is none")
            .Replays<ILimitsService, ScopeLimits>((service, http, _) => service.Get(null, null, http.RequestAborted));
        foreach (var (path, type) in Within)
        {
            limits.MapGet($"/projects/{{id}}/limits/{path}/{{scopeId}}", async Task<Reply<ScopeLimits>> (string id, string scopeId, ILimitsService service, CancellationToken cancellation) =>
                await service.Get(id, new BudgetScope(type, scopeId), cancellation)).WithSummary($"Read the limits of one of a project's {path}");
            limits.MapPost($"/projects/{{id}}/limits/{path}/{{scopeId}}", async Task<Reply<ScopeLimits>> (
                string id, string scopeId, Patch<LimitsInput> patch, ILimitsService service, HttpContext http, CancellationToken cancellation) =>
                await patch.Apply(http, () => service.Get(id, new BudgetScope(type, scopeId), cancellation), input => service.Set(id, new BudgetScope(type, scopeId), input, cancellation)))
                .WithSummary($"Set the limits of one of a project's {path} within it; null is none")
                .Replays<ILimitsService, ScopeLimits>((service, http, _) => service.Get(
                    (string)http.GetRouteValue("id")!, new BudgetScope(type, (string)http.GetRouteValue("scopeId")!), http.RequestAborted));
        }

        limits.MapGet("/projects/{id}/limits/scopes", List).WithSummary("List what of a project has limits of its own");
        limits.MapGet("/projects/{id}/limits/state", GetState).WithSummary("Read which calls of a project wait for room, and how providers bear their load");
        limits.MapGet("/organization/limits/state", GetStateOfAll).WithSummary("Read which calls wait for room, and how providers bear their load");
        limits.MapPost("/projects/{id}/limits/dry_run", DryRun).WithSummary("Read what the last days' calls would have met, had these limits held");
        limits.MapPost("/organization/limits/dry_run", DryRunOfAll).WithSummary("Read what the last days' calls of all projects would have met, had these limits held for the whole organization");
        limits.MapGet("/projects/{id}/refusals", ListRefusals).WithSummary("List what limits and budgets refused in a project, the newest first");
        limits.MapGet("/organization/refusals", ListAllRefusals).WithSummary("List what limits and budgets refused in all projects that the caller may see");
        limits.MapGet("/refusals/{id}", GetRefusal).WithSummary("Read a refusal: the limit, and its counter at that moment");
    }

    static async Task<Reply<ScopeLimits>> Get(string id, ILimitsService service, CancellationToken cancellation) => await service.Get(id, null, cancellation);

    static async Task<Reply<ScopeLimits>> Set(string id, Patch<LimitsInput> patch, ILimitsService service, HttpContext http, CancellationToken cancellation) =>
        await patch.Apply(http, () => service.Get(id, null, cancellation), input => service.Set(id, null, input, cancellation));

    static async Task<Reply<ScopeLimits>> GetAll(ILimitsService service, CancellationToken cancellation) => await service.Get(null, null, cancellation);

    static async Task<Reply<ScopeLimits>> SetAll(Patch<LimitsInput> patch, ILimitsService service, HttpContext http, CancellationToken cancellation) =>
        await patch.Apply(http, () => service.Get(null, null, cancellation), input => service.Set(null, null, input, cancellation));

    static async Task<Reply<ListPage<ScopeLimits>>> List(string id, ILimitsService service, CancellationToken cancellation) => await service.List(id, cancellation);

    static async Task<Reply<LimitsState>> GetState(string id, ILimitsService service, CancellationToken cancellation) => await service.GetState(id, cancellation);

    static async Task<Reply<LimitsState>> GetStateOfAll(ILimitsService service, CancellationToken cancellation) => await service.GetState(null, cancellation);

    static async Task<Reply<LimitsReplay>> DryRun(string id, Body<LimitsDryRunInput> body, ILimitsService service, CancellationToken cancellation) =>
        await service.DryRun(id, body.Value.Scope, body.Value, cancellation);

    static async Task<Reply<LimitsReplay>> DryRunOfAll(Body<LimitsDryRunInput> body, ILimitsService service, CancellationToken cancellation) =>
        await service.DryRun(null, body.Value.Scope, body.Value, cancellation);

    static async Task<Reply<ListPage<Refusal>>> ListRefusals(string id, Paging paging, IRefusalsService service, CancellationToken cancellation) =>
        await service.List(id, paging.Query, cancellation);

    static async Task<Reply<ListPage<Refusal>>> ListAllRefusals(Paging paging, IRefusalsService service, CancellationToken cancellation) =>
        await service.List(null, paging.Query, cancellation);

    static async Task<Reply<Refusal>> GetRefusal(string id, IRefusalsService service, CancellationToken cancellation) => await service.Get(id, cancellation);
}

internal static class BudgetsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes.MapGroup("/v2/projects/{id}/budgets").WithTags("Limits"), "a project");
        Map(routes.MapGroup("/v2/organization/budgets").WithTags("Limits"), "the organization");
    }

    static void Map(RouteGroupBuilder budgets, string whose)
    {
        budgets.MapGet("", List).WithSummary($"List the budgets of {whose}");
        budgets.MapPost("", Create).WithSummary($"Make a budget of {whose}")
            .Replays<IBudgetsService, Budget>((service, http, id) => service.Get(ProjectOf(http), id, http.RequestAborted), StatusCodes.Status201Created);
        budgets.MapGet("/{budgetId}", Get).WithSummary($"Read a budget of {whose}, with what is spent and reserved");
        budgets.MapPost("/{budgetId}", Update).WithSummary($"Change a budget of {whose}")
            .Replays<IBudgetsService, Budget>((service, http, id) => service.Get(ProjectOf(http), id, http.RequestAborted));
        budgets.MapDelete("/{budgetId}", Delete).WithSummary($"Delete a budget of {whose}");
    }

    static async Task<Reply<ListPage<Budget>>> List(HttpContext http, Paging paging, IBudgetsService service, CancellationToken cancellation) =>
        await service.List(ProjectOf(http), paging.Query, cancellation);

    static async Task<Reply<Budget>> Create(HttpContext http, Body<BudgetInput> body, IBudgetsService service, CancellationToken cancellation) =>
        Reply.Created(await service.Create(ProjectOf(http), body.Value, cancellation));

    static async Task<Reply<Budget>> Get(HttpContext http, string budgetId, IBudgetsService service, CancellationToken cancellation) =>
        await service.Get(ProjectOf(http), budgetId, cancellation);

    static async Task<Reply<Budget>> Update(HttpContext http, string budgetId, Patch<BudgetInput> patch, IBudgetsService service, CancellationToken cancellation) =>
        await patch.Apply(http, () => service.Get(ProjectOf(http), budgetId, cancellation), input => service.Update(ProjectOf(http), budgetId, input, cancellation));

    static async Task<Reply<Deleted>> Delete(HttpContext http, string budgetId, IBudgetsService service, CancellationToken cancellation) =>
        await service.Delete(ProjectOf(http), budgetId, cancellation);

    /// <summary>Null under the organization.</summary>
    static string? ProjectOf(HttpContext http) => (string?)http.GetRouteValue("id");
}
