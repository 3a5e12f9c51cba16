using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Projects;

namespace Portal.Projects;

internal static class ProjectsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var projects = routes.MapGroup("/v2/projects").WithTags("Projects");
        projects.MapGet("", List).WithSummary("List the projects that the caller may see");
        projects.MapPost("", Create).WithSummary("Make a project")
            .Replays<ProjectsService, Project>((service, http, id) => service.Get(id, http.RequestAborted), StatusCodes.Status201Created);
        projects.MapGet("/{id}", Get).WithSummary("Read a project");
        projects.MapPost("/{id}", Update).WithSummary("Change a project, pause it, or bring an archived one back")
            .Replays<ProjectsService, Project>((service, http, id) => service.Get(id, http.RequestAborted));
        projects.MapDelete("/{id}", Archive).WithSummary("Archive a project: readable, nothing new");
        projects.MapGet("/activity", ListActivity).WithSummary("Read this month's cost and the runs of the last 30 days of several projects");
        projects.MapGet("/{id}/alerts", ListAlerts).WithSummary("List what somebody should see to in a project");
        projects.MapGet("/{id}/checklist", ListChecklist).WithSummary("List the steps to an assistant in use, ticked by what is there");
        projects.MapGet("/{id}/members", ListMembers).WithSummary("List the members of a project");
        projects.MapPost("/{id}/members", SetMember).WithSummary("Add a user to a project, or replace their place in it")
            .Replays<ProjectsService, ProjectMember>((service, http, userId) => service.GetMember((string)http.GetRouteValue("id")!, userId, http.RequestAborted));
        projects.MapDelete("/{id}/members/{userId}", RemoveMember).WithSummary("Take a user out of a project");
    }

    static async Task<Reply<ListPage<Project>>> List(
        ProjectParameters filter, Sorting<ProjectSort> sorting, Paging paging, IProjectsService service, CancellationToken cancellation) =>
        await service.List(filter.Filter, sorting.Of(paging), cancellation);

    static async Task<Reply<Project>> Create(Body<ProjectInput> body, IProjectsService service, CancellationToken cancellation) =>
        Reply.Created(await service.Create(body.Value, cancellation));

    static async Task<Reply<Project>> Get(string id, IProjectsService service, CancellationToken cancellation) =>
        await service.Get(id, cancellation);

    static async Task<Reply<Project>> Update(
        string id, Patch<ProjectInput> patch, IProjectsService service, HttpContext http, CancellationToken cancellation) =>
        await patch.Apply(http, () => service.Get(id, cancellation), input => service.Update(id, input, cancellation));

    static async Task<Reply<Deleted>> Archive(string id, IProjectsService service, CancellationToken cancellation) =>
        await service.Archive(id, cancellation);

    static async Task<Reply<ListPage<ProjectActivity>>> ListActivity(
        ProjectIds ids, IProjectHomeService service, CancellationToken cancellation) => await service.ListActivity(ids.Ids, cancellation);

    static async Task<Reply<ListPage<ProjectAlert>>> ListAlerts(string id, IProjectHomeService service, CancellationToken cancellation) =>
        await service.ListAlerts(id, cancellation);

    static async Task<Reply<ListPage<ChecklistStep>>> ListChecklist(string id, IProjectHomeService service, CancellationToken cancellation) =>
        await service.ListChecklist(id, cancellation);

    static async Task<Reply<ListPage<ProjectMember>>> ListMembers(
        string id, Paging paging, IProjectsService service, CancellationToken cancellation) =>
        await service.ListMembers(id, paging.Query, cancellation);

    static async Task<Reply<ProjectMember>> SetMember(
        string id, Body<ProjectMemberInput> body, IProjectsService service, CancellationToken cancellation) =>
        await service.SetMember(id, body.Value, cancellation);

    static async Task<Reply<Deleted>> RemoveMember(string id, string userId, IProjectsService service, CancellationToken cancellation) =>
        await service.RemoveMember(id, userId, cancellation);
}
