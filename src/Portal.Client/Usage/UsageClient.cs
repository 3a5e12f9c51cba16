using Portal.Client.Api;
using Portal.Client.Shared;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Usage;

sealed class UsageClient(ApiClient api) : IUsageService
{
    public Task<Result<UsageReport>> Get(string? projectId, UsageQuery query, CancellationToken cancellation) =>
        api.Get($"{Of(projectId)}/usage{Query(query)}", ApiJson.Default.UsageReport, cancellation);

    public Task<Result<ListPage<UsageRun>>> ListRuns(string? projectId, UsageRunsQuery runs, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Of(projectId)}/usage/runs{Query(runs).Add(query)}", ApiJson.Default.ListPageUsageRun, cancellation);

    /// <summary>Where the report, or its runs, are downloaded from.</summary>
    public static string Export(string? projectId, UsageQuery query, string format) => $"{Of(projectId)}/usage{Query(query).Add("format", format)}";

    public static string Export(string? projectId, UsageRunsQuery runs, string format) => $"{Of(projectId)}/usage/runs{Query(runs).Add("format", format)}";

    static string Of(string? projectId) => projectId is null ? "v2/organization" : $"v2/projects/{Segment(projectId)}";

    static QueryString Query(UsageQuery query) => new QueryString()
        .Add("from", query.From)
        .Add("to", query.To)
        .Add("bucket", Wording.Wire(query.Bucket))
        .Add("group_by", query.GroupBy)
        .Add("period", query.Period)
        .Add("compare", query.Compare ? "true" : null);

    static QueryString Query(UsageRunsQuery runs) => new QueryString()
        .Add("from", runs.Query.From)
        .Add("to", runs.Query.To)
        .Add("period", runs.Query.Period)
        .Add("group_by", runs.Query.GroupBy)
        .Add("group", runs.Group);
}
