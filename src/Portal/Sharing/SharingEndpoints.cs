using Portal.Access;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Sharing;

namespace Portal.Sharing;

internal static class SharingEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var shares = routes.MapGroup("/v2/threads/{threadId}/shares").WithTags("Sharing");
        shares.MapGet("", List).WithSummary("List the links by which a thread can be read");
        shares.MapPost("", Create).WithSummary("Make a link by which people of the organization read a thread; its address is shown this once")
            .Replays<SharingService, ThreadShare>(
                (service, http, id) => service.Get((string)http.GetRouteValue("threadId")!, id, http.RequestAborted), StatusCodes.Status201Created);
        shares.MapDelete("/{id}", Revoke).WithSummary("Revoke a link at once");
        routes.MapGet("/v2/shared/{token}", Read).WithTags("Sharing").WithSummary("Read a thread by a link, as a signed-in person of the organization")
            .WithMetadata(new SecretPathMetadata());
    }

    static async Task<Reply<ListPage<ThreadShare>>> List(string threadId, Paging paging, ISharingService service, CancellationToken cancellation) =>
        await service.List(threadId, paging.Query, cancellation);

    static async Task<Reply<ThreadShare>> Create(string threadId, Body<ThreadShareInput> body, ISharingService service, CancellationToken cancellation) =>
        Reply.Created(await service.Create(threadId, body.Value, cancellation));

    static async Task<Reply<Deleted>> Revoke(string threadId, string id, ISharingService service, CancellationToken cancellation) =>
        await service.Revoke(threadId, id, cancellation);

    static async Task<Reply<SharedThread>> Read(string token, Paging paging, ISharingService service, CancellationToken cancellation) =>
        await service.Read(token, paging.Query, cancellation);
}
