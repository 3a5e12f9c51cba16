using Portal.Data;

namespace Portal.Audit;

/// <summary>What people, keys and others were called when they last did something; also those who are gone.</summary>
internal interface IActorNames
{
    /// <summary>By id; who never did anything is left out.</summary>
    Task<IReadOnlyDictionary<string, string>> Find(IReadOnlyCollection<string> ids, CancellationToken cancellation);
}

internal sealed class ActorNames(IDatabase database) : IActorNames
{
    public async Task<IReadOnlyDictionary<string, string>> Find(IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        if (ids.Count == 0) return new Dictionary<string, string>();
        return await database.Read(connection => AuditActorsRepository.Names(connection, ids).ToDictionary(actor => actor.Id, actor => actor.Name), cancellation);
    }
}
