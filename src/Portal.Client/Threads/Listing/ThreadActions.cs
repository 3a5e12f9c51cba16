using MudBlazor;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Handling;

namespace Portal.Client.Threads.Listing;

public enum ThreadAction
{
    Pin,
    Unpin,
    Resolve,
    Reopen,
    Archive,
    AssignToMe,
}

/// <param name="Refused">How many were not changed.</param>
/// <param name="Error">Why, of the first of them.</param>
public sealed record ThreadActionOutcome(IReadOnlyList<ChatThread> Changed, int Refused, ApiError? Error);

/// <summary>What is done with threads from the list, one or many.</summary>
sealed class ThreadActions(IThreadQueueService queue)
{
    const int MostAtOnce = 100;

    /// <summary>Whether it would change the thread, and the person may do it.</summary>
    public static bool Fits(ThreadAction action, ChatThread thread, Session? session) => action switch
    {
        ThreadAction.Pin => thread.Pinned == false,
        ThreadAction.Unpin => thread.Pinned == true,
        _ when !session.MayChat(thread.ProjectId) => false,
        ThreadAction.Resolve => thread.Status == ThreadStatus.Active,
        ThreadAction.Reopen => thread.Status != ThreadStatus.Active,
        ThreadAction.Archive => thread.Status != ThreadStatus.Archived,
        _ => thread.AssigneeId != session!.UserId,
    };

    public static string IconOf(ThreadAction action) => action switch
    {
        ThreadAction.Pin => Icons.Material.Outlined.PushPin,
        ThreadAction.Unpin => Icons.Material.Filled.PushPin,
        ThreadAction.Resolve => Icons.Material.Outlined.TaskAlt,
        ThreadAction.Reopen => Icons.Material.Outlined.Replay,
        ThreadAction.Archive => Icons.Material.Outlined.Archive,
        _ => Icons.Material.Outlined.PersonAdd,
    };

    /// <summary>Each by itself: one that is refused stops no other.</summary>
    public async Task<ThreadActionOutcome> Do(ThreadAction action, IReadOnlyList<ChatThread> on, Session? session, CancellationToken cancellation)
    {
        List<ChatThread> changed = [];
        var (refused, error) = (0, (ApiError?)null);
        foreach (var some in on.Where(thread => Fits(action, thread, session)).Chunk(MostAtOnce))
        {
            var done = await queue.Change(InputOf(action, session?.UserId) with { Ids = [.. some.Select(thread => thread.Id)] }, cancellation);
            var refusals = done.IsSuccess
                ? done.Value.Data.Where(one => one.Status is ThreadBulkStatus.Refused).ToDictionary(one => one.Id, one => one.Error)
                : some.ToDictionary(thread => thread.Id, _ => (ApiError?)done.Error);
            changed.AddRange(some.Where(thread => !refusals.ContainsKey(thread.Id)).Select(thread => Done(action, thread, session)));
            refused += refusals.Count;
            error ??= refusals.Values.FirstOrDefault();
        }

        return new(changed, refused, error);
    }

    static ThreadBulkInput InputOf(ThreadAction action, string? userId) => action switch
    {
        ThreadAction.Pin => new() { Ids = [], Pinned = true },
        ThreadAction.Unpin => new() { Ids = [], Pinned = false },
        ThreadAction.AssignToMe => new() { Ids = [], AssigneeId = new(userId) },
        _ => new() { Ids = [], Status = StatusAfter(action) },
    };

    static ChatThread Done(ThreadAction action, ChatThread thread, Session? session) => action switch
    {
        ThreadAction.Pin or ThreadAction.Unpin => thread with { Pinned = action is ThreadAction.Pin },
        ThreadAction.AssignToMe => thread with { AssigneeId = session!.UserId, Assignee = new(session.UserId, session.Name) },
        _ => thread with { Status = StatusAfter(action) },
    };

    static ThreadStatus StatusAfter(ThreadAction action) => action switch
    {
        ThreadAction.Resolve => ThreadStatus.Resolved,
        ThreadAction.Archive => ThreadStatus.Archived,
        _ => ThreadStatus.Active,
    };

    /// <summary>A thread as it is, for an update that changes one thing of it.</summary>
    public static ThreadInput InputOf(ChatThread thread) => new()
    {
        AssistantId = thread.AssistantId,
        Title = thread.Title,
        Status = thread.Status,
        AssigneeId = thread.AssigneeId,
        Metadata = thread.Metadata,
    };
}
