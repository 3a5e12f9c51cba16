using System.Runtime.CompilerServices;
using Portal.Access;
using Portal.Access.Live;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Desk;
using Portal.Data;
using Portal.Projects;
using Portal.Threads;

namespace Portal.Desk;

/// <summary>
/// The live view of all threads that a caller may read. It ends with the caller's token, when the server stops, and when the
/// caller's rights become others: whoever may then begins anew.
/// </summary>
internal sealed class DeskStreams(
    IDatabase database,
    IDeskFeed feed,
    Presence presence,
    IProjectDirectory projects,
    CallContext context,
    ILiveRights rights,
    IHostApplicationLifetime lifetime,
    TimeProvider time)
{
    /// <summary>Of one thread no more than one state is sent in this time.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    const int BatchSize = 200;
    const int ListedAttention = 100;

    /// <param name="projectId">Null for all projects.</param>
    public async Task<Result<IAsyncEnumerable<DeskEvent>>> Follow(string? projectId, CancellationToken cancellation)
    {
        var caller = context.Caller;
        var denied = projectId is null ? caller.Check(Permission.ReadConversations) : caller.Check(Permission.ReadConversations, projectId);
        if (denied is not null) return denied;
        if (projectId is not null && await projects.Find(projectId, cancellation) is null) return ApiError.NotFound("project", projectId);
        return Result.Of(Guarded(caller, DeskReach.Of(caller, projectId)!, projectId, cancellation));
    }

    async IAsyncEnumerable<DeskEvent> Guarded(Caller caller, DeskReach reach, string? projectId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var right = rights.Watch(caller, fresh => reach.IsSame(DeskReach.Of(fresh, projectId)));
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation, right.Lost, lifetime.ApplicationStopping);
        using var desk = feed.Subscribe(caller.Kind is ActorType.User ? caller.Id : "", reach);
        var told = new ToldAttention();
        yield return await Snapshot(caller, reach, told, ends.Token);
        while (true)
        {
            await desk.Arrived.WaitAsync(ends.Token);
            var changes = desk.Take();
            if (changes.Everything) yield return await Snapshot(caller, reach, told, ends.Token);
            foreach (var id in changes.Deleted)
            {
                told.Forget(id);
                yield return new ThreadDeleted(id);
            }

            foreach (var batch in changes.Threads.Chunk(BatchSize))
            {
                foreach (var happened in await Read(caller, reach, batch, told, ends.Token)) yield return happened;
            }

            foreach (var id in changes.Presence) yield return new PresenceChanged(id, presence.Of(id));
            await Task.Delay(Pause, time, ends.Token);
        }
    }

    async Task<DeskSnapshot> Snapshot(Caller caller, DeskReach reach, ToldAttention told, CancellationToken cancellation)
    {
        var attention = await database.Read(connection => OpenAttention.Of(connection, caller, reach), cancellation);
        told.Begin(attention);
        return new DeskSnapshot(
            [.. presence.All().Where(thread => reach.Covers(thread.ProjectId)).Select(thread => thread.Presence)],
            [.. attention.Take(ListedAttention)]);
    }

    async Task<IReadOnlyList<DeskEvent>> Read(
        Caller caller, DeskReach reach, KeyValuePair<string, string>[] changed, ToldAttention told, CancellationToken cancellation)
    {
        string[] ids = [.. changed.Select(thread => thread.Key)];
        var (threads, attention) = await database.Read(connection => (
            ThreadViews.Of(connection, caller, [.. ThreadsRepository.Find(connection, ids).Select(row => row.ToThread())]).ToDictionary(thread => thread.Id),
            OpenAttention.Of(connection, caller, reach, ids).ToLookup(one => one.ThreadId)), cancellation);
        var events = new List<DeskEvent>();
        foreach (var (id, cause) in changed)
        {
            // Deleted since; that is told of its own.
            if (!threads.TryGetValue(id, out var thread)) continue;
            events.Add(new ThreadChanged(thread, cause));
            events.AddRange(told.Tell(id, [.. attention[id]]));
        }

        return events;
    }
}

/// <summary>Which attention a desk has told its reader of, thread by thread.</summary>
internal sealed class ToldAttention
{
    readonly Dictionary<string, HashSet<string>> byThread = [];

    public void Begin(IEnumerable<Attention> all)
    {
        byThread.Clear();
        foreach (var thread in all.GroupBy(one => one.ThreadId)) byThread[thread.Key] = [.. thread.Select(one => one.Id)];
    }

    public void Forget(string threadId) => byThread.Remove(threadId);

    /// <param name="open">All that there is of the thread now.</param>
    public IEnumerable<DeskEvent> Tell(string threadId, IReadOnlyList<Attention> open)
    {
        var before = byThread.GetValueOrDefault(threadId, []);
        var gone = before.Any(id => open.All(one => one.Id != id));
        if (open.Count == 0) byThread.Remove(threadId);
        else byThread[threadId] = [.. open.Select(one => one.Id)];
        if (gone) yield return new AttentionCleared(threadId);
        foreach (var one in open.Reverse().Where(one => gone || !before.Contains(one.Id))) yield return new AttentionAdded(one);
    }
}
