using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Api;
using Portal.Client.People;

namespace Portal.People;

internal static class InvitesEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var invites = routes.MapGroup("/v2/organization/invites").WithTags("People");
        invites.MapGet("", List).WithSummary("List the invitations");
        invites.MapPost("", Create).WithSummary("Invite somebody; the link is shown this once, and mailed where a mail server is set")
            .Replays<IInvitesService, Invite>((service, http, id) => service.Get(id, http.RequestAborted), StatusCodes.Status201Created);
        invites.MapGet("/{id}", Get).WithSummary("Read an invitation");
        invites.MapDelete("/{id}", Revoke).WithSummary("Revoke an invitation");
        invites.MapPost("/{id}/resend", Resend).WithSummary("Give an invitation a new link; the ones before stop working")
            .Replays<IInvitesService, Invite>((service, http, id) => service.Get(id, http.RequestAborted));
    }

    static async Task<Reply<ListPage<Invite>>> List(InviteSelection selection, Paging paging, IInvitesService service, CancellationToken cancellation) =>
        await service.List(selection.Status, paging.Query, cancellation);

    static async Task<Reply<Invite>> Create(Body<InviteInput> body, IInvitesService service, CancellationToken cancellation) =>
        Reply.Created(await service.Create(body.Value, cancellation));

    static async Task<Reply<Invite>> Get(string id, IInvitesService service, CancellationToken cancellation) =>
        await service.Get(id, cancellation);

    static async Task<Reply<Deleted>> Revoke(string id, IInvitesService service, CancellationToken cancellation) =>
        await service.Revoke(id, cancellation);

    static async Task<Reply<Invite>> Resend(string id, Body<InviteResend> body, IInvitesService service, CancellationToken cancellation) =>
        await service.Resend(id, body.Value, cancellation);
}

internal sealed record InviteSelection(InviteStatus? Status) : IEndpointParameterMetadataProvider
{
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => RequestFields.Add(
        builder, new RequestField("status", "Only invitations of this status.", [.. Enum.GetValues<InviteStatus>().Select(Wire.Word)]));

    public static ValueTask<InviteSelection> BindAsync(HttpContext http, ParameterInfo parameter) =>
        ValueTask.FromResult(new InviteSelection(QueryFields.Word<InviteStatus>(http, "status")));
}
