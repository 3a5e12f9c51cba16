using Portal.Client.Api;

namespace Portal.Client.Audit;

public interface IAuditService
{
    /// <summary>Administrators see all rows; viewers those of their projects.</summary>
    Task<Result<ListPage<AuditEvent>>> List(AuditFilter filter, ListQuery query, CancellationToken cancellation);

    /// <summary>At most 20 actors, or all actions, that stand in the rows that the caller may see.</summary>
    /// <param name="text">A part of the name; for actors also the whole id. Null for any.</param>
    Task<Result<ListPage<AuditSuggestion>>> Suggest(AuditSuggestionField field, string? text, string? projectId, CancellationToken cancellation);
}
