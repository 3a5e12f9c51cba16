using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Projects;
using Portal.Data;

namespace Portal.Projects;

internal static class ProjectsRepository
{
    const string Columns = "id, name, description, assistant_type, status, paused, metadata, created_at, updated_at, retention_days";
    const string MemberColumns = "project_id, user_id, role, chat_access, created_at";

    public static IEnumerable<(string Id, string Name)> Names(IDbConnection connection, IReadOnlyCollection<string> ids) =>
        connection.Query<(string, string)>("SELECT id, name FROM projects WHERE id IN @ids", new { ids });

    /// <summary>The projects whose threads are not kept for ever, archived ones too.</summary>
    public static IEnumerable<(string Id, long Days)> Retentions(IDbConnection connection) =>
        connection.Query<(string, long)>("SELECT id, retention_days FROM projects WHERE retention_days IS NOT NULL");

    public static ProjectRow? Find(IDbConnection connection, string id) =>
        connection.QueryFirstOrDefault<ProjectRow>($"SELECT {Columns} FROM projects WHERE id = @id", new { id });

    /// <summary>The inner query reads the index projects_search alone, or projects_name, so that a rare word is found among many projects at once.</summary>
    /// <param name="among">Null for all projects.</param>
    public static IEnumerable<ProjectRow> List(
        IDbConnection connection, IReadOnlyCollection<string>? among, ProjectFilter filter, ListQuery query)
    {
        var byName = Wire.TryWord<ProjectSort>(query.Sort ?? "") is ProjectSort.Name;
        var (where, order) = byName ? Keyset.Sql(query, "projects", "search_text") : Keyset.Sql(query, "id");
        List<string> conditions = [where];
        if (among is not null) conditions.Add("id IN @among");
        if (filter.Status is not null) conditions.Add("status = @Status");
        if (filter.Paused is not null) conditions.Add("paused = @Paused");
        if (filter.Query is not null) conditions.Add(@"(search_text LIKE @Text ESCAPE '\' OR id = @Query)");
        return connection.Query<ProjectRow>($"""
            SELECT {Columns} FROM projects WHERE id IN (
              SELECT id FROM projects {(byName && among is null ? "INDEXED BY projects_name" : "")} WHERE {string.Join(" AND ", conditions)} ORDER BY {order} LIMIT @Take)
            ORDER BY {order}
            """, new
        {
            among,
            Status = filter.Status is { } status ? Wire.Word(status) : null,
            filter.Paused,
            filter.Query,
            Text = filter.Query is { } text ? $"%{Like.Escape(ProjectRow.Fold(text))}%" : null,
            query.After,
            query.Before,
            Take = Keyset.Take(query),
        });
    }

    /// <summary>Those of the ids that there are.</summary>
    public static IEnumerable<string> Known(IDbConnection connection, IReadOnlyCollection<string> ids) =>
        connection.Query<string>("SELECT id FROM projects WHERE id IN @ids", new { ids });

    public static void Insert(IDbConnection connection, ProjectRow row) => connection.Execute("""
        INSERT INTO projects (id, name, description, assistant_type, status, paused, metadata, created_at, updated_at, retention_days, search_text)
        VALUES (@Id, @Name, @Description, @AssistantType, @Status, @Paused, @Metadata, @CreatedAt, @UpdatedAt, @RetentionDays, @SearchText)
        """, row);

    public static void Update(IDbConnection connection, ProjectRow row) => connection.Execute("""
        UPDATE projects SET name = @Name, description = @Description, assistant_type = @AssistantType, status = @Status,
          paused = @Paused, metadata = @Metadata, updated_at = @UpdatedAt, retention_days = @RetentionDays, search_text = @SearchText
        WHERE id = @Id
        """, row);

    public static MemberRow? FindMember(IDbConnection connection, string projectId, string userId) =>
        connection.QueryFirstOrDefault<MemberRow>(
            $"SELECT {MemberColumns} FROM project_members WHERE project_id = @projectId AND user_id = @userId", new { projectId, userId });

    public static IEnumerable<MemberRow> ListMembers(IDbConnection connection, string projectId, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "user_id");
        return connection.Query<MemberRow>(
            $"SELECT {MemberColumns} FROM project_members WHERE project_id = @projectId AND {where} ORDER BY {order} LIMIT @Take",
            new { projectId, query.After, query.Before, Take = Keyset.Take(query) });
    }

    public static IEnumerable<MemberRow> MembershipsOf(IDbConnection connection, string userId) =>
        connection.Query<MemberRow>($"SELECT {MemberColumns} FROM project_members WHERE user_id = @userId", new { userId });

    public static void SetMember(IDbConnection connection, MemberRow row) => connection.Execute("""
        INSERT INTO project_members (project_id, user_id, role, chat_access, created_at)
        VALUES (@ProjectId, @UserId, @Role, @ChatAccess, @CreatedAt)
        ON CONFLICT (project_id, user_id) DO UPDATE SET role = excluded.role, chat_access = excluded.chat_access
        """, row);

    public static void RemoveMember(IDbConnection connection, string projectId, string userId) => connection.Execute(
        "DELETE FROM project_members WHERE project_id = @projectId AND user_id = @userId", new { projectId, userId });
}
