using Portal.Client.Api;

namespace Portal.Client.Keys;

/// <summary>Keys of a project, or of the organization where <c>projectId</c> is null.</summary>
public interface IKeysService
{
    Task<Result<ListPage<ApiKey>>> List(string? projectId, ListQuery query, CancellationToken cancellation);

    Task<Result<ApiKey>> Get(string? projectId, string keyId, CancellationToken cancellation);

    /// <summary>The answer holds the secret this once.</summary>
    Task<Result<ApiKey>> Create(string? projectId, ApiKeyInput input, CancellationToken cancellation);

    /// <summary>A new secret for the same key; the old one goes on for the overlap.</summary>
    Task<Result<ApiKey>> Rotate(string? projectId, string keyId, ApiKeyRotation input, CancellationToken cancellation);

    Task<Result<Deleted>> Revoke(string? projectId, string keyId, CancellationToken cancellation);
}
