using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Keys;

namespace Portal.Keys;

/// <param name="ProjectId">Null for a key of the organization.</param>
[method: ExplicitConstructor]
internal sealed record KeyPlace(string? ProjectId);

internal static class KeysRepository
{
    public static IReadOnlyList<KeyBySecretRow> FindBySecrets(IDbConnection connection, IReadOnlyCollection<string> hashes) =>
        connection.Query<KeyBySecretRow>("""
            SELECT s.hash, s.expires_at AS SecretExpiresAt, k.id, k.project_id AS ProjectId, k.name, k.scopes,
              k.allowed_addresses AS AllowedAddresses, k.expires_at AS ExpiresAt, k.revoked_at AS RevokedAt, k.last_used_at AS LastUsedAt
            FROM key_secrets s JOIN api_keys k ON k.id = s.key_id
            WHERE s.hash IN @hashes
            """, new { hashes }).AsList();

    public static bool Any(IDbConnection connection) => connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM api_keys)");

    public static KeyRow? Find(IDbConnection connection, string? projectId, string keyId) =>
        connection.QueryFirstOrDefault<KeyRow>("""
            SELECT id, project_id AS ProjectId, name, hint, scopes, allowed_addresses AS AllowedAddresses, expires_at AS ExpiresAt,
              created_by AS CreatedBy, created_at AS CreatedAt, revoked_at AS RevokedAt, last_used_at AS LastUsedAt, last_used_address AS LastUsedAddress
            FROM api_keys
            WHERE id = @keyId AND COALESCE(project_id, '') = @project AND revoked_at IS NULL
            """, new { keyId, project = projectId ?? "" });

    /// <summary>Where the key belongs; null where there is none.</summary>
    public static KeyPlace? PlaceOf(IDbConnection connection, string keyId) =>
        connection.QueryFirstOrDefault<KeyPlace>("SELECT project_id AS ProjectId FROM api_keys WHERE id = @keyId AND revoked_at IS NULL", new { keyId });

    public static ListPage<KeyRow> List(IDbConnection connection, string? projectId, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "id");
        var rows = connection.Query<KeyRow>($"""
            SELECT id, project_id AS ProjectId, name, hint, scopes, allowed_addresses AS AllowedAddresses, expires_at AS ExpiresAt,
              created_by AS CreatedBy, created_at AS CreatedAt, revoked_at AS RevokedAt, last_used_at AS LastUsedAt, last_used_address AS LastUsedAddress
            FROM api_keys
            WHERE {(projectId is null ? "project_id IS NULL" : "project_id = @projectId")} AND revoked_at IS NULL AND {where}
            ORDER BY {order} LIMIT @Take
            """, new { projectId, query.After, query.Before, Take = Keyset.Take(query) });
        return Keyset.Page(rows, query, row => row.Id);
    }

    public static void Insert(IDbConnection connection, KeyRow key, string secretHash)
    {
        connection.Execute("""
            INSERT INTO api_keys (id, project_id, name, hint, scopes, allowed_addresses, expires_at, created_by, created_at)
            VALUES (@Id, @ProjectId, @Name, @Hint, @Scopes, @AllowedAddresses, @ExpiresAt, @CreatedBy, @CreatedAt)
            """, key);
        InsertSecret(connection, key.Id, secretHash, key.CreatedAt);
    }

    /// <summary>The present secrets end at the given time, or earlier where they already were to; the new one has no end of its own.</summary>
    public static void Rotate(IDbConnection connection, string keyId, string hint, string secretHash, long now, long overlapEnd)
    {
        connection.Execute("""
            UPDATE key_secrets SET expires_at = CASE WHEN expires_at IS NULL OR expires_at > @overlapEnd THEN @overlapEnd ELSE expires_at END
            WHERE key_id = @keyId
            """, new { keyId, overlapEnd });
        connection.Execute("UPDATE api_keys SET hint = @hint WHERE id = @keyId", new { keyId, hint });
        InsertSecret(connection, keyId, secretHash, now);
    }

    public static bool Revoke(IDbConnection connection, string keyId, long now) =>
        connection.Execute("UPDATE api_keys SET revoked_at = @now WHERE id = @keyId AND revoked_at IS NULL", new { keyId, now }) > 0;

    public static void NoteUse(IDbConnection connection, string keyId, string? address, long now) =>
        connection.Execute("UPDATE api_keys SET last_used_at = @now, last_used_address = @address WHERE id = @keyId", new { keyId, address, now });

    static void InsertSecret(IDbConnection connection, string keyId, string hash, long now) =>
        connection.Execute("INSERT INTO key_secrets (hash, key_id, created_at) VALUES (@hash, @keyId, @now)", new { hash, keyId, now });
}
