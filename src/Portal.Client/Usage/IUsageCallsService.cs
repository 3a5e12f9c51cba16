using Portal.Client.Api;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Usage;

/// <summary>The single calls behind what was used, for whoever may see the project's use.</summary>
public interface IUsageCallsService
{
    Task<Result<UsageCall>> Get(string id, CancellationToken cancellation);

    /// <summary>The calls of a run; 404 where it made none.</summary>
    Task<Result<ListPage<UsageCall>>> List(string runId, ListQuery query, CancellationToken cancellation);
}

sealed class UsageCallsClient(ApiClient api) : IUsageCallsService
{
    public Task<Result<UsageCall>> Get(string id, CancellationToken cancellation) =>
        api.Get($"v2/usage/{Segment(id)}", ApiJson.Default.UsageCall, cancellation);

    public Task<Result<ListPage<UsageCall>>> List(string runId, ListQuery query, CancellationToken cancellation) =>
        api.Get($"v2/usage{new QueryString().Add("run_id", runId).Add(query)}", ApiJson.Default.ListPageUsageCall, cancellation);
}
