using MudBlazor;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Handling;
using Portal.Client.Projects;

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
sealed class ThreadActions(IThreadsService threads, IHandlingService handling)
{
    /// <summary>Whether it would change the thread, and the person may do it.</summary>
    public static bool Fits(ThreadAction action, ChatThread thread, Session? session) => action switch
    {
        ThreadAction.Pin => thread.Pinned == false,
        ThreadAction.Unpin => thread.Pinned == true,
        _ when !MayChat(session, thread.ProjectId) => false,
        ThreadAction.Resolve => thread.Status == ThreadStatus.Active,
        ThreadAction.Reopen => thread.Status != ThreadStatus.Active,
        ThreadAction.Archive => thread.Status != ThreadStatus.Archived,
        _ => thread.AssigneeId != session!.UserId,
    };

    public static bool MayChat(Session? session, string projectId) => session is not null
        && (session.ManagesOrganization || session.Projects.Any(place => place.ProjectId == projectId && place.ChatAccess == ChatAccess.Write));

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
        foreach (var thread in on.Where(thread => Fits(action, thread, session)))
        {
            var done = await Do(action, thread, session?.UserId, cancellation);
            if (done.IsSuccess)
            {
                changed.Add(done.Value);
                continue;
            }

            refused++;
            error ??= done.Error;
        }

        return new(changed, refused, error);
    }

    Task<Result<ChatThread>> Do(ThreadAction action, ChatThread thread, string? userId, CancellationToken cancellation) => action switch
    {
        ThreadAction.Pin => threads.View(thread.Id, new() { Pinned = true }, cancellation),
        ThreadAction.Unpin => threads.View(thread.Id, new() { Pinned = false }, cancellation),
        ThreadAction.AssignToMe => handling.Assign(thread.Id, new() { AssigneeId = userId }, cancellation),
        ThreadAction.Resolve => threads.Update(thread.Id, InputOf(thread) with { Status = ThreadStatus.Resolved }, cancellation),
        ThreadAction.Reopen => threads.Update(thread.Id, InputOf(thread) with { Status = ThreadStatus.Active }, cancellation),
        _ => threads.Update(thread.Id, InputOf(thread) with { Status = ThreadStatus.Archived }, cancellation),
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
