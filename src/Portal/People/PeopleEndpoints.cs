using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Api;
using Portal.Client.People;
using Portal.Client.Projects;

namespace Portal.People;

internal static class PeopleEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/v2/organization/users").WithTags("People");
        users.MapGet("", List).WithSummary("List the people of the organization");
        users.MapGet("/{id}", Get).WithSummary("Read a person");
        users.MapPost("/{id}", Update).WithSummary("Change a person's name or role, deactivate or reactivate them")
            .Replays<IPeopleService, OrganizationUser>((service, http, id) => service.Get(id, http.RequestAborted));
        users.MapPost("/{id}/password_reset", CreatePasswordReset).WithSummary("Make a one-time link to a new password; it is shown this once")
            .Replays<PeopleService, PasswordReset>((service, http, id) => service.GetPasswordReset(id, http.RequestAborted), StatusCodes.Status201Created);
        users.MapGet("/{id}/sessions", ListSessions).WithSummary("List where a person is signed in");
        users.MapDelete("/{id}/sessions", EndSessions).WithSummary("Sign a person out everywhere");
        users.MapDelete("/{id}/sessions/{sessionId}", EndSession).WithSummary("End one session of a person");
        users.MapGet("/{id}/access", ListAccess).WithSummary("List what a person can see, and why");
        users.MapGet("/{id}/export", Export).WithSummary("Download everything about a person as JSON lines; for administrators and for themselves")
            .Produces(StatusCodes.Status200OK, contentType: "application/jsonl");
        routes.MapPost("/v2/organization/ownership", TransferOwnership).WithTags("People").WithSummary("Hand the organization over to another owner")
            .Replays<IPeopleService, OrganizationUser>((service, http, id) => service.Get(id, http.RequestAborted));
        routes.MapGet("/v2/projects/{id}/candidates", FindCandidates).WithTags("Projects").WithSummary("Find people to add to a project");
    }

    static async Task<Reply<ListPage<OrganizationUser>>> List(
        PeopleSelection selection, Sorting<PeopleSort> sorting, Paging paging, IPeopleService service, CancellationToken cancellation) =>
        await service.List(selection.Filter, sorting.Of(paging), cancellation);

    static async Task<Reply<OrganizationUser>> Get(string id, IPeopleService service, CancellationToken cancellation) =>
        await service.Get(id, cancellation);

    static async Task<Reply<OrganizationUser>> Update(
        string id, Patch<OrganizationUserInput> patch, IPeopleService service, HttpContext http, CancellationToken cancellation) =>
        await patch.Apply(http, () => service.Get(id, cancellation), input => service.Update(id, input, cancellation));

    static async Task<Reply<PasswordReset>> CreatePasswordReset(string id, IPeopleService service, CancellationToken cancellation) =>
        Reply.Created(await service.CreatePasswordReset(id, cancellation));

    static async Task<Reply<ListPage<UserSession>>> ListSessions(string id, Paging paging, IPeopleService service, CancellationToken cancellation) =>
        await service.ListSessions(id, paging.Query, cancellation);

    static async Task<Reply<Deleted>> EndSessions(string id, IPeopleService service, CancellationToken cancellation) =>
        await service.EndSessions(id, cancellation);

    static async Task<Reply<Deleted>> EndSession(string id, string sessionId, IPeopleService service, CancellationToken cancellation) =>
        await service.EndSession(id, sessionId, cancellation);

    static async Task<Reply<ListPage<UserAccess>>> ListAccess(string id, Paging paging, IPeopleService service, CancellationToken cancellation) =>
        await service.ListAccess(id, paging.Query, cancellation);

    static async Task<IResult> Export(string id, PersonExport service, CancellationToken cancellation)
    {
        var file = await service.Export(id, cancellation);
        return file.IsSuccess ? file.Value : new Reply<OrganizationUser>(file.Error);
    }

    static async Task<Reply<OrganizationUser>> TransferOwnership(Body<OwnershipTransfer> body, IPeopleService service, CancellationToken cancellation) =>
        await service.TransferOwnership(body.Value, cancellation);

    static async Task<Reply<ListPage<ProjectCandidate>>> FindCandidates(string id, SearchWords words, IPeopleService service, CancellationToken cancellation) =>
        await service.FindCandidates(id, words.Query, cancellation);
}

/// <summary>The filters of the list of people as they stand in the query.</summary>
internal sealed record PeopleSelection(PeopleFilter Filter) : IEndpointParameterMetadataProvider
{
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => RequestFields.Add(
        builder,
        new RequestField("query", "Words that must all be in the name or the email."),
        new RequestField("role", "Only people of this role.", [.. Enum.GetValues<Role>().Select(Wire.Word)]),
        new RequestField("status", "Only people of this status.", [.. Enum.GetValues<UserStatus>().Select(Wire.Word)]));

    public static ValueTask<PeopleSelection> BindAsync(HttpContext http, ParameterInfo parameter) => ValueTask.FromResult(new PeopleSelection(new PeopleFilter(
        QueryFields.Text(http, "query"), QueryFields.Word<Role>(http, "role"), QueryFields.Word<UserStatus>(http, "status"))));
}

internal sealed record SearchWords(string? Query) : IEndpointParameterMetadataProvider
{
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        RequestFields.Add(builder, new RequestField("query", "Two characters or more of the name or the email."));

    public static ValueTask<SearchWords> BindAsync(HttpContext http, ParameterInfo parameter) =>
        ValueTask.FromResult(new SearchWords(QueryFields.Text(http, "query")));
}
