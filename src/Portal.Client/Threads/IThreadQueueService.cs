using Portal.Client.Api;

namespace Portal.Client.Threads;

/// <summary>Work on many threads at once.</summary>
public interface IThreadQueueService
{
    /// <param name="projectId">Null for all that the caller may read.</param>
    Task<Result<ThreadQueueStats>> GetStats(string? projectId, CancellationToken cancellation);

    /// <summary>Changes each thread by itself: one that is refused stops no other. In the order of the ids, each once.</summary>
    Task<Result<ListPage<ThreadBulkOutcome>>> Change(ThreadBulkInput input, CancellationToken cancellation);
}

sealed class ThreadQueueClient(ApiClient api) : IThreadQueueService
{
    public Task<Result<ThreadQueueStats>> GetStats(string? projectId, CancellationToken cancellation) =>
        api.Get($"v2/threads/queue_stats{new QueryString().Add("project_id", projectId)}", ApiJson.Default.ThreadQueueStats, cancellation, projectId);

    public Task<Result<ListPage<ThreadBulkOutcome>>> Change(ThreadBulkInput input, CancellationToken cancellation) =>
        api.Post("v2/threads/bulk", input, ApiJson.Default.ThreadBulkInput, ApiJson.Default.ListPageThreadBulkOutcome, cancellation);
}
