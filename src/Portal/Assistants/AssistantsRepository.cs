using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Data;

namespace Portal.Assistants;

internal static class AssistantsRepository
{
    const string Select = """
        SELECT a.id, a.project_id, v.version, v.definition, a.archived, a.created_at, a.updated_at
        FROM assistants a JOIN assistant_versions v ON v.assistant_id = a.id
        """;

    const string SelectVersion = "SELECT assistant_id, version, definition, author_id, author_name, note, created_at FROM assistant_versions";

    public static AssistantRow? Find(IDbConnection connection, string id) => connection.QueryFirstOrDefault<AssistantRow>(
        $"{Select} AND v.version = a.version WHERE a.id = @id", new { id });

    public static IEnumerable<(string Id, string Name)> Names(IDbConnection connection, IReadOnlyCollection<string> ids) => connection.Query<(string, string)>("""
        SELECT a.id, v.definition ->> 'name' FROM assistants a JOIN assistant_versions v ON v.assistant_id = a.id AND v.version = a.version
        WHERE a.id IN @ids
        """, new { ids });

    public static AssistantRow? FindVersion(IDbConnection connection, string id, int version) => connection.QueryFirstOrDefault<AssistantRow>(
        $"{Select} WHERE a.id = @id AND v.version = @version", new { id, version });

    public static IReadOnlyList<AssistantRow> Active(IDbConnection connection, string? projectId) => connection.Query<AssistantRow>(
        $"{Select} AND v.version = a.version WHERE NOT a.archived{(projectId is null ? "" : " AND a.project_id = @projectId")} ORDER BY a.id", new { projectId }).AsList();

    public static IReadOnlyList<AssistantRow> All(IDbConnection connection) =>
        connection.Query<AssistantRow>($"{Select} AND v.version = a.version ORDER BY a.id").AsList();

    /// <param name="projects">Null for all.</param>
    /// <param name="words">Null for all.</param>
    public static IEnumerable<AssistantRow> List(IDbConnection connection, IReadOnlyCollection<string>? projects, string? words, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "a.id");
        var visible = projects is null ? "TRUE" : "a.project_id IN @projects";
        var named = words is null ? "TRUE" : @"v.definition ->> 'name' LIKE @pattern ESCAPE '\'";
        var pattern = words is null ? null : $"%{Like.Escape(words)}%";
        return connection.Query<AssistantRow>(
            $"{Select} AND v.version = a.version WHERE {visible} AND {named} AND {where} ORDER BY {order} LIMIT @Take",
            new { projects, pattern, query.After, query.Before, Take = Keyset.Take(query) });
    }

    /// <summary>The ids of the project's assistants by the value of a metadata key, which the first of them keeps.</summary>
    public static IReadOnlyDictionary<string, string> ByMetadata(IDbConnection connection, string projectId, string key) =>
        connection.Query<(string Value, string Id)>("""
            SELECT pair.value, a.id
            FROM assistants a JOIN assistant_versions v ON v.assistant_id = a.id AND v.version = a.version, json_each(v.definition, '$.metadata') pair
            WHERE a.project_id = @projectId AND NOT a.archived AND pair.key = @key
            ORDER BY a.id
            """, new { projectId, key }).DistinctBy(pair => pair.Value).ToDictionary();

    public static void Insert(IDbConnection connection, AssistantRow row) => connection.Execute("""
        INSERT INTO assistants (id, project_id, version, model, archived, created_at, updated_at)
        VALUES (@Id, @ProjectId, @Version, @Model, @Archived, @CreatedAt, @UpdatedAt)
        """, new { row.Id, row.ProjectId, row.Version, row.Saved.Model, row.Archived, row.CreatedAt, row.UpdatedAt });

    public static void Update(IDbConnection connection, AssistantRow row) => connection.Execute(
        "UPDATE assistants SET version = @Version, model = @Model, archived = @Archived, updated_at = @UpdatedAt WHERE id = @Id",
        new { row.Id, row.Version, row.Saved.Model, row.Archived, row.UpdatedAt });

    public static void InsertVersion(IDbConnection connection, AssistantVersionRow row) => connection.Execute("""
        INSERT INTO assistant_versions (assistant_id, version, definition, author_id, author_name, note, created_at)
        VALUES (@AssistantId, @Version, @Definition, @AuthorId, @AuthorName, @Note, @CreatedAt)
        """, row);

    public static AssistantVersionRow? GetVersion(IDbConnection connection, string id, int version) =>
        connection.QueryFirstOrDefault<AssistantVersionRow>(
            $"{SelectVersion} WHERE assistant_id = @id AND version = @version", new { id, version });

    public static IEnumerable<AssistantVersionRow> ListVersions(IDbConnection connection, string id, ListQuery query, int? after, int? before)
    {
        var (where, order) = Keyset.Sql(query, "version");
        return connection.Query<AssistantVersionRow>(
            $"{SelectVersion} WHERE assistant_id = @id AND {where} ORDER BY {order} LIMIT @Take",
            new { id, After = after, Before = before, Take = Keyset.Take(query) });
    }
}
