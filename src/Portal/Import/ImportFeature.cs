using Microsoft.AspNetCore.Mvc;
using Portal.Api;
using Portal.Client.Import;

namespace Portal.Import;

/// <summary>Brings along what the Assistants API held.</summary>
internal static class ImportFeature
{
    const int MostBytes = 32 * 1024 * 1024;

    public static IServiceCollection AddImport(this IServiceCollection services)
    {
        services.AddScoped<IImportService, ImportService>();
        return services;
    }

    public static void MapImport(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v2/projects/{id}/import", Import).WithTags("Projects").WithSummary("Bring an export of the Assistants API into a project, or say what would happen")
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes));

    static async Task<Reply<ImportReport>> Import(string id, Body<ImportInput> body, IImportService service, CancellationToken cancellation) =>
        await service.Import(id, body.Value, cancellation);
}
