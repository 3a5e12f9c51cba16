using System.Data;
using Dapper;

namespace Portal.People;

/// <param name="CreatedBy">The administrator who made it; null where the user asked for it.</param>
[method: ExplicitConstructor]
internal sealed record PasswordResetRow(string Hash, string UserId, string? CreatedBy, long CreatedAt, long ExpiresAt, long? UsedAt, long? ReplacedAt);

internal static class PasswordResetsRepository
{
    const long KeptSeconds = 30 * 24 * 60 * 60;
    const string Columns =
        "hash, user_id AS UserId, created_by AS CreatedBy, created_at AS CreatedAt, expires_at AS ExpiresAt, used_at AS UsedAt, replaced_at AS ReplacedAt";

    /// <summary>Also removes what ended long ago, of any user.</summary>
    public static void Insert(IDbConnection connection, PasswordResetRow row)
    {
        connection.Execute("DELETE FROM password_resets WHERE expires_at < @Oldest", new { Oldest = row.CreatedAt - KeptSeconds });
        connection.Execute("""
            INSERT INTO password_resets (hash, user_id, created_by, created_at, expires_at)
            VALUES (@Hash, @UserId, @CreatedBy, @CreatedAt, @ExpiresAt)
            """, row);
    }

    public static PasswordResetRow? Find(IDbConnection connection, string hash) =>
        connection.QueryFirstOrDefault<PasswordResetRow>($"SELECT {Columns} FROM password_resets WHERE hash = @hash", new { hash });

    /// <param name="askedFor">Only what the user asked for.</param>
    public static PasswordResetRow? Newest(IDbConnection connection, string userId, bool askedFor) =>
        connection.QueryFirstOrDefault<PasswordResetRow>($"""
            SELECT {Columns} FROM password_resets WHERE user_id = @userId AND (NOT @askedFor OR created_by IS NULL)
            ORDER BY created_at DESC LIMIT 1
            """, new { userId, askedFor });

    /// <summary>The user's links stop working.</summary>
    /// <param name="onlyAskedFor">Those of administrators stay.</param>
    public static void Replace(IDbConnection connection, string userId, long now, bool onlyAskedFor) => connection.Execute("""
        UPDATE password_resets SET replaced_at = @now
        WHERE user_id = @userId AND used_at IS NULL AND replaced_at IS NULL AND (NOT @onlyAskedFor OR created_by IS NULL)
        """, new { userId, now, onlyAskedFor });

    public static void Use(IDbConnection connection, string hash, long now) =>
        connection.Execute("UPDATE password_resets SET used_at = @now WHERE hash = @hash", new { hash, now });
}
