using Portal.Client.Api;
using Portal.Client.Handling;
using Portal.Client.Tests.Shared;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Threads;

/// <summary>Threads in memory, listed in the order in which they stand there.</summary>
sealed class FakeThreads : IThreadsService, IThreadQueueService, IHandlingService
{
    readonly IHandlingService others = Refusing.Everything<IHandlingService>();

    public List<ChatThread> Stored { get; } = [];

    public List<(ThreadFilter Filter, ListQuery Query)> Asked { get; } = [];

    /// <summary>For what a search leaves out.</summary>
    public List<(ThreadFilter Filter, ListQuery Query)> AskedForSealed { get; } = [];

    /// <summary>What was done, in order.</summary>
    public List<string> Calls { get; } = [];

    public ApiError? Failure { get; set; }

    /// <summary>Ids of threads that refuse every change.</summary>
    public HashSet<string> Refusals { get; } = [];

    public static ChatThread Make(string id, string? title, long activity = 1_795_000_000) => new(
        id, "proj_1", "asst_1", title, ThreadStatus.Active, "user_1", null, new Dictionary<string, string>(), activity, null)
    {
        LastActivityAt = activity,
        Pinned = false,
        Unread = 0,
        SeenSequence = 0,
    };

    public Task<Result<ListPage<ChatThread>>> List(ThreadFilter filter, ListQuery query, CancellationToken cancellation)
    {
        (filter.Sealed is null ? Asked : AskedForSealed).Add((filter, query));
        if (Failure is not null) return Task.FromResult<Result<ListPage<ChatThread>>>(Failure);
        var listed = Stored.FindAll(thread => (filter.Pinned is not true || thread.Pinned is true) && (filter.Sealed is not true || thread.Sealed));
        var rest = listed.Skip(query.After is null ? 0 : listed.FindIndex(thread => thread.Id == query.After) + 1).ToList();
        var page = rest.Take(query.Limit).ToList();
        return Task.FromResult<Result<ListPage<ChatThread>>>(new ListPage<ChatThread>(page, page.FirstOrDefault()?.Id, page.LastOrDefault()?.Id, rest.Count > page.Count));
    }

    public Task<Result<ThreadQueueStats>> GetStats(string? projectId, CancellationToken cancellation) =>
        Task.FromResult<Result<ThreadQueueStats>>(new ThreadQueueStats(projectId, Stored.Count, 1, 1_795_000_000, 240));

    public Task<Result<ListPage<ThreadBulkOutcome>>> Change(ThreadBulkInput input, CancellationToken cancellation)
    {
        Calls.Add($"change {string.Join(' ', input.Ids)}: {input.Status} {input.AssigneeId?.UserId} {input.Pinned}".TrimEnd());
        var outcomes = input.Ids.Select(id => Refusals.Contains(id)
            ? new ThreadBulkOutcome(id, ThreadBulkStatus.Refused, ApiError.Forbidden("Not yours to change."))
            : new ThreadBulkOutcome(id, ThreadBulkStatus.Done, null)).ToList();
        return Task.FromResult<Result<ListPage<ThreadBulkOutcome>>>(new ListPage<ThreadBulkOutcome>(outcomes, input.Ids[0], input.Ids[^1], false));
    }

    public Task<Result<ChatThread>> Get(string id, CancellationToken cancellation) =>
        Task.FromResult<Result<ChatThread>>(Stored.Find(thread => thread.Id == id) is { } found ? found : ApiError.NotFound("thread", id));

    public Task<Result<ChatThread>> Create(ThreadCreate input, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Result<ChatThread>> Update(string id, ThreadInput input, CancellationToken cancellation) =>
        Change($"update {id} {input.Status} {input.Title}", id, thread => thread with { Title = input.Title, Status = input.Status, AssigneeId = input.AssigneeId });

    public Task<Result<Deleted>> Delete(string id, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Result<ChatThread>> View(string id, ThreadViewInput input, CancellationToken cancellation) =>
        Change($"view {id} {input.Pinned} {input.SeenSequence}", id, thread => thread with
        {
            Pinned = input.Pinned ?? thread.Pinned,
            SeenSequence = input.SeenSequence ?? thread.SeenSequence,
            Unread = input.SeenSequence is null ? thread.Unread : 0,
        });

    public Task<Result<ThreadsRead>> ReadAll(ThreadReadAllInput input, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Result<ThreadMemory>> GetMemory(string id, string? query, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Result<ChatThread>> Assign(string threadId, AssignInput input, CancellationToken cancellation) =>
        Change($"assign {threadId} {input.AssigneeId}", threadId, thread => thread with { AssigneeId = input.AssigneeId });

    public Task<Result<ChatThread>> TakeOver(string threadId, CancellationToken cancellation) => others.TakeOver(threadId, cancellation);

    public Task<Result<ChatThread>> HandBack(string threadId, HandBackInput input, CancellationToken cancellation) => others.HandBack(threadId, input, cancellation);

    public Task<Result<ChatThread>> RequestPerson(string threadId, PersonRequestInput input, CancellationToken cancellation) => others.RequestPerson(threadId, input, cancellation);

    public Task<Result<ListPage<ThreadNote>>> ListNotes(string threadId, ListQuery query, CancellationToken cancellation) => others.ListNotes(threadId, query, cancellation);

    public Task<Result<ThreadNote>> AddNote(string threadId, NoteInput input, string? idempotencyKey, CancellationToken cancellation) =>
        others.AddNote(threadId, input, idempotencyKey, cancellation);

    public Task<Result<ListPage<ThreadActivity>>> ListActivity(string threadId, ListQuery query, CancellationToken cancellation) => others.ListActivity(threadId, query, cancellation);

    Task<Result<ChatThread>> Change(string call, string id, Func<ChatThread, ChatThread> change)
    {
        Calls.Add(call.TrimEnd());
        if (Refusals.Contains(id)) return Task.FromResult<Result<ChatThread>>(ApiError.Forbidden("Not yours to change."));
        var at = Stored.FindIndex(thread => thread.Id == id);
        return Task.FromResult<Result<ChatThread>>(Stored[at] = change(Stored[at]));
    }
}
