using Portal.Api;
using Portal.Client.Audit;
using Portal.Client.Limits;

namespace Portal.Limits;

/// <summary>What a limit or a budget holds for.</summary>
/// <param name="ProjectId">Members and keys are limited within a project; empty for the organization.</param>
internal readonly record struct Scope(ScopeType Type, string Id, string ProjectId)
{
    public static readonly Scope Organization = new(ScopeType.Organization, "", "");

    public static Scope Project(string id) => new(ScopeType.Project, id, id);

    public static Scope Of(string type, string id, string projectId) => new(Wire.Word<ScopeType>(type), id, projectId);

    /// <summary>Every scope that a call counts in, the widest first.</summary>
    public static IReadOnlyList<Scope> OfCall(string projectId, string? assistantId, ActorType actor, string actorId)
    {
        var scopes = new List<Scope>(4) { Organization, Project(projectId) };
        if (assistantId is not null) scopes.Add(new(ScopeType.Assistant, assistantId, projectId));
        if (actor is ActorType.User) scopes.Add(new(ScopeType.Member, actorId, projectId));
        if (actor is ActorType.Key) scopes.Add(new(ScopeType.Key, actorId, projectId));
        return scopes;
    }
}
