using Portal.Access;
using Portal.Assistants;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Limits;
using Portal.Keys;
using Portal.Projects;

namespace Portal.Limits;

/// <summary>Which scope a caller means, and whether they may see or change what holds for it.</summary>
internal sealed class LimitScopes(
    CallContext context, IProjectDirectory projects, IAssistantDirectory assistants, IKeyDirectory keys, IUserDirectory users, IActorNames actors)
{
    /// <param name="projectId">Null for the organization.</param>
    public async Task<Result<Scope>> ToRead(string? projectId, BudgetScope? scope, CancellationToken cancellation)
    {
        if (CheckRead(projectId) is { } denied) return denied;
        return await Resolve(projectId, scope, cancellation);
    }

    public async Task<Result<Scope>> ToChange(string? projectId, BudgetScope? scope, CancellationToken cancellation)
    {
        if (Check(projectId, Permission.ManageProject) is { } denied) return denied;
        return await Resolve(projectId, scope, cancellation);
    }

    /// <summary>Who may change it may read it as well.</summary>
    public ApiError? CheckRead(string? projectId) => Check(projectId, Permission.ManageProject) is null ? null : Check(projectId, Permission.ReadUsage);

    /// <summary>What is limited for the whole organization is for those who manage it.</summary>
    public ApiError? Check(string? projectId, Permission permission) =>
        projectId is null ? context.Caller.Check(Permission.ManageOrganization) : context.Caller.Check(permission, projectId);

    /// <summary>By id; what is gone is left out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Names(IReadOnlyCollection<Scope> scopes, CancellationToken cancellation)
    {
        var names = new Dictionary<string, string>();
        Add(await projects.Names(Of(ScopeType.Project), cancellation));
        Add(await assistants.Names(Of(ScopeType.Assistant), cancellation));
        Add(await actors.Find([.. Of(ScopeType.Key), .. Of(ScopeType.Member)], cancellation));
        foreach (var (id, user) in await users.Find(Of(ScopeType.Member), cancellation)) names[id] = user.Name;
        foreach (var id in Of(ScopeType.Key).Where(id => !names.ContainsKey(id)))
            if (await keys.Find(id, cancellation) is { } key) names[id] = key.Name;
        return names;

        List<string> Of(ScopeType type) => [.. scopes.Where(scope => scope.Type == type).Select(scope => scope.Id).Distinct()];
        void Add(IReadOnlyDictionary<string, string> found)
        {
            foreach (var (id, name) in found) names[id] = name;
        }
    }

    async Task<Result<Scope>> Resolve(string? projectId, BudgetScope? scope, CancellationToken cancellation)
    {
        if (projectId is null)
            return scope is null or { Type: ScopeType.Organization } ? Scope.Organization : ApiError.Invalid("'scope.type' must be organization here; what is of a project stands under the project.", "scope.type", "invalid_value");
        if (await projects.Find(projectId, cancellation) is null) return ApiError.NotFound("project", projectId);
        if (scope is null or { Type: ScopeType.Project, Id: null }) return Scope.Project(projectId);
        if (scope.Type is ScopeType.Organization) return ApiError.Invalid("'scope.type' must be project, assistant, key or member here.", "scope.type", "invalid_value");
        if (scope.Id is null) return ApiError.Invalid($"'scope.id' must name the {Api.Wire.Word(scope.Type)}.", "scope.id", "missing_field");
        return await Exists(projectId, scope.Type, scope.Id, cancellation) ? new Scope(scope.Type, scope.Id, projectId) : ApiError.NotFound(Api.Wire.Word(scope.Type), scope.Id, "scope.id");
    }

    async Task<bool> Exists(string projectId, ScopeType type, string id, CancellationToken cancellation) => type switch
    {
        ScopeType.Project => id == projectId,
        ScopeType.Assistant => (await assistants.Find(id, cancellation))?.ProjectId == projectId,
        ScopeType.Key => await keys.Find(id, cancellation) is { } key && (key.ProjectId is null || key.ProjectId == projectId),
        _ => await users.Holds(id, Permission.ReadProject, projectId, cancellation),
    };
}
