using System.Data;
using Dapper;

namespace Portal.Access.TwoFactor;

[method: ExplicitConstructor]
internal sealed record TwoFactorRow(string UserId, string ProtectedSecret, long LastStep, long CreatedAt, long? EnabledAt);

internal static class TwoFactorRepository
{
    public static TwoFactorRow? Find(IDbConnection connection, string userId) =>
        connection.QueryFirstOrDefault<TwoFactorRow>("""
            SELECT user_id AS UserId, protected_secret AS ProtectedSecret, last_step AS LastStep, created_at AS CreatedAt, enabled_at AS EnabledAt
            FROM two_factors WHERE user_id = @userId
            """, new { userId });

    public static void Insert(IDbConnection connection, TwoFactorRow row) =>
        connection.Execute("""
            INSERT INTO two_factors (user_id, protected_secret, last_step, created_at, enabled_at)
            VALUES (@UserId, @ProtectedSecret, @LastStep, @CreatedAt, @EnabledAt)
            ON CONFLICT (user_id) DO NOTHING
            """, row);

    /// <summary>False where it is on already.</summary>
    public static bool Enable(IDbConnection connection, string userId, long step, long now) =>
        connection.Execute("UPDATE two_factors SET enabled_at = @now, last_step = @step WHERE user_id = @userId AND enabled_at IS NULL", new { userId, step, now }) > 0;

    /// <summary>False where a code of this step or a later one was taken already.</summary>
    public static bool Take(IDbConnection connection, string userId, long step) =>
        connection.Execute("UPDATE two_factors SET last_step = @step WHERE user_id = @userId AND last_step < @step", new { userId, step }) > 0;

    /// <summary>With the recovery codes.</summary>
    public static bool Delete(IDbConnection connection, string userId)
    {
        connection.Execute("DELETE FROM recovery_codes WHERE user_id = @userId", new { userId });
        return connection.Execute("DELETE FROM two_factors WHERE user_id = @userId", new { userId }) > 0;
    }

    public static void ReplaceRecoveryCodes(IDbConnection connection, string userId, IEnumerable<string> hashes, long now)
    {
        connection.Execute("DELETE FROM recovery_codes WHERE user_id = @userId", new { userId });
        connection.Execute(
            "INSERT INTO recovery_codes (hash, user_id, created_at, used_at) VALUES (@hash, @userId, @now, NULL)",
            hashes.Select(hash => new { hash, userId, now }));
    }

    public static bool UseRecoveryCode(IDbConnection connection, string userId, string hash, long now) =>
        connection.Execute("UPDATE recovery_codes SET used_at = @now WHERE hash = @hash AND user_id = @userId AND used_at IS NULL", new { userId, hash, now }) > 0;

    public static int CountRecoveryCodes(IDbConnection connection, string userId) =>
        connection.ExecuteScalar<int>("SELECT count(*) FROM recovery_codes WHERE user_id = @userId AND used_at IS NULL", new { userId });

    public static void NoteSecondFactor(IDbConnection connection, string sessionId, string secondFactor) =>
        connection.Execute("UPDATE sessions SET second_factor = @secondFactor WHERE id = @sessionId", new { sessionId, secondFactor });

    /// <summary>Leaves a session alone that has one already.</summary>
    public static void NoteFirstSecondFactor(IDbConnection connection, string sessionId, string secondFactor) =>
        connection.Execute("UPDATE sessions SET second_factor = @secondFactor WHERE id = @sessionId AND second_factor IS NULL", new { sessionId, secondFactor });
}
