using Portal.Client.Models;
using Portal.Providers;

namespace Portal.Models.Gateway;

/// <summary>Where the calls of a model go, as the catalogue says at this moment.</summary>
/// <param name="Targets">In the order in which they are tried; only those of enabled providers.</param>
/// <param name="Price">In force now; null without one.</param>
internal sealed record ModelRoute(
    string Model,
    ModelTier Tier,
    int ContextWindow,
    int? MaxOutputTokens,
    ModelPrice? Price,
    IReadOnlyList<RouteTarget> Targets)
{
    /// <summary>Unix seconds from which the price holds; names it beside the model.</summary>
    public long PriceFrom { get; init; }
}

/// <param name="Model">The model's name at the provider.</param>
internal sealed record RouteTarget(ProviderEndpoint Provider, string Model);

internal interface IModelRoutes
{
    /// <summary>Null for a model that the catalogue does not know.</summary>
    Task<ModelRoute?> Find(string model, CancellationToken cancellation);

    /// <summary>The models of a tier that have a price and an enabled provider, the cheapest output first.</summary>
    Task<IReadOnlyList<ModelRoute>> OfTier(ModelTier tier, CancellationToken cancellation);
}
