using Portal.Client.Models;

namespace Portal.Models;

/// <summary>What other features know of the catalogue.</summary>
internal interface IModelCatalogue
{
    /// <summary>Null for a name that the catalogue does not hold.</summary>
    Task<CatalogueEntry?> Find(string model, CancellationToken cancellation);
}

internal sealed record CatalogueEntry(string Name, ModelTier Tier, int ContextWindow, int? MaxOutputTokens);
