using Portal.Client.Api;

namespace Portal.Client.Usage;

public interface IUsageService
{
    /// <summary>Use of one project, or, where it is null, of the organization.</summary>
    Task<Result<UsageReport>> Get(string? projectId, UsageQuery query, CancellationToken cancellation);

    /// <summary>The runs that made calls in a stretch of time and group, the newest first.</summary>
    Task<Result<ListPage<UsageRun>>> ListRuns(string? projectId, UsageRunsQuery runs, ListQuery query, CancellationToken cancellation);
}
