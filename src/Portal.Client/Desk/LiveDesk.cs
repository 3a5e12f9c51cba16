namespace Portal.Client.Desk;

/// <summary>What the desk tells, followed once for all that shows it on the page.</summary>
public sealed class LiveDesk(IDeskEvents events) : IDisposable
{
    readonly CancellationTokenSource ending = new();
    readonly Dictionary<string, IReadOnlyList<PresentPerson>> presence = [];
    Task? following;

    /// <summary>What needs the person, newest first.</summary>
    public IReadOnlyList<Attention> Attention { get; private set; } = [];

    /// <summary>Comes after the change is in what this tells.</summary>
    public event Action<DeskEvent>? Happened;

    /// <summary>From the first call on.</summary>
    public void Follow() => following ??= Read();

    public IReadOnlyList<PresentPerson> PeopleIn(string threadId) => presence.GetValueOrDefault(threadId, []);

    /// <param name="threadId">Null for all of them.</param>
    public void Clear(string? threadId)
    {
        foreach (var id in Attention.Select(one => one.ThreadId).Where(id => threadId is null || id == threadId).Distinct().ToArray()) Take(new AttentionCleared(id));
    }

    public void Dispose()
    {
        ending.Cancel();
        ending.Dispose();
    }

    async Task Read()
    {
        try
        {
            await foreach (var happened in events.Follow(null, ending.Token)) Take(happened);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
    }

    void Take(DeskEvent happened)
    {
        switch (happened)
        {
            case DeskSnapshot snapshot:
                presence.Clear();
                foreach (var (threadId, people) in snapshot.Presence) presence[threadId] = people;
                Attention = snapshot.Attention;
                break;
            case PresenceChanged { People.Count: 0 } left:
                presence.Remove(left.ThreadId);
                break;
            case PresenceChanged change:
                presence[change.ThreadId] = change.People;
                break;
            case AttentionAdded { Attention: var added }:
                Attention = [added, .. Attention.Where(one => one.Id != added.Id)];
                break;
            case AttentionCleared cleared:
                Attention = [.. Attention.Where(one => one.ThreadId != cleared.ThreadId)];
                break;
            case ThreadDeleted deleted:
                presence.Remove(deleted.ThreadId);
                Attention = [.. Attention.Where(one => one.ThreadId != deleted.ThreadId)];
                break;
        }

        Happened?.Invoke(happened);
    }
}
