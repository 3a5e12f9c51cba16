using System.Data;
using Dapper;
using Portal.Client.Keys;
using Portal.Data;

namespace Portal.Keys;

/// <summary>Which keys there are, for the features that explain rights; asks for no right.</summary>
internal interface IKeyDirectory
{
    /// <summary>Null where there is no such key, or it was revoked.</summary>
    Task<KeyIdentity?> Find(string id, CancellationToken cancellation);

    /// <summary>The keys that work now in the project: its own and the organization's. Without a project the organization's.</summary>
    Task<IReadOnlyList<KeyIdentity>> Reaching(string? projectId, CancellationToken cancellation);

    /// <summary>The keys that a user has made, revoked ones too; without their secrets.</summary>
    Task<IReadOnlyList<ApiKey>> MadeBy(string userId, CancellationToken cancellation);
}

internal sealed record KeyIdentity(string Id, string? ProjectId, string Name, IReadOnlyList<KeyScope> Scopes);

internal sealed class KeyDirectory(IDatabase database, TimeProvider time) : IKeyDirectory
{
    const string Columns = """
        id, project_id AS ProjectId, name, hint, scopes, allowed_addresses AS AllowedAddresses, expires_at AS ExpiresAt,
        created_by AS CreatedBy, created_at AS CreatedAt, revoked_at AS RevokedAt, last_used_at AS LastUsedAt, last_used_address AS LastUsedAddress
        """;

    public async Task<KeyIdentity?> Find(string id, CancellationToken cancellation) =>
        await database.Read(connection => connection.QueryFirstOrDefault<KeyRow>(
            $"SELECT {Columns} FROM api_keys WHERE id = @id AND revoked_at IS NULL", new { id }), cancellation) is { } row ? Identity(row) : null;

    public async Task<IReadOnlyList<KeyIdentity>> Reaching(string? projectId, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var rows = await database.Read(connection => connection.Query<KeyRow>($"""
            SELECT {Columns} FROM api_keys
            WHERE (project_id IS NULL OR project_id = @projectId) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > @now)
            """, new { projectId, now }).AsList(), cancellation);
        return [.. rows.Select(Identity)];
    }

    public async Task<IReadOnlyList<ApiKey>> MadeBy(string userId, CancellationToken cancellation) => await database.Read(connection =>
        connection.Query<KeyRow>($"SELECT {Columns} FROM api_keys WHERE created_by = @userId ORDER BY id", new { userId }).Select(row => row.ToContract()).ToList(), cancellation);

    static KeyIdentity Identity(KeyRow row) => new(row.Id, row.ProjectId, row.Name, row.ScopeList);
}
