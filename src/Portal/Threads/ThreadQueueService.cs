using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Threads;
using Portal.Data;
using Portal.Handling;
using Portal.Projects;

namespace Portal.Threads;

internal sealed class ThreadQueueService(
    IDatabase database,
    IJournal journal,
    CallContext context,
    ThreadsService threads,
    IProjectDirectory projectDirectory,
    Refusals refusals,
    TimeProvider time) : IThreadQueueService
{
    const long StatsSeconds = 86_400;

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public async Task<Result<ThreadQueueStats>> GetStats(string? projectId, CancellationToken cancellation)
    {
        var projects = threads.Readable(projectId);
        if (!projects.IsSuccess) return projects.Error;
        if (projectId is not null && await projectDirectory.Find(projectId, cancellation) is null) return ApiError.NotFound("project", projectId, "project_id");
        return await database.Read(connection =>
        {
            var (waiting, unassigned, oldest) = ThreadLists.CountWaiting(connection, projects.Value.Ids);
            return new ThreadQueueStats(projectId, (int)waiting, (int)unassigned, oldest, AnsweredWaits.Median(connection, projects.Value.Ids, Now - StatsSeconds));
        }, cancellation);
    }

    public async Task<Result<ListPage<ThreadBulkOutcome>>> Change(ThreadBulkInput input, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ReadConversations) is { } denied) return denied;
        if (input is { Status: null, AssigneeId: null, Pinned: null })
            return ApiError.Invalid("Give at least one of 'status', 'assignee_id' and 'pinned'.", "status", "missing_field");

        // The key stands for all changes together, and not for the first of them.
        var key = context.Idempotency;
        context.Idempotency = null;
        var outcomes = new List<ThreadBulkOutcome>();
        foreach (var id in input.Ids.Distinct(StringComparer.Ordinal))
        {
            var error = await ChangeOne(id, input, cancellation);
            if (error is not null) error = await refusals.Record(context.ToCallInfo(), error, "thread", id);
            outcomes.Add(new(id, error is null ? ThreadBulkStatus.Done : ThreadBulkStatus.Refused, error));
        }

        context.Idempotency = key;
        var bulkId = Ids.New("bulk");
        return await journal.Commit(new AuditEntry("thread.bulk_updated", "thread_bulk", bulkId, null), connection =>
        {
            ThreadBulks.Insert(connection, bulkId, context.Caller.Id, outcomes, Now);
            return Page(outcomes);
        }, cancellation);
    }

    /// <summary>What an earlier change answered.</summary>
    public async Task<Result<ListPage<ThreadBulkOutcome>>> GetChanged(string bulkId, CancellationToken cancellation) =>
        await database.Read(connection => ThreadBulks.Find(connection, context.Caller.Id, bulkId), cancellation) is { } outcomes
            ? Page(outcomes)
            : ApiError.NotFound("change", bulkId);

    async Task<ApiError?> ChangeOne(string id, ThreadBulkInput input, CancellationToken cancellation)
    {
        if (input.Status is not null || input.AssigneeId is not null)
        {
            var changed = await threads.Change(id, input.Status, input.AssigneeId, cancellation);
            if (!changed.IsSuccess) return changed.Error;
        }

        return input.Pinned is null ? null : (await threads.View(id, new ThreadViewInput { Pinned = input.Pinned }, cancellation)).Error;
    }

    static ListPage<ThreadBulkOutcome> Page(IReadOnlyList<ThreadBulkOutcome> outcomes) => new(outcomes, outcomes[0].Id, outcomes[^1].Id, false);
}
