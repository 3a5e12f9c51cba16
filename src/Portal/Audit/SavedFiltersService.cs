using System.Data;
using Dapper;
using Portal.Access;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Data;

namespace Portal.Audit;

internal sealed class SavedFiltersService(IDatabase database, IJournal journal, CallContext context, TimeProvider time) : ISavedFilters
{
    const int MostOfAnOwner = 100;

    public async Task<Result<ListPage<SavedFilter>>> List(ListQuery query, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ReadAudit) is { } denied) return denied;
        var rows = await database.Read(connection => SavedFiltersRepository.List(connection, context.Caller.Id, query), cancellation);
        return Keyset.Page(rows.Select(row => row.ToFilter()), query, filter => filter.Id);
    }

    public async Task<Result<SavedFilter>> Get(string id, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ReadAudit) is { } denied) return denied;
        var row = await database.Read(connection => SavedFiltersRepository.Find(connection, id), cancellation);
        return row is not null && (row.Shared || row.OwnerId == context.Caller.Id) ? row.ToFilter() : ApiError.NotFound("audit filter", id);
    }

    public async Task<Result<SavedFilter>> Create(SavedFilterInput input, CancellationToken cancellation)
    {
        var caller = context.Caller;
        if (caller.Check(Permission.ReadAudit) is { } denied) return denied;
        if (input.Days is not null && (input.Filter.From is not null || input.Filter.To is not null))
            return ApiError.Invalid("'days' stands in place of the filter's 'from' and 'to': give one or the other.", "days", "invalid_value");
        var saved = new SavedFilter(
            Ids.New("filter"), input.Name, input.Filter, input.Days, input.Shared, caller.Id, caller.Name, time.GetUtcNow().ToUnixTimeSeconds());
        var (names, owner) = (await database.Read(connection => SavedFiltersRepository.Names(connection, caller.Id), cancellation), caller.Id);
        if (Refuse(names, input.Name) is { } refused) return refused;
        return await journal.Commit<Result<SavedFilter>>(new AuditEntry("audit_filter.created", "audit_filter", saved.Id, null), connection =>
        {
            SavedFiltersRepository.Insert(connection, SavedFilterRow.Of(saved));
            return saved;
        }, cancellation);
    }

    public async Task<Result<Deleted>> Delete(string id, CancellationToken cancellation)
    {
        var found = await Get(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        if (found.Value.OwnerId != context.Caller.Id && context.Caller.Check(Permission.ManageOrganization) is { } denied) return denied;
        return await journal.Commit(new AuditEntry("audit_filter.deleted", "audit_filter", id, null), connection =>
        {
            SavedFiltersRepository.Delete(connection, id);
            return new Deleted(id, "audit_filter.deleted");
        }, cancellation);
    }

    static ApiError? Refuse(IReadOnlyList<string> names, string name)
    {
        if (names.Contains(name, StringComparer.OrdinalIgnoreCase))
            return ApiError.Conflict("You have a filter of this name. Choose another one, or delete the other filter first.", "name_taken") with { Param = "name" };
        return names.Count >= MostOfAnOwner
            ? ApiError.Conflict($"You have {MostOfAnOwner} saved filters, which is the most. Delete one first.", "too_many")
            : null;
    }
}

[method: ExplicitConstructor]
internal sealed record SavedFilterRow(string Id, string OwnerId, string OwnerName, string Name, bool Shared, string Filter, long CreatedAt)
{
    public SavedFilter ToFilter()
    {
        var stored = Wire.Deserialize<Stored>(Filter);
        return new(Id, Name, stored.Filter, stored.Days, Shared, OwnerId, OwnerName, CreatedAt);
    }

    public static SavedFilterRow Of(SavedFilter filter) => new(
        filter.Id, filter.OwnerId, filter.OwnerName, filter.Name, filter.Shared, Wire.Serialize(new Stored(filter.Filter, filter.Days)), filter.CreatedAt);

    sealed record Stored(AuditFilter Filter, int? Days);
}

internal static class SavedFiltersRepository
{
    const string Columns = "id, owner_id, owner_name, name, shared, filter, created_at";

    public static IEnumerable<SavedFilterRow> List(IDbConnection connection, string ownerId, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "id");
        return connection.Query<SavedFilterRow>($"""
            SELECT {Columns} FROM saved_filters WHERE (owner_id = @ownerId OR shared) AND {where} ORDER BY {order} LIMIT @Take
            """, new { ownerId, query.After, query.Before, Take = Keyset.Take(query) });
    }

    public static IReadOnlyList<string> Names(IDbConnection connection, string ownerId) =>
        connection.Query<string>("SELECT name FROM saved_filters WHERE owner_id = @ownerId", new { ownerId }).AsList();

    public static SavedFilterRow? Find(IDbConnection connection, string id) =>
        connection.QueryFirstOrDefault<SavedFilterRow>($"SELECT {Columns} FROM saved_filters WHERE id = @id", new { id });

    public static void Insert(IDbConnection connection, SavedFilterRow row) => connection.Execute($"""
        INSERT INTO saved_filters ({Columns}) VALUES (@Id, @OwnerId, @OwnerName, @Name, @Shared, @Filter, @CreatedAt)
        """, row);

    public static void Delete(IDbConnection connection, string id) => connection.Execute("DELETE FROM saved_filters WHERE id = @id", new { id });
}
