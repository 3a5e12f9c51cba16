using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.CannedReplies;

namespace Portal.CannedReplies;

[method: ExplicitConstructor]
internal sealed record CannedReplyRow(
    string Id, string ProjectId, string Name, string FoldedName, string Title, string Text, string CreatedBy, long CreatedAt, long UpdatedAt)
{
    public static string Fold(string name) => name.ToLowerInvariant();

    public static CannedReplyRow From(CannedReply reply) => new(
        reply.Id, reply.ProjectId, reply.Name, Fold(reply.Name), reply.Title, reply.Text, reply.CreatedBy, reply.CreatedAt, reply.UpdatedAt);

    public CannedReply ToContract() => new(Id, ProjectId, Name, Title, Text, CreatedBy, CreatedAt, UpdatedAt);
}

internal static class CannedRepliesRepository
{
    const string Columns = "id, project_id, name, folded_name, title, text, created_by, created_at, updated_at";

    public static Result<ListPage<CannedReply>> List(IDbConnection connection, string projectId, CannedReplyOrder sort, ListQuery query)
    {
        var byName = sort is CannedReplyOrder.Name;
        var (after, before) = (query.After, query.Before);
        if (byName)
        {
            // A cursor stands for the name of the reply whose id it is.
            foreach (var (name, cursor) in new[] { ("after", query.After), ("before", query.Before) })
            {
                if (cursor is null) continue;
                if (Find(connection, projectId, cursor) is not { } row) return ApiError.Invalid($"'{name}' is not the id of a canned reply of the project.", name, "invalid_value");
                if (name == "after") after = row.FoldedName;
                else before = row.FoldedName;
            }
        }

        var (where, order) = Keyset.Sql(query, byName ? "folded_name" : "id");
        var rows = connection.Query<CannedReplyRow>($"""
            SELECT {Columns} FROM canned_replies WHERE project_id = @projectId AND {where} ORDER BY {order} LIMIT @Take
            """, new { projectId, After = after, Before = before, Take = Keyset.Take(query) });
        return Keyset.Page(rows.Select(row => row.ToContract()), query, reply => reply.Id);
    }

    public static CannedReplyRow? Find(IDbConnection connection, string projectId, string id) => connection.QueryFirstOrDefault<CannedReplyRow>(
        $"SELECT {Columns} FROM canned_replies WHERE project_id = @projectId AND id = @id", new { projectId, id });

    /// <summary>The id of the one that has the name.</summary>
    public static string? FindByName(IDbConnection connection, string projectId, string foldedName) => connection.QueryFirstOrDefault<string>(
        "SELECT id FROM canned_replies WHERE project_id = @projectId AND folded_name = @foldedName", new { projectId, foldedName });

    public static int Count(IDbConnection connection, string projectId) =>
        connection.ExecuteScalar<int>("SELECT COUNT(*) FROM canned_replies WHERE project_id = @projectId", new { projectId });

    public static void Insert(IDbConnection connection, CannedReplyRow row) => connection.Execute($"""
        INSERT INTO canned_replies ({Columns}) VALUES (@Id, @ProjectId, @Name, @FoldedName, @Title, @Text, @CreatedBy, @CreatedAt, @UpdatedAt)
        """, row);

    public static void Update(IDbConnection connection, CannedReplyRow row) => connection.Execute("""
        UPDATE canned_replies SET name = @Name, folded_name = @FoldedName, title = @Title, text = @Text, updated_at = @UpdatedAt WHERE id = @Id
        """, row);

    public static void Delete(IDbConnection connection, string id) => connection.Execute("DELETE FROM canned_replies WHERE id = @id", new { id });
}
