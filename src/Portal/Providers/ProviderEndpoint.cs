using Portal.Client.Providers;

namespace Portal.Providers;

/// <summary>What a call to a provider needs to know of it. The key is in the clear: never log or print this.</summary>
internal sealed record ProviderEndpoint(
    string Id,
    string Name,
    ProviderKind Kind,
    Uri? BaseUrl,
    string? ApiKey,
    int Priority,
    int TimeoutSeconds,
    int MaxRetries)
{
    /// <summary>Null where it moderates no texts.</summary>
    public string? ModerationModel { get; init; }

    // A record prints its members, and this one must not.
    public override string ToString() => $"{Name} ({Id})";
}
