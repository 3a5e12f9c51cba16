using Portal.Client.Api;

namespace Portal.Client.Pricing;

/// <summary>The price book, which whoever manages the organization keeps, and what it charges projects for.</summary>
public interface IPricingService
{
    Task<Result<ListPage<PriceEntry>>> List(PriceQuery filter, ListQuery query, CancellationToken cancellation);

    Task<Result<PriceEntry>> Get(string id, CancellationToken cancellation);

    /// <summary>409 <c>price_exists</c> where the project has one of the same kind, item and moment.</summary>
    Task<Result<PriceEntry>> Create(PriceEntryInput input, CancellationToken cancellation);

    /// <summary>409 <c>price_has_begun</c> for one that holds or has held.</summary>
    Task<Result<Deleted>> Delete(string id, CancellationToken cancellation);

    /// <summary>What the last days would have cost at other prices. Changes nothing.</summary>
    Task<Result<PriceDryRun>> DryRun(string projectId, PriceDryRunInput input, CancellationToken cancellation);

    /// <param name="runId">Those of a run alone; null for all.</param>
    Task<Result<ListPage<Charge>>> ListCharges(string projectId, PriceKind? kind, string? runId, ListQuery query, CancellationToken cancellation);

    /// <summary>What a month costs; what is left out of the scenario is taken from the project's use of the last 30 days.</summary>
    Task<Result<CostEstimate>> Estimate(string projectId, CostEstimateInput input, CancellationToken cancellation);
}
