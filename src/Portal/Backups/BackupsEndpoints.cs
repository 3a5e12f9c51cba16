using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Backups;

namespace Portal.Backups;

internal static class BackupsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var backups = routes.MapGroup("/v2/organization/backups").WithTags("Organization");
        backups.MapGet("", List).WithSummary("List the backups that are kept on the server");
        backups.MapPost("", Create).WithSummary("Make a backup now")
            .Replays<IBackupsService, Backup>((service, http, id) => service.Get(id, http.RequestAborted), StatusCodes.Status201Created);
        backups.MapGet("/{id}", Get).WithSummary("Read what is known of a backup");
        backups.MapGet("/{id}/content", Download).WithSummary("Download a backup: a zip file with the database and its keys")
            .Produces(StatusCodes.Status200OK, contentType: "application/zip");
        backups.MapDelete("/{id}", Delete).WithSummary("Delete a backup");
    }

    static async Task<Reply<ListPage<Backup>>> List(Paging paging, IBackupsService service, CancellationToken cancellation) =>
        await service.List(paging.Query, cancellation);

    static async Task<Reply<Backup>> Create(IBackupsService service, CancellationToken cancellation) =>
        Reply.Created(await service.Create(cancellation));

    static async Task<Reply<Backup>> Get(string id, IBackupsService service, CancellationToken cancellation) => await service.Get(id, cancellation);

    static async Task<IResult> Download(string id, BackupsService service, HttpContext http, CancellationToken cancellation)
    {
        var path = await service.Download(id, cancellation);
        if (!path.IsSuccess) return new Reply<Backup>(path.Error);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.PhysicalFile(path.Value, "application/zip", Path.GetFileName(path.Value));
    }

    static async Task<Reply<Deleted>> Delete(string id, IBackupsService service, CancellationToken cancellation) => await service.Delete(id, cancellation);
}
