namespace Portal.Providers;

/// <summary>What other features know of providers.</summary>
internal interface IProviderDirectory
{
    /// <summary>All providers by id, without their keys.</summary>
    Task<IReadOnlyDictionary<string, ProviderSummary>> List(CancellationToken cancellation);

    /// <summary>The enabled ones of these, ready to be called.</summary>
    Task<IReadOnlyDictionary<string, ProviderEndpoint>> Endpoints(IReadOnlyCollection<string> ids, CancellationToken cancellation);

    /// <summary>The enabled one of the best priority that moderates texts; null where none does.</summary>
    Task<ProviderEndpoint?> FindModeration(CancellationToken cancellation);
}

internal sealed record ProviderSummary(string Name, int Priority, bool Enabled);
