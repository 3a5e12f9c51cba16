using System.Data;
using Portal.Access;
using Portal.Client.Audit;
using Portal.Client.Threads;

namespace Portal.Threads;

/// <summary>Adds to threads what is the caller's own; a key sees nothing and pins nothing.</summary>
internal static class ThreadViews
{
    public static ChatThread Of(IDbConnection connection, Caller caller, ChatThread thread) => Of(connection, caller, [thread])[0];

    /// <summary>In the order given.</summary>
    public static IReadOnlyList<ChatThread> Of(IDbConnection connection, Caller caller, IReadOnlyList<ChatThread> threads)
    {
        if (caller.Kind is not ActorType.User || threads.Count == 0) return threads;
        var views = ThreadViewsRepository.Find(connection, caller.Id, Born(caller.Id), [.. threads.Select(thread => thread.Id)]).ToDictionary(view => view.ThreadId);
        return [.. threads.Select(thread => views.TryGetValue(thread.Id, out var view) ? With(thread, view) : thread)];
    }

    static ChatThread With(ChatThread thread, ThreadViewRow view) => thread with
    {
        Pinned = view.Pinned != 0,
        Unread = (int)view.Unread,
        SeenSequence = Math.Max(view.SeenSequence, view.ReadSequence ?? 0),
        FirstUnreadId = view.FirstUnreadId,
    };

    /// <summary>Ids sort by the time of their making, whatever they name.</summary>
    public static string Born(string userId) => userId.IndexOf('_') is >= 0 and var at ? $"msg{userId[at..]}" : "";
}
