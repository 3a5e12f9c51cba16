namespace Portal.Providers;

/// <summary>Who uses a provider and so keeps it from being deleted.</summary>
internal interface IProviderUsers
{
    /// <summary>The models that are routed to it.</summary>
    Task<IReadOnlyList<string>> ModelsAt(string providerId, CancellationToken cancellation);
}
