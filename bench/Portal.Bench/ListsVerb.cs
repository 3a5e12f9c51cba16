using Microsoft.Data.Sqlite;
using Portal.Chaos;

namespace Portal.Bench;

/// <summary>A page of the administrators' lists at the server, in each order: projects and people, 100,000 of each.</summary>
static class ListsVerb
{
    const string Projects = """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @rows)
        INSERT INTO projects (id, name, description, assistant_type, status, paused, metadata, created_at, updated_at, search_text)
        SELECT 'proj_' || printf('%026d', i), 'Project ' || (i * 7919 % @rows), 'What it is for.', 'general', CASE i % 500 WHEN 0 THEN 'archived' ELSE 'active' END, 0, '{}',
          1750000000 + i, 1750000000 + i, 'project ' || (i * 7919 % @rows)
        FROM n
        """;

    const string People = """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @rows)
        INSERT INTO users (id, email, normalized_email, name, role, password_hash, security_stamp, failed_sign_ins, created_at, status, last_seen_at, search_text)
        SELECT 'user_' || printf('%026d', i), 'p' || i || '@example.org', 'P' || i || '@EXAMPLE.ORG', 'Person ' || (i * 7919 % @rows), CASE i % 500 WHEN 0 THEN 'admin' ELSE 'agent' END,
          NULL, 'stamp', 0, 1750000000 + i, 'active', CASE WHEN i % 3 > 0 THEN 1750000000 + i * 7907 % @rows END, 'person ' || (i * 7919 % @rows) || ' p' || i || '@example.org'
        FROM n
        """;

    public static async Task Run(Measurement measurement, CancellationToken cancellation)
    {
        var rows = measurement.Size(100_000, 5_000);
        await using var portal = await PortalProcess.Start(cancellation);
        await portal.Terminate(cancellation);
        Fill(portal.DatabasePath, rows);
        await portal.Start(cancellation);
        foreach (var (name, path) in Pages(rows))
        {
            var times = await Samples.Time(3, measurement.Size(20, 3), async () => (await portal.Api.Get(path, cancellation)).Expect(200));
            measurement.Add($"{name}, {rows:#,0} rows, median", times.Median(), "ms", 50);
        }
    }

    static IEnumerable<(string Name, string Path)> Pages(int rows)
    {
        foreach (var (list, path, id, sorts, rare) in new[]
        {
            ("projects", "/v2/projects?limit=50", "proj", new[] { "created_at", "name" }, "status=archived"),
            ("people", "/v2/organization/users?limit=50", "user", ["created_at", "name", "last_seen_at"], "role=admin"),
        })
        {
            foreach (var sort in sorts)
            {
                var sorted = $"{path}&sort={sort}";
                yield return ($"{list} by {sort}: first page", sorted);
                yield return ($"{list} by {sort}: after the middle", $"{sorted}&after={id}_{rows / 2:D26}");
                yield return ($"{list} by {sort}: rare filter", $"{sorted}&{rare}");
                yield return ($"{list} by {sort}: rare word", $"{sorted}&query=n+4321");
                yield return ($"{list} by {sort}: word that is nowhere", $"{sorted}&query=nowhere");
            }
        }
    }

    static void Fill(string databasePath, int rows)
    {
        using var connection = new SqliteConnection($"Data Source={databasePath};Pooling=False");
        connection.Open();
        foreach (var sql in new[] { Projects, People })
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.Parameters.AddWithValue("@rows", rows);
            command.CommandTimeout = 0;
            command.ExecuteNonQuery();
        }
    }
}
