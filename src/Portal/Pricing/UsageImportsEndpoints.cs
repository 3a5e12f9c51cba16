using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Portal.Access;
using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Api;
using Portal.Client.Pricing;
using Portal.Usage;

namespace Portal.Pricing;

internal static class UsageImportsEndpoints
{
    const int MostBytes = 16 * 1024 * 1024;
    const string Multipart = "multipart/form-data";

    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var imports = routes.MapGroup("/v2/organization/usage_imports").WithTags("Costs");
        imports.MapGet("", List).WithSummary("List the provider exports that were compared, the newest first, without their lines");
        imports.MapPost("", Import).WithSummary("Compare a provider's usage export (CSV, as the body or as the form's file) with the rows here, by day and model")
            .WithMetadata(
                new RequestSizeLimitAttribute(MostBytes), new RequestField("provider_id", "Compares only calls that this provider served."))
            .AddOpenApiOperationTransformer(DescribeBody)
            .Replays<IUsageImportsService, UsageImport>((service, http, id) => service.Get(id, http.RequestAborted), StatusCodes.Status201Created);
        imports.MapGet("/{importId}", Get).WithSummary("Read what a provider's export and the rows here said, and where they differ, or export the lines").Produces<UsageImport>()
            .WithMetadata(UsageParameters.FormatField);
        imports.MapDelete("/{importId}", Delete).WithSummary("Delete a comparison with a provider's export; what was used stays");
    }

    /// <summary>Not as metadata, by which routing would turn another body away before the right is checked.</summary>
    static Task DescribeBody(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [MediaTypeNames.Text.Csv] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
                [Multipart] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } },
            },
        };
        return Task.CompletedTask;
    }

    static async Task<Reply<ListPage<UsageImport>>> List(Paging paging, IUsageImportsService service, CancellationToken cancellation) =>
        await service.List(paging.Query, cancellation);

    static async Task<IResult> Get(string importId, HttpContext http, IUsageImportsService service, UsageImportExports exports, CancellationToken cancellation)
    {
        var format = QueryFields.Word<ExportFormat>(http, "format") ?? ExportFormat.Json;
        if (format is ExportFormat.Json) return new Reply<UsageImport>(await service.Get(importId, cancellation));
        var file = await exports.Lines(importId, format, cancellation);
        return file.IsSuccess ? file.Value : new Reply<UsageImport>(file.Error);
    }

    static async Task<Reply<Deleted>> Delete(string importId, IUsageImportsService service, CancellationToken cancellation) => await service.Delete(importId, cancellation);

    static async Task<Reply<UsageImport>> Import(HttpContext http, CallContext context, IUsageImportsService service, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ManageOrganization) is { } denied) return (Result<UsageImport>)denied;
        var csv = await ReadCsv(http);
        return csv.IsSuccess ? Reply.Created(await service.Import(csv.Value, QueryFields.Text(http, "provider_id"), cancellation)) : (Result<UsageImport>)csv.Error;
    }

    static async Task<Result<string>> ReadCsv(HttpContext http)
    {
        var bytes = await RequestBody.ReadBytes(http);
        if (bytes.Length == 0) return "";
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)) return Unsupported;
        if (type.MediaType.Equals(Multipart, StringComparison.OrdinalIgnoreCase))
        {
            var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? "", new MemoryStream(bytes));
            if (await reader.ReadNextSectionAsync(http.RequestAborted) is not { } section)
                return ApiError.Invalid("The form has no file. Send the export as its only part.", "file", "missing_field");
            using var part = new MemoryStream();
            await section.Body.CopyToAsync(part, http.RequestAborted);
            bytes = part.ToArray();
        }
        else if (!type.MediaType.Equals(MediaTypeNames.Text.Csv, StringComparison.OrdinalIgnoreCase))
        {
            return Unsupported;
        }

        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return ApiError.Invalid("The file is not text in UTF-8. Export it as CSV in UTF-8.", "rows[1]", "invalid_csv");
        }
    }

    static ApiError Unsupported { get; } = new(415, "Send the export as 'Content-Type: text/csv', or as the file of a 'multipart/form-data' form.", "unsupported_media_type");
}
