using Portal.Access;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Models;
using Portal.Client.Threads;
using Portal.Client.Usage;
using Portal.Data;
using Portal.Pricing;

namespace Portal.Usage;

/// <summary>Single calls with what decided their cost.</summary>
internal sealed class UsageCallsService(IDatabase database, UsageNames names, CallContext context) : IUsageCallsService
{
    public async Task<Result<UsageCall>> Get(string id, CancellationToken cancellation)
    {
        var row = await database.Read(connection => UsageRepository.Find(connection, id), cancellation);
        if (row is null) return ApiError.NotFound("model call", id);
        if (context.Caller.Check(Permission.ReadUsage, row.ProjectId, "model call", id) is { } denied) return denied;
        return (await ToContract([row], cancellation))[0];
    }

    public async Task<Result<ListPage<UsageCall>>> List(string runId, ListQuery query, CancellationToken cancellation)
    {
        var (project, rows) = await database.Read(connection => (
            UsageRepository.ProjectOf(connection, runId), UsageRepository.ListOfRun(connection, runId, query).ToList()), cancellation);
        if (project is null) return ApiError.NotFound("run", runId, "run_id");
        if (context.Caller.Check(Permission.ReadUsage, project, "run", runId) is { } denied) return denied;
        var page = Keyset.Page(rows, query, row => row.Id);
        return new ListPage<UsageCall>(await ToContract(page.Data, cancellation), page.FirstId, page.LastId, page.HasMore);
    }

    async Task<IReadOnlyList<UsageCall>> ToContract(IReadOnlyList<UsageRow> rows, CancellationToken cancellation)
    {
        var assistants = await names.OfAssistants([.. rows.Select(row => row.AssistantId).Distinct()], cancellation);
        var actors = await names.OfActors([.. rows.Select(row => row.ActorId).Distinct()], cancellation);
        var prices = await database.Read(connection => rows.Select(row => row.PriceId).OfType<string>().Distinct()
            .ToDictionary(id => id, id => CallPrices.Find(connection, id)), cancellation);
        return [.. rows.Select(row => ToContract(
            row, row.PriceId is { } id ? prices[id] : null, assistants.GetValueOrDefault(row.AssistantId), actors.GetValueOrDefault(row.ActorId)))];
    }

    static UsageCall ToContract(UsageRow row, FormerPrice? price, string? assistant, string? actor)
    {
        decimal? cost = row.CostNanodollars is { } paid ? UsageBuckets.Dollars(paid) : null;
        decimal? providerCost = row.ProviderCostNanodollars is { } charged ? UsageBuckets.Dollars(charged) : null;
        return new(
            row.Id, row.ProjectId, row.AssistantId, assistant, row.ThreadId.Length == 0 ? null : row.ThreadId, row.RunId,
            new UsageActor(Wire.Word<ActorType>(row.ActorType), row.ActorId, actor), row.Model, row.Tier is { } tier ? Wire.Word<ModelTier>(tier) : null, row.Provider,
            row.InputTokens, row.CachedTokens, row.OutputTokens, row.ReasoningTokens, Wire.Word<UsageAccuracy>(row.Accuracy),
            cost, providerCost, cost - providerCost, UsageBuckets.Dollars(row.OvershootNanodollars), row.CreatedAt,
            price is null ? null : new UsagePrice(price.Id, price.Source, price.Parts), CallPrices.Lines(row, price));
    }
}
