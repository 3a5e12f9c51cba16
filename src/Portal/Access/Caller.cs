using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Keys;
using Portal.Client.Projects;

namespace Portal.Access;

/// <summary>What a caller may be allowed to do.</summary>
internal enum Permission
{
    /// <summary>See a project, its assistants and the models.</summary>
    ReadProject,
    /// <summary>Change a project, its assistants, keys and members.</summary>
    ManageProject,
    ReadConversations,
    Chat,
    /// <summary>See use, cost and limits.</summary>
    ReadUsage,
    ReadAudit,
    /// <summary>Projects, providers, models and keys of the organization.</summary>
    ManageOrganization,
}

/// <summary>
/// Who calls, and what they may do: the one place where roles, memberships and key scopes become rights. Cookie and key
/// callers, prerendered pages and hub verbs all pass through it.
/// </summary>
internal sealed record Caller
{
    static readonly IReadOnlyDictionary<string, SessionProject> NoProjects = new Dictionary<string, SessionProject>();

    public required ActorType Kind { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Ip { get; init; }

    /// <summary>The browser session behind a user.</summary>
    public string? SessionId { get; init; }

    /// <summary>The stored hash of the secret that a key came with; a key has two while one overlaps the other.</summary>
    public string? SecretHash { get; init; }

    /// <summary>A user's role in the organization.</summary>
    public Role? Role { get; init; }

    /// <summary>The organization asks for a second factor, and the user has none yet: until then nothing is allowed.</summary>
    public bool MustSetUpTwoFactor { get; init; }

    /// <summary>A user's place in projects.</summary>
    public IReadOnlyDictionary<string, SessionProject> Memberships { get; init; } = NoProjects;

    /// <summary>A key's scopes; empty for users.</summary>
    public IReadOnlyList<KeyScope> Scopes { get; init; } = [];

    /// <summary>The project of a project key.</summary>
    public string? KeyProjectId { get; init; }

    /// <summary>Of a visitor of another site; null for all others.</summary>
    public Visit? Visit { get; init; }

    /// <summary>The project that the header <c>OpenAI-Project</c> names; the call then acts within it alone.</summary>
    public string? NamedProjectId { get; init; }

    /// <summary>Whoever is turned away without being known.</summary>
    public static Caller Visitor(string? ip) => new() { Kind = ActorType.Visitor, Id = "visitor", Name = "Not signed in", Ip = ip };

    public static Caller System { get; } = new() { Kind = ActorType.System, Id = "system", Name = "Portal" };

    /// <summary>The projects that a list spans; null is all.</summary>
    public IReadOnlyCollection<string>? VisibleProjects
    {
        get
        {
            if (NamedProjectId is not null) return Reaches(NamedProjectId) ? [NamedProjectId] : [];
            if (KeyProjectId is not null) return [KeyProjectId];
            return ReachesAll ? null : [.. Memberships.Keys];
        }
    }

    /// <summary>As <see cref="VisibleProjects"/>, but only those in which the right holds.</summary>
    public IReadOnlyList<string>? ProjectsWith(Permission permission) =>
        VisibleProjects is { } visible ? [.. visible.Where(project => Holds(permission, project))] : null;

    bool ReachesAll => Kind is ActorType.System || (Kind is ActorType.Key && KeyProjectId is null) || Role is >= Client.Projects.Role.Admin;

    public AuditActor ToActor() => new(Kind, Id, Name, Ip);

    /// <summary>False makes an object of the project a 404.</summary>
    public bool Sees(string projectId) => (NamedProjectId is null || NamedProjectId == projectId) && Reaches(projectId);

    /// <summary>Whether the right holds anywhere in the organization, for lists that span what the caller may see.</summary>
    public ApiError? Check(Permission permission) => HoldsInOrganization(permission) ? null : Denied(permission);

    /// <summary>Null, or the error to answer: a 404 of the object where the caller may not know the project, else a 403.</summary>
    /// <param name="type">The word for the object in the 404: project, assistant, thread, …</param>
    public ApiError? Check(Permission permission, string projectId, string type, string id)
    {
        if (!Sees(projectId)) return ApiError.NotFound(type, id);
        return Holds(permission, projectId) ? null : Denied(permission);
    }

    /// <summary>For what only a person has: a view of their own, notes to colleagues.</summary>
    public ApiError? CheckPerson() => Kind is ActorType.User
        ? null
        : ApiError.Forbidden("This is for people who are signed in; a key can neither see nor do it.");

    public ApiError? Check(Permission permission, string projectId) => Check(permission, projectId, "project", projectId);

    public bool Holds(Permission permission, string projectId)
    {
        if (MustSetUpTwoFactor) return false;
        if (Kind is ActorType.System) return true;
        if (Kind is ActorType.Key) return permission is not Permission.ManageOrganization && ScopesHold(permission);
        if (Role is >= Client.Projects.Role.Admin) return true;
        if (!Memberships.TryGetValue(projectId, out var place)) return false;
        return permission switch
        {
            Permission.ReadProject => true,
            Permission.ManageProject => place.Role is Client.Projects.Role.Admin,
            Permission.ReadConversations => place.ChatAccess >= ChatAccess.Read,
            Permission.Chat => place.ChatAccess is ChatAccess.Write && place.Role is not Client.Projects.Role.Viewer,
            Permission.ReadUsage or Permission.ReadAudit => place.Role is Client.Projects.Role.Viewer or Client.Projects.Role.Admin,
            _ => false,
        };
    }

    bool HoldsInOrganization(Permission permission)
    {
        if (MustSetUpTwoFactor) return false;
        if (Kind is ActorType.System) return true;
        if (Kind is ActorType.Key) return (KeyProjectId is null || permission is not Permission.ManageOrganization) && ScopesHold(permission);
        if (Role is >= Client.Projects.Role.Admin) return true;
        return permission switch
        {
            Permission.ManageOrganization => false,
            Permission.ReadProject => true,
            _ => Memberships.Keys.Any(project => Holds(permission, project)),
        };
    }

    bool ScopesHold(Permission permission) => permission switch
    {
        Permission.ReadProject => true,
        Permission.ReadConversations => Scopes.Contains(KeyScope.Read) || Scopes.Contains(KeyScope.Chat),
        Permission.Chat => Scopes.Contains(KeyScope.Chat),
        Permission.ReadUsage or Permission.ReadAudit => Scopes.Contains(KeyScope.Read),
        _ => Scopes.Contains(KeyScope.Manage),
    };

    bool Reaches(string projectId) => ReachesAll || KeyProjectId == projectId || Memberships.ContainsKey(projectId);

    ApiError Denied(Permission permission) => MustSetUpTwoFactor ? TwoFactor.TwoFactorGate.Refusal : ApiError.Forbidden(Kind is ActorType.Key
        ? $"This key may not {Describe(permission)}. Its scopes are: {string.Join(", ", Scopes.Select(Api.Wire.Word))}. Use a key with the scope for it."
        : $"Your role does not let you {Describe(permission)}. Ask an administrator for the right.");

    static string Describe(Permission permission) => permission switch
    {
        Permission.ReadProject => "see this project",
        Permission.ManageProject => "change this project",
        Permission.ReadConversations => "read its conversations",
        Permission.Chat => "write in its conversations",
        Permission.ReadUsage => "see its use and limits",
        Permission.ReadAudit => "read the audit log",
        _ => "change the organization's settings",
    };
}
