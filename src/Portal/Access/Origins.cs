using System.Data;
using Dapper;
using Portal.Data;

namespace Portal.Access;

/// <summary>
/// The addresses (<c>https://portal.example.org</c>) at which administrators have reached the portal. A request names its own
/// host, so what it says is no ground for a link that is mailed to somebody else.
/// </summary>
internal sealed class Origins(IDatabase database)
{
    const int Kept = 20;

    /// <summary>Within a transaction of the caller's own: an administrator proved to be at this address.</summary>
    public static void Note(IDbConnection connection, string? origin, long now)
    {
        if (origin is null) return;
        connection.Execute("""
            INSERT INTO origins (origin, seen_at) VALUES (@origin, @now)
            ON CONFLICT (origin) DO UPDATE SET seen_at = excluded.seen_at
            """, new { origin, now });
        connection.Execute("DELETE FROM origins WHERE origin NOT IN (SELECT origin FROM origins ORDER BY seen_at DESC, origin LIMIT @Kept)", new { Kept });
    }

    /// <summary>Where an administrator was last; null where none ever was.</summary>
    public static string? Latest(IDbConnection connection) =>
        connection.QueryFirstOrDefault<string>("SELECT origin FROM origins ORDER BY seen_at DESC, origin LIMIT 1");

    /// <summary>The asked one where an administrator has been there, else where one was last; null where none ever was.</summary>
    public Task<string?> Trusted(string? asked, CancellationToken cancellation) => database.Read(connection =>
        connection.QueryFirstOrDefault<string>("SELECT origin FROM origins ORDER BY origin = @asked DESC, seen_at DESC LIMIT 1", new { asked = asked ?? "" }),
        cancellation);
}
