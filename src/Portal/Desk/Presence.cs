using Portal.Client.Desk;

namespace Portal.Desk;

/// <summary>Who has which thread before them, by connection. It lives in memory: with the process all connections end.</summary>
internal sealed class Presence(IDeskFeed feed, TimeProvider time)
{
    /// <summary>A page says it again well before.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(20);

    const int MostThreads = 20;

    readonly Lock gate = new();
    readonly Dictionary<string, List<Entry>> threads = [];
    readonly Dictionary<string, List<string>> connections = [];

    public bool IsThere(string threadId, string userId)
    {
        lock (gate) return threads.TryGetValue(threadId, out var entries) && entries.Exists(entry => entry.UserId == userId);
    }

    public IReadOnlyList<PresentPerson> Of(string threadId)
    {
        lock (gate) return People(threadId);
    }

    /// <summary>Every thread that somebody has before them, with its project.</summary>
    public IReadOnlyList<(string ProjectId, ThreadPresence Presence)> All()
    {
        lock (gate) return [.. threads.Select(thread => (thread.Value[0].ProjectId, new ThreadPresence(thread.Key, People(thread.Key))))];
    }

    public void Set(string connectionId, string threadId, string projectId, string userId, string name, PresenceState state) => Change(() =>
    {
        Remove(connectionId, threadId);
        if (state is PresenceState.Away) return [(threadId, projectId)];
        var mine = connections.TryGetValue(connectionId, out var known) ? known : connections[connectionId] = [];
        List<(string, string)> touched = [(threadId, projectId)];
        if (mine.Count == MostThreads) touched.AddRange(Remove(connectionId, mine[0]));
        mine = connections.TryGetValue(connectionId, out known) ? known : connections[connectionId] = [];
        mine.Add(threadId);
        var entries = threads.TryGetValue(threadId, out var present) ? present : threads[threadId] = [];
        entries.Add(new Entry(connectionId, projectId, userId, name, state, time.GetUtcNow() + Lifetime));
        return touched;
    });

    /// <summary>The connection has ended.</summary>
    public void Leave(string connectionId) => Change(() =>
        connections.TryGetValue(connectionId, out var mine) ? [.. mine.ToArray().SelectMany(threadId => Remove(connectionId, threadId))] : []);

    /// <summary>Forgets who has not said for a while that they are still there.</summary>
    public void Expire() => Change(() =>
    {
        var now = time.GetUtcNow();
        var late = threads.SelectMany(thread => thread.Value.Where(entry => entry.Until <= now).Select(entry => (entry.ConnectionId, thread.Key))).ToList();
        return [.. late.SelectMany(one => Remove(one.ConnectionId, one.Key))];
    });

    /// <summary>Tells of the threads in which other people, or the same in another way, are there after the change.</summary>
    void Change(Func<List<(string ThreadId, string ProjectId)>> change)
    {
        List<(string ThreadId, string ProjectId)> changed;
        lock (gate)
        {
            var before = threads.ToDictionary(thread => thread.Key, thread => People(thread.Key));
            changed = [.. change().Distinct().Where(one => !People(one.ThreadId).SequenceEqual(before.GetValueOrDefault(one.ThreadId, [])))];
        }

        foreach (var (threadId, projectId) in changed) feed.PresenceChanged(threadId, projectId);
    }

    List<(string ThreadId, string ProjectId)> Remove(string connectionId, string threadId)
    {
        if (!threads.TryGetValue(threadId, out var entries) || entries.Find(entry => entry.ConnectionId == connectionId) is not { } entry) return [];
        entries.Remove(entry);
        if (entries.Count == 0) threads.Remove(threadId);
        var mine = connections[connectionId];
        mine.Remove(threadId);
        if (mine.Count == 0) connections.Remove(connectionId);
        return [(threadId, entry.ProjectId)];
    }

    /// <summary>One line for each person, whatever number of pages they have open.</summary>
    IReadOnlyList<PresentPerson> People(string threadId) => threads.TryGetValue(threadId, out var entries)
        ? [.. entries.GroupBy(entry => entry.UserId).OrderBy(person => person.Key, StringComparer.Ordinal)
            .Select(person => new PresentPerson(person.Key, person.Last().Name, person.Max(entry => entry.State)))]
        : [];

    sealed record Entry(string ConnectionId, string ProjectId, string UserId, string Name, PresenceState State, DateTimeOffset Until);
}
