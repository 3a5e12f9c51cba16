namespace Portal.Client.Threads.Listing;

/// <summary>By what the rows stand.</summary>
public enum RowOrder
{
    /// <summary>Pinned ones first, then those with the newest activity.</summary>
    Activity,
    /// <summary>Who has waited longest is first.</summary>
    Waiting,
    /// <summary>As the server found them.</summary>
    Found,
}

/// <summary>
/// The threads of the list in their order, while they change. As long as it is held, each row stays where it is: what is
/// under the pointer does not move away from it.
/// </summary>
public sealed class ThreadRows(RowOrder order)
{
    readonly Dictionary<string, (ChatThread Thread, int Place)> known = [];
    readonly HashSet<string> leaving = [];
    int places;

    /// <summary>As drawn.</summary>
    public IReadOnlyList<ChatThread> Shown { get; private set; } = [];

    public bool HasMore { get; private set; }

    /// <summary>The last id of what was read, where the next page begins.</summary>
    public string? Last { get; private set; }

    public bool IsHeld { get; private set; }

    /// <summary>Rows have another place by now than the one they are held in.</summary>
    public bool IsStale { get; private set; }

    public ChatThread? Find(string? id) => id is not null && known.TryGetValue(id, out var found) ? found.Thread : null;

    /// <summary>Another page, after those before.</summary>
    public void Append(IEnumerable<ChatThread> page, string? last, bool hasMore)
    {
        foreach (var thread in page)
            if (!known.ContainsKey(thread.Id)) known[thread.Id] = (thread, places++);
        (Last, HasMore) = (last, hasMore);
        // What comes at the end moves nothing that is in view.
        Arrange();
    }

    /// <summary>A thread as it is now.</summary>
    /// <param name="belongs">Whether the list still asks for such a thread.</param>
    public void Take(ChatThread thread, bool belongs)
    {
        if (known.TryGetValue(thread.Id, out var before))
        {
            known[thread.Id] = (thread with { Match = before.Thread.Match }, before.Place);
            if (belongs) leaving.Remove(thread.Id);
            else leaving.Add(thread.Id);
        }
        else if (belongs && order != RowOrder.Found && !IsBeyond(thread))
        {
            known[thread.Id] = (thread, places++);
        }
        else
        {
            return;
        }

        Settle();
    }

    public void Remove(string id)
    {
        if (!known.Remove(id)) return;
        leaving.Remove(id);
        Shown = [.. Shown.Where(thread => thread.Id != id)];
    }

    public void Hold(bool held)
    {
        IsHeld = held;
        if (!held) Release();
    }

    /// <summary>Puts each row where it belongs, held or not.</summary>
    public void Release()
    {
        foreach (var id in leaving) known.Remove(id);
        leaving.Clear();
        Arrange();
    }

    void Settle()
    {
        if (!IsHeld)
        {
            Release();
            return;
        }

        IsStale = leaving.Count > 0 || !Ordered().Select(thread => thread.Id).SequenceEqual(Shown.Select(thread => thread.Id));
        Shown = [.. Shown.Select(thread => known[thread.Id].Thread)];
    }

    void Arrange()
    {
        Shown = [.. Ordered()];
        IsStale = false;
    }

    /// <summary>It stands after all that were read: the page that has it will bring it.</summary>
    bool IsBeyond(ChatThread thread) => HasMore && order switch
    {
        RowOrder.Waiting => known.Values.All(one => one.Thread.WaitingSince <= thread.WaitingSince),
        _ => thread.Pinned != true && known.Values.All(one => one.Thread.Pinned == true || one.Thread.LastActivityAt >= thread.LastActivityAt),
    };

    IEnumerable<ChatThread> Ordered() => (order switch
    {
        RowOrder.Activity => known.Values.OrderByDescending(one => one.Thread.Pinned == true).ThenByDescending(one => one.Thread.LastActivityAt).ThenBy(one => one.Place),
        RowOrder.Waiting => known.Values.OrderBy(one => one.Thread.WaitingSince ?? long.MaxValue).ThenBy(one => one.Place),
        _ => known.Values.OrderBy(one => one.Place),
    }).Select(one => one.Thread);
}
