using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Api;
using Portal.Client.CannedReplies;

namespace Portal.CannedReplies;

internal static class CannedRepliesEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var replies = routes.MapGroup("/v2/projects/{id}/canned_replies").WithTags("Canned replies");
        replies.MapGet("", List).WithSummary("List the canned replies of a project, by time of making or by name")
            .WithMetadata(new RequestField("sort", "What order and the cursors go by; default created_at.", [.. Enum.GetValues<CannedReplyOrder>().Select(Wire.Word)]));
        replies.MapPost("", Create).WithSummary("Make a canned reply")
            .Replays<ICannedRepliesService, CannedReply>(
                (service, http, id) => service.Get((string)http.GetRouteValue("id")!, id, http.RequestAborted), StatusCodes.Status201Created);
        replies.MapGet("/{cannedId}", Get).WithSummary("Read a canned reply");
        replies.MapPost("/{cannedId}", Update).WithSummary("Change a canned reply's name, title or text")
            .Replays<ICannedRepliesService, CannedReply>((service, http, id) => service.Get((string)http.GetRouteValue("id")!, id, http.RequestAborted));
        replies.MapDelete("/{cannedId}", Delete).WithSummary("Delete a canned reply");
    }

    static async Task<Reply<ListPage<CannedReply>>> List(
        string id, HttpContext http, Paging paging, ICannedRepliesService service, CancellationToken cancellation) =>
        await service.List(id, QueryFields.Word<CannedReplyOrder>(http, "sort") ?? CannedReplyOrder.CreatedAt, paging.Query, cancellation);

    static async Task<Reply<CannedReply>> Create(string id, Body<CannedReplyInput> body, ICannedRepliesService service, CancellationToken cancellation) =>
        Reply.Created(await service.Create(id, body.Value, cancellation));

    static async Task<Reply<CannedReply>> Get(string id, string cannedId, ICannedRepliesService service, CancellationToken cancellation) =>
        await service.Get(id, cannedId, cancellation);

    static async Task<Reply<CannedReply>> Update(
        string id, string cannedId, Patch<CannedReplyInput> patch, ICannedRepliesService service, HttpContext http, CancellationToken cancellation) =>
        await patch.Apply(http, () => service.Get(id, cannedId, cancellation), input => service.Update(id, cannedId, input, cancellation));

    static async Task<Reply<Deleted>> Delete(string id, string cannedId, ICannedRepliesService service, CancellationToken cancellation) =>
        await service.Delete(id, cannedId, cancellation);
}
