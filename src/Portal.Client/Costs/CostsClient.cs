using Portal.Client.Api;
using Portal.Client.Shared;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Costs;

sealed class CostsClient(ApiClient api) : ICostsService
{
    public Task<Result<CostReport>> Get(string? projectId, CostQuery query, CancellationToken cancellation) =>
        api.Get($"{Of(projectId)}/costs{Query(query)}", ApiJson.Default.CostReport, cancellation);

    public Task<Result<CostSummary>> Summarize(string? projectId, CancellationToken cancellation) =>
        api.Get($"{Of(projectId)}/costs/summary", ApiJson.Default.CostSummary, cancellation);

    /// <summary>Where the report is downloaded from.</summary>
    public static string Export(string? projectId, CostQuery query, string format) => $"{Of(projectId)}/costs{Query(query).Add("format", format)}";

    static string Of(string? projectId) => projectId is null ? "v2/organization" : $"v2/projects/{Segment(projectId)}";

    static QueryString Query(CostQuery query) => new QueryString()
        .Add("from", query.Query.From)
        .Add("to", query.Query.To)
        .Add("bucket", Wording.Wire(query.Query.Bucket))
        .Add("group_by", query.Query.GroupBy)
        .Add("period", query.Query.Period)
        .Add("compare", query.Query.Compare ? "true" : null)
        .Add("top", query.Top);
}
