using System.Data;
using Portal.Api;
using Portal.Client.Models;
using Portal.Data;
using Portal.Models.Gateway;
using Portal.Providers;

namespace Portal.Models;

/// <summary>The catalogue as the gateway and other features read it, always as it stands at this moment.</summary>
internal sealed class ModelCatalogue(IDatabase database, IProviderDirectory providers, TimeProvider time) : IModelCatalogue, IModelRoutes, IProviderUsers
{
    async Task<CatalogueEntry?> IModelCatalogue.Find(string model, CancellationToken cancellation)
    {
        var row = await database.Read(connection => ModelsRepository.Find(connection, model), cancellation);
        return row is null ? null : new(row.Name, Wire.Word<ModelTier>(row.Tier), (int)row.ContextWindow, (int?)row.MaxOutputTokens);
    }

    async Task<ModelRoute?> IModelRoutes.Find(string model, CancellationToken cancellation)
    {
        var found = await Routes(connection => ModelsRepository.Find(connection, model) is { } row ? [row] : [], cancellation);
        return found is [var route] ? route : null;
    }

    async Task<IReadOnlyList<ModelRoute>> IModelRoutes.OfTier(ModelTier tier, CancellationToken cancellation)
    {
        var found = await Routes(connection => ModelsRepository.OfTier(connection, Wire.Word(tier)), cancellation);
        return [.. found.Where(route => route is { Price: not null, Targets.Count: > 0 }).OrderBy(route => route.Price!.Output).ThenBy(route => route.Price!.Input)];
    }

    async Task<IReadOnlyList<ModelRoute>> Routes(Func<IDbConnection, IEnumerable<ModelRow>> which, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var rows = await database.Read(connection => which(connection).Select(row => (
            Model: row, Targets: ModelsRepository.Targets(connection, row.Name).ToList(), Price: ModelsRepository.PriceAt(connection, row.Name, now))).ToList(), cancellation);
        var endpoints = await providers.Endpoints([.. rows.SelectMany(row => row.Targets).Select(target => target.ProviderId).Distinct()], cancellation);
        return [.. rows.Select(row => ToRoute(row.Model, row.Targets, row.Price, endpoints))];
    }

    static ModelRoute ToRoute(ModelRow row, IEnumerable<TargetRow> targets, PriceRow? price, IReadOnlyDictionary<string, ProviderEndpoint> endpoints) => new(
        row.Name,
        Wire.Word<ModelTier>(row.Tier),
        (int)row.ContextWindow,
        (int?)row.MaxOutputTokens,
        price is null ? null : ModelContracts.ToPrice(price),
        [.. targets.Where(target => endpoints.ContainsKey(target.ProviderId))
            .OrderBy(target => target.Priority).ThenBy(target => endpoints[target.ProviderId].Priority)
            .Select(target => new RouteTarget(endpoints[target.ProviderId], target.TargetModel))])
    {
        PriceFrom = price?.EffectiveFrom ?? 0,
    };

    public async Task<IReadOnlyList<string>> ModelsAt(string providerId, CancellationToken cancellation) =>
        await database.Read(connection => ModelsRepository.ModelsAt(connection, providerId).ToList(), cancellation);
}
