using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.ThreadExport;
using Portal.Client.Threads;

namespace Portal.ThreadExport;

/// <summary>A thread as a file: to keep, to print, or to bring along to another portal.</summary>
internal static class ThreadExportFeature
{
    public static IServiceCollection AddThreadExport(this IServiceCollection services) => services.AddScoped<ThreadExportService>();

    public static void MapThreadExport(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v2/threads/{id}/export", Export).WithTags("Threads").WithSummary("Download a thread as Markdown, JSON or a printable page")
            .Produces(StatusCodes.Status200OK, contentType: "text/markdown", additionalContentTypes: ["application/json", "text/html"])
            .WithMetadata(
                new RequestField("format", "Default markdown. JSON holds all branches and, where no tool was called, is a body for POST /v2/threads.",
                    [.. Enum.GetValues<ThreadExportFormat>().Select(Wire.Word)]),
                new RequestField("branch", "A message of the branch to write; without it the one last written to, and all of them in JSON."));

    static async Task<IResult> Export(string id, HttpContext http, ThreadExportService service, CancellationToken cancellation)
    {
        var format = QueryFields.Word<ThreadExportFormat>(http, "format") ?? ThreadExportFormat.Markdown;
        var file = await service.Export(id, format, QueryFields.Text(http, "branch"), cancellation);
        return file.IsSuccess ? file.Value : new Reply<ChatThread>(file.Error);
    }
}
