using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Audit;

namespace Portal.Audit;

internal static class AuditEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var audit = routes.MapGroup("/v2/organization").WithTags("Audit log");
        audit.MapGet("/audit_logs", List).WithSummary("Read the audit log, or export it as JSON lines or CSV").Produces<ListPage<AuditEvent>>();
        audit.MapGet("/audit_logs/suggestions", Suggest).WithSummary("Find the actors, or the actions, that the audit log can be filtered by");
        audit.MapGet("/audit_filters", ListFilters).WithSummary("List the caller's saved filters of the audit log, and those shared with them");
        audit.MapPost("/audit_filters", Save).WithSummary("Save a filter of the audit log under a name")
            .Replays<SavedFiltersService, SavedFilter>((service, http, id) => service.Get(id, http.RequestAborted), StatusCodes.Status201Created);
        audit.MapDelete("/audit_filters/{id}", DeleteFilter).WithSummary("Delete a saved filter of the audit log");
    }

    static async Task<Reply<ListPage<AuditSuggestion>>> Suggest(AuditSuggestionQuery query, IAuditService service, CancellationToken cancellation) =>
        await service.Suggest(query.Field, query.Text, query.ProjectId, cancellation);

    static async Task<Reply<ListPage<SavedFilter>>> ListFilters(Paging paging, ISavedFilters service, CancellationToken cancellation) =>
        await service.List(paging.Query, cancellation);

    static async Task<Reply<SavedFilter>> Save(Body<SavedFilterInput> body, ISavedFilters service, CancellationToken cancellation) =>
        Reply.Created(await service.Create(body.Value, cancellation));

    static async Task<Reply<Deleted>> DeleteFilter(string id, ISavedFilters service, CancellationToken cancellation) =>
        await service.Delete(id, cancellation);

    static async Task<IResult> List(AuditQuery query, Paging paging, AuditService service, CancellationToken cancellation)
    {
        if (query.Format is ExportFormat.Json)
            return new Reply<ListPage<AuditEvent>>(await service.List(query.Filter, paging.Query, cancellation));
        var export = await service.Export(query.Filter, paging.Query.Ascending, query.Format, cancellation);
        return export.IsSuccess ? export.Value : new Reply<ListPage<AuditEvent>>(export.Error);
    }
}
