using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Portal.Api.OpenApi;
using Portal.Client.Api;

namespace Portal.Api;

/// <summary>The query's <c>limit</c>, <c>order</c>, <c>after</c> and <c>before</c>, checked.</summary>
internal sealed record Paging(ListQuery Query) : IEndpointParameterMetadataProvider
{
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => RequestFields.Add(
        builder,
        RequestField.Number("limit", "1 to 100; default 20."),
        new RequestField("order", "The direction, by time of making unless sorted otherwise; default desc.", "desc", "asc"),
        new RequestField("after", "The page begins after this id."),
        new RequestField("before", "The page ends before this id."));

    public static ValueTask<Paging> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var query = http.Request.Query;
        var limit = 20;
        if (query.TryGetValue("limit", out var limits) && (!int.TryParse(limits, out limit) || limit is < 1 or > 100))
            throw new ApiErrorException(ApiError.Invalid("'limit' must be a whole number from 1 to 100.", "limit", "invalid_value"));
        var order = query.TryGetValue("order", out var orders) ? orders.ToString() : "desc";
        if (order is not ("asc" or "desc"))
            throw new ApiErrorException(ApiError.Invalid("'order' must be 'asc' or 'desc'.", "order", "invalid_value"));
        return ValueTask.FromResult(new Paging(new ListQuery(limit, order == "asc", Cursor("after"), Cursor("before"))));

        string? Cursor(string name) => query.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } text
            ? text.Length <= 300 && !text.Contains('\0') ? text : throw new ApiErrorException(ApiError.Invalid($"'{name}' is not an id.", name, "invalid_value"))
            : null;
    }
}

/// <summary>Keyset paging in SQL over a column whose order is the list's.</summary>
internal static class Keyset
{
    /// <summary>
    /// Conditions and order for <c>WHERE … AND {Where} ORDER BY {Order} LIMIT @Take</c>; the parameters are the
    /// query itself and <see cref="Take"/>.
    /// </summary>
    public static (string Where, string Order) Sql(ListQuery query, string column)
    {
        var (next, previous) = query.Ascending ? (">", "<") : ("<", ">");
        var where = (query.After, query.Before) switch
        {
            (null, null) => "TRUE",
            (_, null) => $"{column} {next} @After",
            (null, _) => $"{column} {previous} @Before",
            _ => $"{column} {next} @After AND {column} {previous} @Before",
        };
        // A page that ends before a cursor is read backwards from it and turned around in Page.
        return (where, $"{column} {(query.Ascending ^ Backwards(query) ? "ASC" : "DESC")}");
    }

    /// <summary>The same in the order of another column, equal values by id. The cursors stay ids; after one that is gone there is nothing.</summary>
    /// <param name="table">Which holds the column and the id.</param>
    public static (string Where, string Order) Sql(ListQuery query, string table, string column)
    {
        var (next, previous) = query.Ascending ? (">", "<") : ("<", ">");
        var conditions = new[] { query.After is null ? null : Beyond(next, "@After"), query.Before is null ? null : Beyond(previous, "@Before") }.OfType<string>();
        var direction = query.Ascending ^ Backwards(query) ? "ASC" : "DESC";
        return (string.Join(" AND ", conditions.DefaultIfEmpty("TRUE")), $"{column} {direction}, id {direction}");

        string Beyond(string side, string cursor) => $"({column}, id) {side} (SELECT {column}, id FROM {table} WHERE id = {cursor})";
    }

    public static int Take(ListQuery query) => query.Limit + 1;

    /// <summary>One row more than the limit was read, to know whether there are more.</summary>
    public static ListPage<T> Page<T>(IEnumerable<T> rows, ListQuery query, Func<T, string> id)
    {
        var read = rows.ToList();
        var more = read.Count > query.Limit;
        if (more) read.RemoveAt(read.Count - 1);
        if (Backwards(query)) read.Reverse();
        return new ListPage<T>(read, read.Count == 0 ? null : id(read[0]), read.Count == 0 ? null : id(read[^1]), more);
    }

    /// <summary>The rows of a page out of all that there are, for <see cref="Page"/>, as SQL would read them.</summary>
    public static IEnumerable<T> Rows<T>(IEnumerable<T> all, ListQuery query, Func<T, string> id)
    {
        var direction = query.Ascending ? 1 : -1;
        var within = all.Where(row =>
            (query.After is null || string.CompareOrdinal(id(row), query.After) * direction > 0)
            && (query.Before is null || string.CompareOrdinal(id(row), query.Before) * direction < 0));
        var ordered = query.Ascending ^ Backwards(query) ? within.OrderBy(id, StringComparer.Ordinal) : within.OrderByDescending(id, StringComparer.Ordinal);
        return ordered.Take(Take(query));
    }

    static bool Backwards(ListQuery query) => query.Before is not null && query.After is null;
}
