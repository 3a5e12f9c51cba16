using System.Data;
using Dapper;

namespace Portal.Handling;

/// <summary>How long people waited for a person, by when they were answered.</summary>
internal static class AnsweredWaits
{
    const long KeptSeconds = 31 * 86_400;

    public static void Add(IDbConnection connection, string projectId, long since, long now)
    {
        connection.Execute("DELETE FROM answered_waits WHERE answered_at < @Oldest", new { Oldest = now - KeptSeconds });
        connection.Execute("""
            INSERT INTO answered_waits (project_id, waiting_since, answered_at) VALUES (@projectId, @since, @now)
            """, new { projectId, since, now });
    }

    /// <summary>In seconds; of an even number the lower one. Null where nobody was answered since then.</summary>
    /// <param name="projects">Null for all.</param>
    public static long? Median(IDbConnection connection, IReadOnlyCollection<string>? projects, long from)
    {
        var waits = connection.Query<long>($"""
            SELECT answered_at - waiting_since FROM answered_waits
            WHERE answered_at >= @from{(projects is null ? "" : " AND project_id IN @projects")} ORDER BY 1
            """, new { from, projects }).AsList();
        return waits.Count == 0 ? null : waits[(waits.Count - 1) / 2];
    }
}
