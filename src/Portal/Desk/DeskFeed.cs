using System.Collections.Concurrent;

namespace Portal.Desk;

/// <summary>
/// Tells the open desks which threads have changed, after the change is on disk. It carries ids alone: each desk reads what
/// its caller may see of them when it is ready for it.
/// </summary>
internal interface IDeskFeed
{
    /// <param name="cause">The newest of the events that have changed it.</param>
    void ThreadChanged(string threadId, string projectId, string cause);

    void ThreadDeleted(string threadId, string projectId);

    /// <summary>Something of this user's own view of the thread.</summary>
    void ViewChanged(string userId, string threadId, string projectId);

    void PresenceChanged(string threadId, string projectId);

    /// <summary>More than is worth telling one by one: of a user's own view, or of a project.</summary>
    void MuchChanged(string? userId, string? projectId);

    /// <summary>Hears of all that happens from now on, until disposed.</summary>
    DeskSubscription Subscribe(string userId, DeskReach reach);
}

internal sealed class DeskFeed : IDeskFeed
{
    const string View = "view.changed";

    readonly ConcurrentDictionary<DeskSubscription, bool> open = [];

    public void ThreadChanged(string threadId, string projectId, string cause)
    {
        foreach (var desk in In(projectId)) desk.Add(changes => changes.AddThread(threadId, cause));
    }

    public void ThreadDeleted(string threadId, string projectId)
    {
        foreach (var desk in In(projectId)) desk.Add(changes => changes.AddDeleted(threadId));
    }

    public void ViewChanged(string userId, string threadId, string projectId)
    {
        foreach (var desk in In(projectId).Where(desk => desk.UserId == userId)) desk.Add(changes => changes.AddThread(threadId, View));
    }

    public void PresenceChanged(string threadId, string projectId)
    {
        foreach (var desk in In(projectId)) desk.Add(changes => changes.AddPresence(threadId));
    }

    public void MuchChanged(string? userId, string? projectId)
    {
        foreach (var desk in open.Keys.Where(desk => (userId is null || desk.UserId == userId) && (projectId is null || desk.Reach.Covers(projectId))))
            desk.Add(changes => changes.AddEverything());
    }

    public DeskSubscription Subscribe(string userId, DeskReach reach)
    {
        var desk = new DeskSubscription(userId, reach, gone => open.TryRemove(gone, out _));
        open[desk] = true;
        return desk;
    }

    IEnumerable<DeskSubscription> In(string projectId) => open.Keys.Where(desk => desk.Reach.Covers(projectId));
}
