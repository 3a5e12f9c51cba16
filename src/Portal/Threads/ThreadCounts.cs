using Dapper;
using Portal.Client.Threads;
using Portal.Api;
using Portal.Data;

namespace Portal.Threads;

/// <summary>How many threads there are, for other features; asks for no right.</summary>
internal interface IThreadCounts
{
    /// <param name="projects">Null for all.</param>
    /// <param name="from">Unix seconds.</param>
    Task<ThreadCounts> ActiveSince(IReadOnlyCollection<string>? projects, long from, CancellationToken cancellation);
}

/// <param name="Active">Threads that something happened in since then.</param>
/// <param name="Resolved">Those of them that are resolved.</param>
internal sealed record ThreadCounts(long Active, long Resolved);

internal sealed class ThreadCounting(IDatabase database) : IThreadCounts
{
    public async Task<ThreadCounts> ActiveSince(IReadOnlyCollection<string>? projects, long from, CancellationToken cancellation)
    {
        var among = projects is null ? "" : " AND project_id IN @projects";
        var parameters = new { projects, from, Resolved = Wire.Word(ThreadStatus.Resolved) };
        return await database.Read(connection => new ThreadCounts(
            connection.ExecuteScalar<long>($"SELECT COUNT(*) FROM threads WHERE last_activity_at >= @from{among}", parameters),
            connection.ExecuteScalar<long>($"SELECT COUNT(*) FROM threads WHERE status = @Resolved AND last_activity_at >= @from{among}", parameters)), cancellation);
    }
}
