using System.Data;
using Dapper;

namespace Portal.Access.Setup;

internal static class SetupRepository
{
    public static void InsertLink(IDbConnection connection, string hash, long now, int kept)
    {
        connection.Execute("INSERT INTO setup_links (hash, created_at) VALUES (@hash, @now)", new { hash, now });
        connection.Execute("""
            DELETE FROM setup_links WHERE hash NOT IN (SELECT hash FROM setup_links ORDER BY created_at DESC LIMIT @kept) AND hash <> @hash
            """, new { hash, kept });
    }

    public static bool HasLink(IDbConnection connection, string hash) =>
        connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM setup_links WHERE hash = @hash)", new { hash });

    public static void DeleteLinks(IDbConnection connection) => connection.Execute("DELETE FROM setup_links");
}
