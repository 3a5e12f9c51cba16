using Portal.Assistants;
using Portal.Audit;
using Portal.Projects;

namespace Portal.Usage;

/// <summary>What the groups of use are called, also those that are archived, revoked or gone.</summary>
internal sealed class UsageNames(IProjectDirectory projects, IAssistantDirectory assistants, IActorNames actors)
{
    static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    public Task<IReadOnlyDictionary<string, string>> OfGroups(string? groupBy, IReadOnlyCollection<string> ids, CancellationToken cancellation) => groupBy switch
    {
        "project" => projects.Names(ids, cancellation),
        "assistant" => OfAssistants(ids, cancellation),
        "member" or "key" => OfActors(ids, cancellation),
        _ => Task.FromResult(None),
    };

    public Task<IReadOnlyDictionary<string, string>> OfAssistants(IReadOnlyCollection<string> ids, CancellationToken cancellation) => assistants.Names(ids, cancellation);

    public Task<IReadOnlyDictionary<string, string>> OfActors(IReadOnlyCollection<string> ids, CancellationToken cancellation) => actors.Find(ids, cancellation);
}
