using System.Data;
using Dapper;
using Portal.Access;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Threads;
using Portal.Data;
using Portal.Data.Sealing;
using Portal.Threads.Search;

namespace Portal.Threads;

/// <summary>Lists of threads: filters over indexes, words over the index of words, a page at a time.</summary>
internal static class ThreadLists
{
    /// <param name="projects">Those that the caller may read; null for all.</param>
    public static Result<ListPage<ChatThread>> Read(
        IDbConnection connection, Caller caller, IReadOnlyCollection<string>? projects, ThreadFilter filter, ListQuery query, SearchLimits? limits = null)
    {
        SearchPlan? plan = null;
        var ordered = ThreadOrder.Of(connection, projects, filter.Sort, query);
        if (!ordered.IsSuccess) return ordered.Error;
        if (filter.Query is not null && (SearchQuery.Parse(filter.Query) is not { } asked || (plan = ThreadSearch.Plan(connection, asked, projects, limits ?? SearchLimits.Default)) is null))
            return new ListPage<ChatThread>([], null, null, false);

        var (keyset, order) = ordered.Value.Sql();
        var parameters = new DynamicParameters(new
        {
            projects,
            filter.AssistantId,
            Status = filter.Status is { } status ? Wire.Word(status) : null,
            filter.AssigneeId,
            filter.CreatedBy,
            plan?.Match,
            ordered.Value.Query.After,
            ordered.Value.Query.Before,
            ordered.Value.AfterTime,
            ordered.Value.BeforeTime,
            userId = caller.Id,
            born = ThreadViews.Born(caller.Id),
            Take = Keyset.Take(query),
        });
        List<string> conditions = [keyset, .. Conditions(projects, filter)];
        if (filter.Unread is not null)
        {
            conditions.Add($"{(filter.Unread.Value ? "" : "NOT ")}{ThreadViewsRepository.IsUnread}");
            if (filter.Unread.Value) AddFloor(connection, caller, conditions, parameters);
        }

        if (plan is not null) conditions.Add(plan.Where);
        if (filter.Metadata.Count > 0) AddMetadata(connection, conditions, parameters, filter.Metadata);

        var rows = plan is { IsMany: true } && filter.Sort is ThreadSort.CreatedAt ? First(connection, plan, query, conditions, order, parameters) : null;
        rows ??= Rows(connection, plan?.From ?? "threads t", conditions, order, parameters);
        var page = ordered.Value.Page(rows.Select(row => row.ToThread()));
        return plan is null ? page : page with { Data = ThreadMatches.Of(connection, plan, page.Data) };
    }

    /// <summary>How many threads wait, how many of them nobody has, and since when the first does.</summary>
    public static (long Waiting, long Unassigned, long? Oldest) CountWaiting(IDbConnection connection, IReadOnlyCollection<string>? projects) =>
        connection.QuerySingle<(long, long, long?)>($"""
            SELECT COUNT(*), COUNT(*) - COUNT(t.assignee_id), MIN(t.waiting_since) FROM threads t
            WHERE t.waiting_since IS NOT NULL{(projects is null ? "" : " AND t.project_id IN @projects")}
            """, new { projects });

    /// <summary>Which threads first, and then only of these what is counted for each.</summary>
    static List<ThreadRow> Rows(IDbConnection connection, string from, List<string> conditions, string order, DynamicParameters parameters) =>
        connection.Query<ThreadRow>($"""
            WITH page AS (SELECT t.id FROM {from} WHERE {string.Join(" AND ", conditions)} ORDER BY {order} LIMIT @Take)
            SELECT {ThreadsRepository.Columns} FROM page p CROSS JOIN threads t ON t.id = p.id ORDER BY {order}
            """, parameters).Select(row => row.Opened(connection)).ToList();

    /// <summary>The rows of the index lie in the order of the list, so its nearest hits make a page; null where they do not.</summary>
    static List<ThreadRow>? First(IDbConnection connection, SearchPlan plan, ListQuery query, List<string> conditions, string order, DynamicParameters parameters)
    {
        var backwards = query is { Before: not null, After: null };
        var ascending = query.Ascending ^ backwards;
        var (from, to) = (0L, long.MaxValue);
        if ((backwards ? query.Before : query.After) is { } cursor)
        {
            if (ThreadWordsRepository.NumberOf(connection, cursor) is not { } number) return null;
            (from, to) = ascending ? (ThreadWordsRepository.FirstRow(number + 1), to) : (from, ThreadWordsRepository.FirstRow(number) - 1);
        }

        parameters.Add("From", from);
        parameters.Add("To", to);
        var rows = Rows(connection, plan.FromFirst(ascending), [.. conditions.Where(condition => condition != plan.Where)], order, parameters);
        return rows.Count < Keyset.Take(query) ? null : rows;
    }

    static IEnumerable<string> Conditions(IReadOnlyCollection<string>? projects, ThreadFilter filter)
    {
        // Few wait: what else is asked for is then only checked, which a plus before a column says.
        var among = filter.Waiting is true || filter.Sort is ThreadSort.WaitingSince ? "+" : "";
        if (projects is not null) yield return $"{among}t.project_id IN @projects";
        if (filter.AssistantId is not null) yield return $"{among}t.assistant_id = @AssistantId";
        if (filter.Status is not null) yield return $"{among}t.status = @Status";
        if (filter.AssigneeId is not null) yield return filter.AssigneeId == ThreadFilter.Nobody ? "t.assignee_id IS NULL" : $"{among}t.assignee_id = @AssigneeId";
        if (filter.CreatedBy is not null) yield return $"{among}t.created_by = @CreatedBy";
        if (filter.Waiting is not null) yield return filter.Waiting.Value ? "t.waiting_since IS NOT NULL" : "t.waiting_since IS NULL";
        if (filter.Sealed is not null) yield return $"{(filter.Sealed.Value ? "" : "NOT ")}EXISTS (SELECT 1 FROM thread_keys k WHERE k.thread_id = t.id)";
        if (filter.Pinned is not null) yield return $"t.id {(filter.Pinned.Value ? "" : "NOT ")}IN (SELECT v.thread_id FROM thread_views v WHERE v.user_id = @userId AND v.pinned)";
    }

    /// <summary>What last happened before the caller marked all as read, or came here, can be passed over by its time.</summary>
    static void AddFloor(IDbConnection connection, Caller caller, List<string> conditions, DynamicParameters parameters)
    {
        var read = ThreadViewsRepository.ReadEverywhere(connection, caller.Id) ?? "";
        var born = ThreadViews.Born(caller.Id);
        conditions.Add("t.last_activity_at >= @Floor");
        parameters.Add("Floor", Math.Max(Ids.TimeOf(read), Ids.TimeOf(born)) / 1000);
    }

    static void AddMetadata(IDbConnection connection, List<string> conditions, DynamicParameters parameters, IReadOnlyDictionary<string, string> metadata)
    {
        ((PortalConnection)connection).AddFunctions();
        foreach (var (index, (key, value)) in metadata.Index())
        {
            conditions.Add($"EXISTS (SELECT 1 FROM json_each({ThreadsRepository.OpenMetadata}) pair WHERE pair.key = @Key{index} AND pair.value = @Value{index})");
            parameters.Add($"Key{index}", key);
            parameters.Add($"Value{index}", value);
        }
    }
}
