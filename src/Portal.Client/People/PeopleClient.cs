using Portal.Client.Api;
using Portal.Client.Shared;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.People;

sealed class PeopleClient(ApiClient api) : IPeopleService
{
    const string Path = "v2/organization/users";

    public Task<Result<ListPage<OrganizationUser>>> List(PeopleFilter filter, ListQuery query, CancellationToken cancellation)
    {
        var address = new QueryString()
            .Add("query", filter.Query)
            .Add("role", filter.Role is { } role ? Wording.Wire(role) : null)
            .Add("status", filter.Status is { } status ? Wording.Wire(status) : null)
            .Add(query);
        return api.Get($"{Path}{address}", Default.ListPageOrganizationUser, cancellation);
    }

    public Task<Result<OrganizationUser>> Get(string id, CancellationToken cancellation) =>
        api.Get($"{Path}/{Segment(id)}", Default.OrganizationUser, cancellation);

    public Task<Result<OrganizationUser>> Update(string id, OrganizationUserInput input, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}", input, Default.OrganizationUserInput, Default.OrganizationUser, cancellation);

    public Task<Result<PasswordReset>> CreatePasswordReset(string id, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}/password_reset", Default.PasswordReset, cancellation);

    public Task<Result<ListPage<UserSession>>> ListSessions(string id, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path}/{Segment(id)}/sessions{new QueryString().Add(query)}", Default.ListPageUserSession, cancellation);

    public Task<Result<Deleted>> EndSessions(string id, CancellationToken cancellation) =>
        api.Delete($"{Path}/{Segment(id)}/sessions", Default.Deleted, cancellation);

    public Task<Result<Deleted>> EndSession(string id, string sessionId, CancellationToken cancellation) =>
        api.Delete($"{Path}/{Segment(id)}/sessions/{Segment(sessionId)}", Default.Deleted, cancellation);

    public Task<Result<ListPage<UserAccess>>> ListAccess(string id, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path}/{Segment(id)}/access{new QueryString().Add(query)}", Default.ListPageUserAccess, cancellation);

    public Task<Result<OrganizationUser>> TransferOwnership(OwnershipTransfer input, CancellationToken cancellation) =>
        api.Post("v2/organization/ownership", input, Default.OwnershipTransfer, Default.OrganizationUser, cancellation);

    public Task<Result<ListPage<ProjectCandidate>>> FindCandidates(string projectId, string? query, CancellationToken cancellation) =>
        api.Get($"v2/projects/{Segment(projectId)}/candidates{new QueryString().Add("query", query)}", Default.ListPageProjectCandidate, cancellation);
}
