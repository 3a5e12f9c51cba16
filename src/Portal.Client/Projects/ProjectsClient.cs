using Portal.Client.Api;
using Portal.Client.Shared;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Projects;

sealed class ProjectsClient(ApiClient api) : IProjectsService
{
    const string Path = "v2/projects";

    public Task<Result<ListPage<Project>>> List(ProjectFilter filter, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path}{Query(filter).Add(query)}", Default.ListPageProject, cancellation);

    public Task<Result<Project>> Get(string id, CancellationToken cancellation) =>
        api.Get($"{Path}/{Segment(id)}", Default.Project, cancellation);

    public Task<Result<Project>> Create(ProjectInput input, CancellationToken cancellation) =>
        api.Post(Path, input, Default.ProjectInput, Default.Project, cancellation);

    public Task<Result<Project>> Update(string id, ProjectInput input, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}", input, Default.ProjectInput, Default.Project, cancellation);

    public Task<Result<Project>> Describe(string id, ProjectDetails details, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}", details, Default.ProjectDetails, Default.Project, cancellation);

    public Task<Result<Project>> SetPaused(string id, bool paused, CancellationToken cancellation) =>
        Patch(id, new ProjectPatch(Paused: paused), cancellation);

    public Task<Result<Project>> Restore(string id, CancellationToken cancellation) =>
        Patch(id, new ProjectPatch(Status: ProjectStatus.Active), cancellation);

    public Task<Result<Deleted>> Archive(string id, CancellationToken cancellation) =>
        api.Delete($"{Path}/{Segment(id)}", Default.Deleted, cancellation);

    public Task<Result<ListPage<ProjectMember>>> ListMembers(string id, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path}/{Segment(id)}/members{new QueryString().Add(query)}", Default.ListPageProjectMember, cancellation);

    public Task<Result<ProjectMember>> SetMember(string id, ProjectMemberInput input, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}/members", input, Default.ProjectMemberInput, Default.ProjectMember, cancellation);

    public Task<Result<Deleted>> RemoveMember(string id, string userId, CancellationToken cancellation) =>
        api.Delete($"{Path}/{Segment(id)}/members/{Segment(userId)}", Default.Deleted, cancellation);

    Task<Result<Project>> Patch(string id, ProjectPatch patch, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}", patch, Default.ProjectPatch, Default.Project, cancellation);

    static QueryString Query(ProjectFilter filter) => new QueryString()
        .Add("query", filter.Query)
        .Add("status", filter.Status is { } status ? Wording.Wire(status) : null)
        .Add("paused", filter.Paused is { } paused ? (paused ? "true" : "false") : null);
}
