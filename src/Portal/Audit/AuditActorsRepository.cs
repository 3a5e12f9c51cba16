using System.Data;
using Dapper;
using Portal.Data;

namespace Portal.Audit;

/// <summary>Who stands in the log, under the name that they had last.</summary>
internal static class AuditActorsRepository
{
    /// <summary>Called with each row; a name that is known already writes nothing, a new one holds in all projects.</summary>
    public static void Keep(IDbConnection connection, AuditRow row) => connection.Execute("""
        INSERT INTO audit_actors (actor_id, project_id, actor_type, actor_name)
        VALUES (@ActorId, COALESCE(@ProjectId, ''), @ActorType, @ActorName)
        ON CONFLICT (actor_id, project_id) DO NOTHING;
        UPDATE audit_actors SET actor_name = @ActorName WHERE actor_id = @ActorId AND actor_name <> @ActorName;
        """, row);

    /// <param name="projects">Null for all.</param>
    /// <param name="text">A part of the name, or the whole id.</param>
    public static IEnumerable<(string Id, string Name, string Type)> Find(IDbConnection connection, IReadOnlyList<string>? projects, string? text, int most) =>
        connection.Query<(string, string, string)>($"""
            SELECT actor_id, MAX(actor_name), actor_type FROM audit_actors
            WHERE {(projects is null ? "TRUE" : "project_id IN @projects")} AND (LOWER(actor_name) LIKE @pattern ESCAPE '\' OR actor_id = @text)
            GROUP BY actor_id, actor_type ORDER BY LOWER(MAX(actor_name)), actor_id LIMIT @most
            """, new { projects, text, pattern = $"%{Like.Escape(text ?? "").ToLowerInvariant()}%", most });

    public static IEnumerable<(string Id, string Name)> Names(IDbConnection connection, IReadOnlyCollection<string> ids) =>
        connection.Query<(string, string)>("SELECT actor_id, MAX(actor_name) FROM audit_actors WHERE actor_id IN @ids GROUP BY actor_id", new { ids });

    /// <summary>The actions that were ever taken, found by leaps through an index, however long the log is.</summary>
    /// <param name="projectId">Null for all.</param>
    public static IEnumerable<string> Actions(IDbConnection connection, string? projectId)
    {
        var among = projectId is null ? "TRUE" : "project_id = @projectId";
        return connection.Query<string>($"""
            WITH RECURSIVE known (action) AS (
              SELECT MIN(action) FROM audit_log WHERE {among}
              UNION ALL
              SELECT (SELECT MIN(l.action) FROM audit_log l WHERE l.action > known.action AND {among}) FROM known WHERE known.action IS NOT NULL)
            SELECT action FROM known WHERE action IS NOT NULL
            """, new { projectId });
    }
}
