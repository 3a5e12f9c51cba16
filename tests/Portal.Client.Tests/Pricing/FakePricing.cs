using Portal.Client.Api;
using Portal.Client.Models;
using Portal.Client.Pricing;

namespace Portal.Client.Tests.Pricing;

/// <summary>A price book that keeps what it is given, and a calculator at a dollar a run.</summary>
sealed class FakePricing : IPricingService
{
    public List<PriceEntry> Kept { get; } = [];

    public List<CostEstimateInput> Estimated { get; } = [];

    public List<PriceDryRunInput> Tried { get; } = [];

    public Task<Result<ListPage<PriceEntry>>> List(PriceQuery filter, ListQuery query, CancellationToken cancellation) => Of(new ListPage<PriceEntry>(
        [.. Kept.Where(entry => (filter.Kind is null || entry.Kind == filter.Kind) && (filter.ProjectId is null || entry.ProjectId == filter.ProjectId)).Reverse()], null, null, false));

    public Task<Result<PriceEntry>> Get(string id, CancellationToken cancellation) => Of(Kept.Single(entry => entry.Id == id));

    public Task<Result<PriceEntry>> Create(PriceEntryInput input, CancellationToken cancellation)
    {
        if (Kept.Exists(entry => entry.Kind == input.Kind && entry.ProjectId == input.ProjectId && entry.EffectiveFrom == (input.EffectiveFrom ?? 0)))
            return Task.FromResult<Result<PriceEntry>>(ApiError.Conflict("There is a price that begins at the same moment.", "price_exists") with { Param = "effective_from" });
        Kept.Add(new($"price_{Kept.Count}", input.ProjectId, input.Kind, input.Item, input.Price, input.EffectiveFrom ?? 0, null, input.EffectiveFrom is null ? PriceStatus.InForce : PriceStatus.Coming, 0));
        return Of(Kept[^1]);
    }

    public Task<Result<Deleted>> Delete(string id, CancellationToken cancellation)
    {
        Kept.RemoveAll(entry => entry.Id == id);
        return Of(new Deleted(id, "price.deleted"));
    }

    public Task<Result<PriceDryRun>> DryRun(string projectId, PriceDryRunInput input, CancellationToken cancellation)
    {
        Tried.Add(input);
        return Of(new PriceDryRun(30, 0, 1, 10, 41, 1_000, 2, 5, 3, 0));
    }

    public Task<Result<ListPage<Charge>>> ListCharges(string projectId, PriceKind? kind, string? runId, ListQuery query, CancellationToken cancellation) =>
        Of(new ListPage<Charge>([new("chg_1", projectId, PriceKind.Tool, "lookup", runId, 0, 0, 1, 0.005m, 0.005m, "price_1", 0), new("chg_2", projectId, PriceKind.Tool, "lookup", runId, 0, 0, 1, 0.005m, 0.005m, "price_1", 0)], null, null, false));

    public Task<Result<CostEstimate>> Estimate(string projectId, CostEstimateInput input, CancellationToken cancellation)
    {
        Estimated.Add(input);
        var runs = input.RunsPerMonth ?? new RunsByTier { Fast = 20 };
        return Of(new CostEstimate(
            runs.Fast, [new(CostLineKind.InputTokens, runs.Fast, 1, runs.Fast, ModelTier.Fast, "gpt-4-fast-2026")],
            new(runs, input.AverageTokens ?? new AverageTokens { Input = 900, Output = 100 }, input.MemoryGb ?? 2.5m, input.ToolCalls ?? 7, 0.25m, 0), runs.Tiny > 0 ? ["tiny"] : []));
    }

    static Task<Result<T>> Of<T>(T value) => Task.FromResult<Result<T>>(value);
}
