using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Audit;

namespace Portal.Audit;

/// <summary>The audit log's filters and format in a request's query.</summary>
internal sealed record AuditQuery(AuditFilter Filter, ExportFormat Format) : IEndpointParameterMetadataProvider
{
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => RequestFields.Add(
        builder,
        new RequestField("action", "Such as project.created."),
        new RequestField("actor_id", "Who did it."),
        new RequestField("target_id", "What it was done to."),
        new RequestField("project_id", "Where it was done."),
        new RequestField("outcome", "How it ended.", [.. Enum.GetValues<AuditOutcome>().Select(Wire.Word)]),
        RequestField.Number("from", "Unix seconds, inclusive."),
        RequestField.Number("to", "Unix seconds, exclusive."),
        new RequestField("query", $"Whole words, or whole ids, of the action, the actor, the target, the request, the address and what was changed. Without 'from' the {AuditFilter.SearchDays} days until 'to' (default now) are searched. A page with further filters looks through {AuditSearch.Window} rows; has_more says that there are more to look through."),
        new RequestField("format", "json answers a page; jsonl and csv are a file of all that fits, whatever the limit.", [.. Enum.GetValues<ExportFormat>().Select(Wire.Word)]));

    public static ValueTask<AuditQuery> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var filter = new AuditFilter(
            QueryFields.Text(http, "action"),
            QueryFields.Text(http, "actor_id"),
            QueryFields.Text(http, "target_id"),
            QueryFields.Text(http, "project_id"),
            QueryFields.Word<AuditOutcome>(http, "outcome"),
            QueryFields.Seconds(http, "from"),
            QueryFields.Seconds(http, "to"),
            QueryFields.Text(http, "query"));
        return ValueTask.FromResult(new AuditQuery(filter, QueryFields.Word<ExportFormat>(http, "format") ?? ExportFormat.Json));
    }
}

/// <summary>What is suggested, in a request's query.</summary>
internal sealed record AuditSuggestionQuery(AuditSuggestionField Field, string? Text, string? ProjectId) : IEndpointParameterMetadataProvider
{
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => RequestFields.Add(
        builder,
        new RequestField("field", "What to suggest; default action.", [.. Enum.GetValues<AuditSuggestionField>().Select(Wire.Word)]),
        new RequestField("query", "A part of the name; for actors also the whole id."),
        new RequestField("project_id", "Only what stands in the rows of this project."));

    public static ValueTask<AuditSuggestionQuery> BindAsync(HttpContext http, ParameterInfo parameter) => ValueTask.FromResult(new AuditSuggestionQuery(
        QueryFields.Word<AuditSuggestionField>(http, "field") ?? AuditSuggestionField.Action, QueryFields.Text(http, "query"), QueryFields.Text(http, "project_id")));
}
