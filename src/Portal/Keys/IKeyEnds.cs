using Dapper;
using Portal.Data;

namespace Portal.Keys;

/// <summary>Which keys are about to end; asks for no right.</summary>
internal interface IKeyEnds
{
    /// <summary>The keys of a project that end, or ended, between the two times, the soonest first; revoked ones are left out.</summary>
    Task<IReadOnlyList<EndingKey>> Between(string projectId, long from, long to, CancellationToken cancellation);
}

[method: ExplicitConstructor]
internal sealed record EndingKey(string Id, string Name, long ExpiresAt);

internal sealed class KeyEnds(IDatabase database) : IKeyEnds
{
    const int Most = 20;

    public async Task<IReadOnlyList<EndingKey>> Between(string projectId, long from, long to, CancellationToken cancellation) =>
        await database.Read(connection => connection.Query<EndingKey>("""
            SELECT id, name, expires_at FROM api_keys
            WHERE project_id = @projectId AND expires_at >= @from AND expires_at <= @to AND revoked_at IS NULL
            ORDER BY expires_at, id LIMIT @Most
            """, new { projectId, from, to, Most }).AsList(), cancellation);
}
