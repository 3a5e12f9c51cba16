using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Threads;
using Portal.Threads.Search;

namespace Portal.Threads;

/// <summary>Lists of threads: filters over indexes, words over the index of words, a page at a time.</summary>
internal static class ThreadLists
{
    /// <param name="projects">Those that the caller may read; null for all.</param>
    public static ListPage<ChatThread> Read(IDbConnection connection, IReadOnlyCollection<string>? projects, ThreadFilter filter, ListQuery query, SearchLimits? limits = null)
    {
        SearchPlan? plan = null;
        if (filter.Query is not null && (SearchQuery.Parse(filter.Query) is not { } asked || (plan = ThreadSearch.Plan(connection, asked, projects, limits ?? SearchLimits.Default)) is null))
            return new([], null, null, false);

        var (keyset, order) = Keyset.Sql(query, "t.id");
        var parameters = new DynamicParameters(new
        {
            projects,
            filter.AssistantId,
            Status = filter.Status is { } status ? Wire.Word(status) : null,
            filter.AssigneeId,
            filter.CreatedBy,
            plan?.Match,
            query.After,
            query.Before,
            Take = Keyset.Take(query),
        });
        var conditions = new List<string> { keyset };
        if (projects is not null) conditions.Add("t.project_id IN @projects");
        if (filter.AssistantId is not null) conditions.Add("t.assistant_id = @AssistantId");
        if (filter.Status is not null) conditions.Add("t.status = @Status");
        if (filter.AssigneeId is not null) conditions.Add("t.assignee_id = @AssigneeId");
        if (filter.CreatedBy is not null) conditions.Add("t.created_by = @CreatedBy");
        if (plan is not null) conditions.Add(plan.Where);
        AddMetadata(conditions, parameters, filter.Metadata);

        // Which threads first, and then only of these what is counted for each.
        var rows = connection.Query<ThreadRow>($"""
            WITH page AS (SELECT t.id FROM {plan?.From ?? "threads t"} WHERE {string.Join(" AND ", conditions)} ORDER BY {order} LIMIT @Take)
            SELECT {ThreadsRepository.Columns} FROM page p CROSS JOIN threads t ON t.id = p.id ORDER BY {order}
            """, parameters);
        var page = Keyset.Page(rows.Select(row => row.ToThread()), query, thread => thread.Id);
        return plan is null ? page : page with { Data = ThreadMatches.Of(connection, plan, page.Data) };
    }

    static void AddMetadata(List<string> conditions, DynamicParameters parameters, IReadOnlyDictionary<string, string> metadata)
    {
        foreach (var (index, (key, value)) in metadata.Index())
        {
            conditions.Add($"EXISTS (SELECT 1 FROM json_each(t.metadata) pair WHERE pair.key = @Key{index} AND pair.value = @Value{index})");
            parameters.Add($"Key{index}", key);
            parameters.Add($"Value{index}", value);
        }
    }
}
