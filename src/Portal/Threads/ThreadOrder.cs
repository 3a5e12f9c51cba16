using System.Data;
using System.Globalization;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Threads;

namespace Portal.Threads;

/// <summary>
/// The order of a list of threads, and its cursors. By time of making they are ids; by a time that moves on they are
/// <c>time.id</c>, so that a thread that has moved since takes no other along. A thread's id alone stands for where it is now.
/// </summary>
internal sealed class ThreadOrder
{
    readonly string? column;

    ThreadOrder(string? column, ListQuery query)
    {
        this.column = column;
        Query = query;
    }

    /// <summary>The query with its cursors' ids, for <see cref="Keyset"/>.</summary>
    public ListQuery Query { get; private init; }

    public long? AfterTime { get; private init; }

    public long? BeforeTime { get; private init; }

    /// <param name="projects">Those that the caller may read; null for all.</param>
    public static Result<ThreadOrder> Of(IDbConnection connection, IReadOnlyCollection<string>? projects, ThreadSort sort, ListQuery query)
    {
        var column = sort switch
        {
            ThreadSort.LastActivityAt => "last_activity_at",
            ThreadSort.WaitingSince => "waiting_since",
            _ => null,
        };
        if (column is null) return new ThreadOrder(null, query);
        var (after, before) = (Cursor(connection, projects, column, query.After), Cursor(connection, projects, column, query.Before));
        if (query.After is not null && after is null) return Wrong("after");
        if (query.Before is not null && before is null) return Wrong("before");
        return new ThreadOrder(column, query with { After = after?.Id, Before = before?.Id }) { AfterTime = after?.Time, BeforeTime = before?.Time };
    }

    /// <summary>Conditions and order, as <see cref="Keyset.Sql"/> gives them for one column.</summary>
    public (string Where, string Order) Sql()
    {
        if (column is null) return Keyset.Sql(Query, "t.id");
        var (next, previous) = Query.Ascending ? (">", "<") : ("<", ">");
        var conditions = new List<string>();
        if (column == "waiting_since") conditions.Add("t.waiting_since IS NOT NULL");
        if (Query.After is not null) conditions.Add($"(t.{column}, t.id) {next} (@AfterTime, @After)");
        if (Query.Before is not null) conditions.Add($"(t.{column}, t.id) {previous} (@BeforeTime, @Before)");
        var direction = Query.Ascending ^ (Query.Before is not null && Query.After is null) ? "ASC" : "DESC";
        return (conditions.Count == 0 ? "TRUE" : string.Join(" AND ", conditions), $"t.{column} {direction}, t.id {direction}");
    }

    public ListPage<ChatThread> Page(IEnumerable<ChatThread> rows) => Keyset.Page(rows, Query, CursorOf);

    string CursorOf(ChatThread thread) => column switch
    {
        "last_activity_at" => $"{thread.LastActivityAt}.{thread.Id}",
        "waiting_since" => $"{thread.WaitingSince}.{thread.Id}",
        _ => thread.Id,
    };

    static (long Time, string Id)? Cursor(IDbConnection connection, IReadOnlyCollection<string>? projects, string column, string? text)
    {
        if (text is null) return null;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var time)) return (time, text[(dot + 1)..]);
        var now = connection.QueryFirstOrDefault<long?>(
            $"SELECT {column} FROM threads WHERE id = @text{(projects is null ? "" : " AND project_id IN @projects")}", new { text, projects });
        return now is { } at ? (at, text) : null;
    }

    static ApiError Wrong(string name) =>
        ApiError.Invalid($"'{name}' must be the first_id or last_id of a page in this order, or the id of a thread that is in it.", name, "invalid_value");
}
