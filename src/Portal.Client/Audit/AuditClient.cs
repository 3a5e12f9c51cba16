using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Client.Audit;

sealed class AuditClient(ApiClient api) : IAuditService
{
    const string Path = "v2/organization/audit_logs";

    public Task<Result<ListPage<AuditEvent>>> List(AuditFilter filter, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path}{Query(filter).Add(query)}", ApiJson.Default.ListPageAuditEvent, cancellation);

    public Task<Result<ListPage<AuditSuggestion>>> Suggest(
        AuditSuggestionField field, string? text, string? projectId, CancellationToken cancellation) => api.Get(
            $"{Path}/suggestions{new QueryString().Add("field", Wording.Wire(field)).Add("query", text).Add("project_id", projectId)}",
            ApiJson.Default.ListPageAuditSuggestion, cancellation);

    /// <summary>Where all that fits is downloaded from.</summary>
    public static string Export(AuditFilter filter, string format) => $"{Path}{Query(filter).Add("format", format)}";

    static QueryString Query(AuditFilter filter) => new QueryString()
        .Add("action", filter.Action)
        .Add("actor_id", filter.ActorId)
        .Add("target_id", filter.TargetId)
        .Add("project_id", filter.ProjectId)
        .Add("outcome", filter.Outcome is { } outcome ? Wording.Wire(outcome) : null)
        .Add("from", filter.From)
        .Add("to", filter.To)
        .Add("query", filter.Query);
}
