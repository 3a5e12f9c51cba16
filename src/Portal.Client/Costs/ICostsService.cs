using Portal.Client.Api;

namespace Portal.Client.Costs;

public interface ICostsService
{
    /// <summary>Cost of one project, or, where it is null, of the organization, by time and group.</summary>
    Task<Result<CostReport>> Get(string? projectId, CostQuery query, CancellationToken cancellation);

    /// <summary>Where the month stands: spent so far, forecast, budgets, and what a conversation costs.</summary>
    Task<Result<CostSummary>> Summarize(string? projectId, CancellationToken cancellation);
}
