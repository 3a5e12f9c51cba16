using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Data;
using Portal.Data.Sealing;

namespace Portal.Runs;

/// <summary>In which threads the versions of an assistant have answered; asks for no right.</summary>
internal interface IVersionRuns
{
    /// <summary>By version; versions without a run are left out.</summary>
    Task<IReadOnlyDictionary<int, int>> CountThreads(string assistantId, IReadOnlyList<int> versions, CancellationToken cancellation);

    Task<ListPage<VersionThread>> ListThreads(string assistantId, int version, ListQuery query, CancellationToken cancellation);
}

internal sealed class VersionRuns(IDatabase database) : IVersionRuns
{
    public async Task<IReadOnlyDictionary<int, int>> CountThreads(string assistantId, IReadOnlyList<int> versions, CancellationToken cancellation)
    {
        var counts = await database.Read(connection => connection.Query<(int Version, int Threads)>("""
            SELECT assistant_version, COUNT(DISTINCT thread_id) FROM runs
            WHERE assistant_id = @assistantId AND assistant_version IN @versions GROUP BY assistant_version
            """, new { assistantId, versions }), cancellation);
        return counts.ToDictionary(count => count.Version, count => count.Threads);
    }

    public async Task<ListPage<VersionThread>> ListThreads(string assistantId, int version, ListQuery query, CancellationToken cancellation)
    {
        var (where, order) = Keyset.Sql(query, "r.thread_id");
        var rows = await database.Read(connection => connection.Query<ThreadOfVersion>($"""
            SELECT r.thread_id AS id, t.title, COUNT(*) AS runs, MAX(r.created_at) AS last_run_at
            FROM runs r JOIN threads t ON t.id = r.thread_id
            WHERE r.assistant_id = @assistantId AND r.assistant_version = @version AND {where}
            GROUP BY r.thread_id ORDER BY {order} LIMIT @Take
            """, new { assistantId, version, query.After, query.Before, Take = Keyset.Take(query) })
            .Select(row => row with { Title = connection.Unseal(row.Id, "threads.title", row.Title) }).ToList(), cancellation);
        return Keyset.Page(rows.Select(row => new VersionThread(row.Id, row.Title, (int)row.Runs, row.LastRunAt)), query, thread => thread.Id);
    }

    [method: ExplicitConstructor]
    sealed record ThreadOfVersion(string Id, string? Title, long Runs, long LastRunAt);
}
