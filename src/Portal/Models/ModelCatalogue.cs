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
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var (row, targets, price) = await database.Read(connection => (
            ModelsRepository.Find(connection, model),
            ModelsRepository.Targets(connection, model).ToList(),
            ModelsRepository.PriceAt(connection, model, now)), cancellation);
        if (row is null) return null;
        var endpoints = await providers.Endpoints([.. targets.Select(target => target.ProviderId)], cancellation);
        return new(
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
    }

    async Task<IReadOnlyList<ModelRoute>> IModelRoutes.OfTier(ModelTier tier, CancellationToken cancellation)
    {
        var names = await database.Read(connection => ModelsRepository.OfTier(connection, Wire.Word(tier)).ToList(), cancellation);
        var found = new List<ModelRoute>();
        foreach (var name in names)
            if (await ((IModelRoutes)this).Find(name, cancellation) is { Price: not null, Targets.Count: > 0 } route) found.Add(route);
        return [.. found.OrderBy(route => route.Price!.Output).ThenBy(route => route.Price!.Input)];
    }

    public async Task<IReadOnlyList<string>> ModelsAt(string providerId, CancellationToken cancellation) =>
        await database.Read(connection => ModelsRepository.ModelsAt(connection, providerId).ToList(), cancellation);
}
