using Dapper;
using Portal.Api;
using Portal.Client.Keys;

namespace Portal.Keys;

[method: ExplicitConstructor]
internal sealed record KeyRow(
    string Id,
    string? ProjectId,
    string Name,
    string Hint,
    string Scopes,
    string AllowedAddresses,
    long? ExpiresAt,
    string CreatedBy,
    long CreatedAt,
    long? RevokedAt,
    long? LastUsedAt,
    string? LastUsedAddress)
{
    public IReadOnlyList<KeyScope> ScopeList => [.. Wire.Deserialize<string[]>(Scopes).Select(Wire.Word<KeyScope>)];

    public IReadOnlyList<string> AddressList => Wire.Deserialize<string[]>(AllowedAddresses);

    public ApiKey ToContract(string? secret = null) =>
        new(Id, ProjectId, Name, Hint, ScopeList, AddressList, ExpiresAt, CreatedBy, CreatedAt, LastUsedAt, LastUsedAddress, secret);
}

/// <summary>A key as found by one of its secrets.</summary>
[method: ExplicitConstructor]
internal sealed record KeyBySecretRow(
    string Hash,
    long? SecretExpiresAt,
    string Id,
    string? ProjectId,
    string Name,
    string Scopes,
    string AllowedAddresses,
    long? ExpiresAt,
    long? RevokedAt,
    long? LastUsedAt);
