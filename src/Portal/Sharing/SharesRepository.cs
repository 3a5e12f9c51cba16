using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Sharing;

namespace Portal.Sharing;

[method: ExplicitConstructor]
internal sealed record ShareRow(
    string Id, string ThreadId, string TokenHash, string? Branch, string CreatedBy, string CreatedByName, long CreatedAt, long? ExpiresAt, long? LastOpenedAt)
{
    /// <param name="url">Known only when it is made.</param>
    public ThreadShare ToContract(string? url = null) =>
        new(Id, ThreadId, url, new ShareAuthor(CreatedBy, CreatedByName), CreatedAt, ExpiresAt, LastOpenedAt, Branch);
}

internal static class SharesRepository
{
    const string Columns = "id, thread_id, token_hash, branch, created_by, created_by_name, created_at, expires_at, last_opened_at";

    public static ListPage<ThreadShare> List(IDbConnection connection, string threadId, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "id");
        var rows = connection.Query<ShareRow>($"""
            SELECT {Columns} FROM thread_shares WHERE thread_id = @threadId AND {where} ORDER BY {order} LIMIT @Take
            """, new { threadId, query.After, query.Before, Take = Keyset.Take(query) });
        return Keyset.Page(rows.Select(row => row.ToContract()), query, share => share.Id);
    }

    public static int Count(IDbConnection connection, string threadId) =>
        connection.ExecuteScalar<int>("SELECT COUNT(*) FROM thread_shares WHERE thread_id = @threadId", new { threadId });

    public static ShareRow? Find(IDbConnection connection, string threadId, string id) => connection.QueryFirstOrDefault<ShareRow>(
        $"SELECT {Columns} FROM thread_shares WHERE thread_id = @threadId AND id = @id", new { threadId, id });

    /// <summary>Null where no link with the token holds at that time.</summary>
    public static ShareRow? FindByToken(IDbConnection connection, string tokenHash, long now) => connection.QueryFirstOrDefault<ShareRow>(
        $"SELECT {Columns} FROM thread_shares WHERE token_hash = @tokenHash AND (expires_at IS NULL OR expires_at > @now)", new { tokenHash, now });

    public static void Insert(IDbConnection connection, ShareRow row) => connection.Execute($"""
        INSERT INTO thread_shares ({Columns})
        VALUES (@Id, @ThreadId, @TokenHash, @Branch, @CreatedBy, @CreatedByName, @CreatedAt, @ExpiresAt, @LastOpenedAt)
        """, row);

    public static void NoteOpened(IDbConnection connection, string id, long now) =>
        connection.Execute("UPDATE thread_shares SET last_opened_at = @now WHERE id = @id", new { id, now });

    public static void Delete(IDbConnection connection, string id) => connection.Execute("DELETE FROM thread_shares WHERE id = @id", new { id });
}
