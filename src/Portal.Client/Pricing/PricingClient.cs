using Portal.Client.Api;
using Portal.Client.Shared;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Pricing;

sealed class PricingClient(ApiClient api) : IPricingService
{
    const string Path = "v2/organization/pricing";

    public Task<Result<ListPage<PriceEntry>>> List(PriceQuery filter, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path}{new QueryString().Add("project_id", filter.ProjectId).Add("kind", Word(filter.Kind)).Add(query)}", Default.ListPagePriceEntry, cancellation);

    public Task<Result<PriceEntry>> Get(string id, CancellationToken cancellation) => api.Get($"{Path}/{Segment(id)}", Default.PriceEntry, cancellation);

    public Task<Result<PriceEntry>> Create(PriceEntryInput input, CancellationToken cancellation) =>
        api.Post(Path, input, Default.PriceEntryInput, Default.PriceEntry, cancellation);

    public Task<Result<Deleted>> Delete(string id, CancellationToken cancellation) => api.Delete($"{Path}/{Segment(id)}", Default.Deleted, cancellation);

    public Task<Result<PriceDryRun>> DryRun(string projectId, PriceDryRunInput input, CancellationToken cancellation) =>
        api.Post($"{Of(projectId)}/price_dry_run", input, Default.PriceDryRunInput, Default.PriceDryRun, cancellation);

    public Task<Result<ListPage<Charge>>> ListCharges(string projectId, PriceKind? kind, string? runId, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Of(projectId)}/charges{new QueryString().Add("kind", Word(kind)).Add("run_id", runId).Add(query)}", Default.ListPageCharge, cancellation);

    public Task<Result<CostEstimate>> Estimate(string projectId, CostEstimateInput input, CancellationToken cancellation) =>
        api.Post($"{Of(projectId)}/cost_estimate", input, Default.CostEstimateInput, Default.CostEstimate, cancellation);

    static string Of(string projectId) => $"v2/projects/{Segment(projectId)}";

    static string? Word(PriceKind? kind) => kind is { } word ? Wording.Wire(word) : null;
}
