using System.Data;
using Dapper;
using Portal.Access.SignIn;
using Portal.Api;
using Portal.Client.People;

namespace Portal.Access.Sessions;

/// <summary>A session with the user behind it.</summary>
[method: ExplicitConstructor]
internal sealed record SessionRow(string Id, string UserId, long LastSeenAt, string Name, string Role, string? SecondFactor, long UserHasSecondFactor);

/// <summary>A session as its user and administrators see it.</summary>
[method: ExplicitConstructor]
internal sealed record OpenSession(string Id, string? Address, string? UserAgent, long CreatedAt, long LastSeenAt, long ExpiresAt);

internal static class SessionsRepository
{
    /// <summary>Those of the sessions that have not ended, of users who may sign in.</summary>
    /// <param name="idleSince">Those not used since then have ended too.</param>
    public static IReadOnlyList<SessionRow> Find(IDbConnection connection, IReadOnlyCollection<string> ids, long now, long idleSince) =>
        connection.Query<SessionRow>("""
            SELECT s.id, s.user_id AS UserId, s.last_seen_at AS LastSeenAt, u.name, u.role, s.second_factor AS SecondFactor,
              EXISTS (SELECT 1 FROM two_factors t WHERE t.user_id = u.id AND t.enabled_at IS NOT NULL)
                OR EXISTS (SELECT 1 FROM passkeys p WHERE p.user_id = u.id) AS UserHasSecondFactor
            FROM sessions s JOIN users u ON u.id = s.user_id
            WHERE s.id IN @ids AND s.expires_at > @now AND s.last_seen_at > @idleSince AND u.status = @Active
            """, new { ids, now, idleSince, Active = Wire.Word(UserStatus.Active) }).AsList();

    /// <summary>Also removes what has ended, of any user.</summary>
    public static void Insert(IDbConnection connection, string id, string userId, string? address, string? userAgent, SignInProof proof, long now, long expiresAt)
    {
        connection.Execute("DELETE FROM sessions WHERE expires_at <= @now", new { now });
        var (method, secondFactor) = (Wire.Word(proof.Method), proof.SecondFactor is { } factor ? Wire.Word(factor) : null);
        connection.Execute("""
            INSERT INTO sessions (id, user_id, address, user_agent, method, second_factor, created_at, last_seen_at, expires_at)
            VALUES (@id, @userId, @address, @userAgent, @method, @secondFactor, @now, @now, @expiresAt)
            """, new { id, userId, address, userAgent, method, secondFactor, now, expiresAt });
    }

    public static void NoteSeen(IDbConnection connection, string id, long now, long expiresAt) =>
        connection.Execute("UPDATE sessions SET last_seen_at = @now, expires_at = @expiresAt WHERE id = @id", new { id, now, expiresAt });

    public static string? MethodOf(IDbConnection connection, string id) =>
        connection.ExecuteScalar<string?>("SELECT method FROM sessions WHERE id = @id", new { id });

    public static bool Delete(IDbConnection connection, string id) =>
        connection.Execute("DELETE FROM sessions WHERE id = @id", new { id }) > 0;

    /// <summary>What the user is signed in with at the moment, the newest first.</summary>
    public static IReadOnlyList<OpenSession> ListOfUser(IDbConnection connection, string userId, long now, long idleSince) =>
        connection.Query<OpenSession>("""
            SELECT id, address, user_agent AS UserAgent, created_at AS CreatedAt, last_seen_at AS LastSeenAt, expires_at AS ExpiresAt
            FROM sessions WHERE user_id = @userId AND expires_at > @now AND last_seen_at > @idleSince
            ORDER BY created_at DESC, id
            """, new { userId, now, idleSince }).AsList();

    /// <param name="but">The session that stays; null ends all.</param>
    public static int DeleteOfUser(IDbConnection connection, string userId, string? but = null) =>
        connection.Execute("DELETE FROM sessions WHERE user_id = @userId AND (@but IS NULL OR id <> @but)", new { userId, but });

    public static int DeleteAll(IDbConnection connection) => connection.Execute("DELETE FROM sessions");
}
