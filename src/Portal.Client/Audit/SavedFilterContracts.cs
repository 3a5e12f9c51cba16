using System.ComponentModel.DataAnnotations;
using Portal.Client.Api;

namespace Portal.Client.Audit;

/// <summary>A filter of the audit log that somebody keeps under a name.</summary>
/// <param name="Days">The last so many days before it is looked at, in place of the filter's <c>from</c> and <c>to</c>; null where those hold.</param>
/// <param name="Shared">All who may read the audit log see it; else its owner alone.</param>
public sealed record SavedFilter(string Id, string Name, AuditFilter Filter, int? Days, bool Shared, string OwnerId, string OwnerName, long CreatedAt)
{
    public string Object => "audit_filter";
}

[ReadOnlyFields("id", "object", "owner_id", "owner_name", "created_at")]
public sealed record SavedFilterInput
{
    [StringLength(80, MinimumLength = 1), SingleLine]
    public required string Name { get; init; }

    public AuditFilter Filter { get; init; } = new();

    [Range(1, 3_660)]
    public int? Days { get; init; }

    public bool Shared { get; init; }
}

/// <summary>Each caller's own filters, and those that others share.</summary>
public interface ISavedFilters
{
    Task<Result<ListPage<SavedFilter>>> List(ListQuery query, CancellationToken cancellation);

    /// <summary>409 <c>name_taken</c> where the caller has one of that name; 409 <c>too_many</c> past a hundred.</summary>
    Task<Result<SavedFilter>> Create(SavedFilterInput input, CancellationToken cancellation);

    /// <summary>One's own; a shared one also by who manages the organization.</summary>
    Task<Result<Deleted>> Delete(string id, CancellationToken cancellation);
}

sealed class SavedFiltersClient(ApiClient api) : ISavedFilters
{
    const string Path = "v2/organization/audit_filters";

    public Task<Result<ListPage<SavedFilter>>> List(ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path}{new QueryString().Add(query)}", ApiJson.Default.ListPageSavedFilter, cancellation);

    public Task<Result<SavedFilter>> Create(SavedFilterInput input, CancellationToken cancellation) =>
        api.Post(Path, input, ApiJson.Default.SavedFilterInput, ApiJson.Default.SavedFilter, cancellation);

    public Task<Result<Deleted>> Delete(string id, CancellationToken cancellation) =>
        api.Delete($"{Path}/{QueryString.Segment(id)}", ApiJson.Default.Deleted, cancellation);
}
