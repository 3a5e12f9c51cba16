using System.Reflection;
using Portal.Access;
using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Api;
using Portal.Client.Assistants;

namespace Portal.Assistants;

internal static class VersionsEndpoints
{
    public static void Map(RouteGroupBuilder assistants)
    {
        assistants.MapGet("/{id}/versions", List).WithSummary("List the versions of an assistant");
        assistants.MapGet("/{id}/versions/{version:int}", Get).WithSummary("Read one version of an assistant");
        assistants.MapGet("/{id}/versions/compare", Compare).WithSummary("Compare two versions of an assistant, field by field and word by word");
        assistants.MapPost("/compare", CompareGiven).WithSummary("Compare two definitions, of which neither need be saved");
        assistants.MapPost("/{id}/versions/{version:int}/restore", Restore).WithSummary("Save an earlier version as the newest")
            .Replays<IAssistantsService, Assistant>((service, http, id) => service.Get(id, http.RequestAborted));
        assistants.MapGet("/{id}/versions/{version:int}/threads", ListThreads).WithSummary("List the threads in which a version has answered");
    }

    static async Task<Reply<ListPage<AssistantVersion>>> List(
        string id, Paging paging, IAssistantVersionsService service, CancellationToken cancellation) =>
        await service.List(id, paging.Query, cancellation);

    static async Task<Reply<AssistantVersion>> Get(string id, int version, IAssistantVersionsService service, CancellationToken cancellation) =>
        await service.Get(id, version, cancellation);

    static async Task<Reply<AssistantComparison>> Compare(
        string id, VersionPair versions, IAssistantVersionsService service, CancellationToken cancellation) =>
        await service.Compare(id, versions.From, versions.To, cancellation);

    static async Task<Reply<AssistantComparison>> CompareGiven(
        Body<ComparisonInput> body, CallContext context, IAssistantVersionsService service, CancellationToken cancellation)
    {
        var project = context.RequireProject();
        return project.IsSuccess ? await service.Compare(project.Value, body.Value, cancellation) : new Reply<AssistantComparison>(project.Error);
    }

    static async Task<Reply<Assistant>> Restore(
        string id, int version, Body<VersionRestoreInput> body, IAssistantVersionsService service, CancellationToken cancellation) =>
        await service.Restore(id, version, body.Value, cancellation);

    static async Task<Reply<ListPage<VersionThread>>> ListThreads(
        string id, int version, Paging paging, IAssistantVersionsService service, CancellationToken cancellation) =>
        await service.ListThreads(id, version, paging.Query, cancellation);

    /// <summary>The query's <c>from</c> and <c>to</c>.</summary>
    internal sealed record VersionPair(int From, int To) : Microsoft.AspNetCore.Http.Metadata.IEndpointParameterMetadataProvider
    {
        public static ValueTask<VersionPair> BindAsync(HttpContext http, ParameterInfo parameter) =>
            ValueTask.FromResult(new VersionPair(Number(http, "from"), Number(http, "to")));

        public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => RequestFields.Add(
            builder, RequestField.Number("from", "The number of the earlier version."), RequestField.Number("to", "The number of the later version."));

        static int Number(HttpContext http, string name) =>
            int.TryParse(QueryFields.Text(http, name), out var number) && number > 0 ? number : throw QueryFields.Wrong(name, "must be the number of a version");
    }
}
