using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using Portal.Access;
using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Api;
using Portal.Client.Assistants;

namespace Portal.Assistants;

internal static class TransferEndpoints
{
    public static void Map(RouteGroupBuilder assistants)
    {
        assistants.MapGet("/{id}/export", Export).WithSummary("Export an assistant as a file");
        assistants.MapPost("/import", Import).WithSummary("Make an assistant of an exported file")
            .Replays<IAssistantsService, Assistant>((service, http, id) => service.Get(id, http.RequestAborted), StatusCodes.Status201Created);
        assistants.MapPost("/{id}/copy", Copy).WithSummary("Copy an assistant, within its project or into another")
            .Replays<IAssistantsService, Assistant>((service, http, id) => service.Get(id, http.RequestAborted), StatusCodes.Status201Created);
    }

    static async Task<Reply<AssistantExport>> Export(string id, HttpContext http, IAssistantTransferService service, CancellationToken cancellation)
    {
        var exported = await service.Export(id, cancellation);
        if (exported.IsSuccess)
        {
            var file = new ContentDispositionHeaderValue("attachment");
            file.SetHttpFileName($"{exported.Value.Assistant.Name}.assistant.json");
            http.Response.Headers.ContentDisposition = file.ToString();
        }

        return exported;
    }

    static async Task<Reply<Assistant>> Import(
        ExportedFile file, CallContext context, IAssistantTransferService service, CancellationToken cancellation)
    {
        var project = context.RequireProject();
        return Reply.Created(project.IsSuccess ? await service.Import(project.Value, file.Json, file.Model, cancellation) : project.Error);
    }

    static async Task<Reply<Assistant>> Copy(
        string id, Body<AssistantCopyInput> body, IAssistantTransferService service, CancellationToken cancellation) =>
        Reply.Created(await service.Copy(id, body.Value, cancellation));

    /// <summary>The body as it came: of which format it is, is told before what is wrong with it.</summary>
    internal sealed record ExportedFile(JsonElement Json, string? Model) : IEndpointParameterMetadataProvider
    {
        public static async ValueTask<ExportedFile> BindAsync(HttpContext http, ParameterInfo parameter) =>
            new(await RequestBody.ReadJson(http), QueryFields.Text(http, "model"));

        public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
        {
            builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(AssistantExport)));
            RequestFields.Add(builder, new RequestField("model", "Instead of the file's model, where the catalogue does not hold that one."));
        }
    }
}
