using System.Data;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Security;

namespace Portal.Access.Passkeys;

[method: ExplicitConstructor]
internal sealed record PasskeyRow(
    string Id, string UserId, string Name, byte[] CredentialId, byte[] PublicKey, long SignCount, string Transports,
    long BackupEligible, long BackedUp, long CreatedAt, long? LastUsedAt)
{
    public static PasskeyRow From(string id, string userId, string name, UserPasskeyInfo info) => new(
        id, userId, name, info.CredentialId, info.PublicKey, info.SignCount, JsonSerializer.Serialize(info.Transports ?? []),
        info.IsBackupEligible ? 1 : 0, info.IsBackedUp ? 1 : 0, info.CreatedAt.ToUnixTimeSeconds(), null);

    public Passkey ToPasskey() => new(Id, Name, BackedUp != 0, CreatedAt, LastUsedAt);

    /// <summary>The attestation is not kept: nobody asks for one, and it would name the device's maker.</summary>
    public UserPasskeyInfo ToInfo() => new(
        CredentialId, PublicKey, DateTimeOffset.FromUnixTimeSeconds(CreatedAt), (uint)SignCount, JsonSerializer.Deserialize<string[]>(Transports),
        isUserVerified: true, BackupEligible != 0, BackedUp != 0, [], []) { Name = Name };
}

internal static class PasskeysRepository
{
    const string Columns = """
        id, user_id AS UserId, name, credential_id AS CredentialId, public_key AS PublicKey, sign_count AS SignCount, transports,
        backup_eligible AS BackupEligible, backed_up AS BackedUp, created_at AS CreatedAt, last_used_at AS LastUsedAt
        """;

    public static bool Any(IDbConnection connection, string userId) =>
        connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM passkeys WHERE user_id = @userId)", new { userId });

    public static int Count(IDbConnection connection, string userId) =>
        connection.ExecuteScalar<int>("SELECT count(*) FROM passkeys WHERE user_id = @userId", new { userId });

    public static IReadOnlyList<PasskeyRow> All(IDbConnection connection, string userId) =>
        connection.Query<PasskeyRow>($"SELECT {Columns} FROM passkeys WHERE user_id = @userId ORDER BY id", new { userId }).AsList();

    public static IReadOnlyList<PasskeyRow> List(IDbConnection connection, string userId, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "id");
        return connection.Query<PasskeyRow>(
            $"SELECT {Columns} FROM passkeys WHERE user_id = @userId AND {where} ORDER BY {order} LIMIT @Take",
            new { userId, query.After, query.Before, Take = Keyset.Take(query) }).AsList();
    }

    public static PasskeyRow? Find(IDbConnection connection, string userId, string id) =>
        connection.QueryFirstOrDefault<PasskeyRow>($"SELECT {Columns} FROM passkeys WHERE id = @id AND user_id = @userId", new { userId, id });

    public static PasskeyRow? FindByCredential(IDbConnection connection, byte[] credentialId) =>
        connection.QueryFirstOrDefault<PasskeyRow>($"SELECT {Columns} FROM passkeys WHERE credential_id = @credentialId", new { credentialId });

    public static void Insert(IDbConnection connection, PasskeyRow row) =>
        connection.Execute("""
            INSERT INTO passkeys (id, user_id, name, credential_id, public_key, sign_count, transports, backup_eligible, backed_up, created_at, last_used_at)
            VALUES (@Id, @UserId, @Name, @CredentialId, @PublicKey, @SignCount, @Transports, @BackupEligible, @BackedUp, @CreatedAt, @LastUsedAt)
            """, row);

    public static void Rename(IDbConnection connection, string id, string name) =>
        connection.Execute("UPDATE passkeys SET name = @name WHERE id = @id", new { id, name });

    /// <summary>A counter that does not grow is a copied authenticator; those that do not count always send 0.</summary>
    public static bool NoteUse(IDbConnection connection, byte[] credentialId, long signCount, bool backedUp, long now) =>
        connection.Execute("""
            UPDATE passkeys SET sign_count = @signCount, backed_up = @backedUp, last_used_at = @now
            WHERE credential_id = @credentialId AND (sign_count < @signCount OR (sign_count = 0 AND @signCount = 0))
            """, new { credentialId, signCount, backedUp = backedUp ? 1 : 0, now }) > 0;

    public static bool Delete(IDbConnection connection, string id) =>
        connection.Execute("DELETE FROM passkeys WHERE id = @id", new { id }) > 0;

    public static int DeleteOfUser(IDbConnection connection, string userId) =>
        connection.Execute("DELETE FROM passkeys WHERE user_id = @userId", new { userId });
}
