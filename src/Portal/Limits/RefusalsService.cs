using Portal.Access;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Limits;
using Portal.Data;
using Portal.Projects;

namespace Portal.Limits;

internal sealed class RefusalsService(IDatabase database, LimitScopes scopes, IProjectDirectory projects, CallContext context) : IRefusalsService
{
    public async Task<Result<ListPage<Refusal>>> List(string? projectId, ListQuery query, CancellationToken cancellation)
    {
        if ((projectId is null ? context.Caller.Check(Permission.ReadUsage) : context.Caller.Check(Permission.ReadUsage, projectId)) is { } denied) return denied;
        if (projectId is not null && await projects.Find(projectId, cancellation) is null) return ApiError.NotFound("project", projectId);
        var among = projectId is null ? context.Caller.ProjectsWith(Permission.ReadUsage) : [projectId];
        var page = Keyset.Page(await database.Read(connection => RefusalsRepository.List(connection, among, query), cancellation), query, row => row.Id);
        return new ListPage<Refusal>(await ToContract(page.Data, cancellation), page.FirstId, page.LastId, page.HasMore);
    }

    public async Task<Result<Refusal>> Get(string id, CancellationToken cancellation)
    {
        if (await database.Read(connection => RefusalsRepository.Find(connection, id), cancellation) is not { } row) return ApiError.NotFound("refusal", id);
        if (context.Caller.Check(Permission.ReadUsage, row.ProjectId, "refusal", id) is { } denied) return denied;
        return (await ToContract([row], cancellation))[0];
    }

    async Task<IReadOnlyList<Refusal>> ToContract(IReadOnlyList<RefusalRow> rows, CancellationToken cancellation)
    {
        var actors = rows.Select(row => Scope.Of(row.ActorType is "key" ? "key" : "member", row.ActorId, row.ProjectId));
        var names = await scopes.Names([.. rows.Select(row => Scope.Of(row.ScopeType, row.ScopeId, row.ProjectId)), .. actors], cancellation);
        return [.. rows.Select(row => row.ToContract(names))];
    }
}
