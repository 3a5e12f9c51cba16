namespace Portal.Desk;

/// <summary>One open desk: what has changed since it last looked. However slow its reader, it holds an id once, and not too many.</summary>
internal sealed class DeskSubscription(string userId, DeskReach reach, Action<DeskSubscription> leave) : IDisposable
{
    readonly Lock gate = new();
    DeskChanges pending = new();
    TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string UserId => userId;

    public DeskReach Reach => reach;

    public void Add(Action<DeskChanges> add)
    {
        lock (gate)
        {
            add(pending);
            arrived.TrySetResult();
        }
    }

    /// <summary>Completes once there is something to take.</summary>
    public Task Arrived
    {
        get { lock (gate) return arrived.Task; }
    }

    public DeskChanges Take()
    {
        lock (gate)
        {
            var taken = pending;
            pending = new DeskChanges();
            arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return taken;
        }
    }

    public void Dispose() => leave(this);
}

/// <summary>Which threads have changed, by id.</summary>
internal sealed class DeskChanges
{
    /// <summary>Where more have changed, the desk begins anew.</summary>
    public const int Most = 2000;

    /// <summary>With the newest cause of each.</summary>
    public Dictionary<string, string> Threads { get; } = [];

    public HashSet<string> Deleted { get; } = [];

    public HashSet<string> Presence { get; } = [];

    public bool Everything { get; private set; }

    public void AddThread(string id, string cause) => Bounded(() => Threads[id] = cause);

    public void AddPresence(string id) => Bounded(() => Presence.Add(id));

    public void AddDeleted(string id) => Bounded(() =>
    {
        Threads.Remove(id);
        Deleted.Add(id);
    });

    public void AddEverything()
    {
        Everything = true;
        Threads.Clear();
        Deleted.Clear();
        Presence.Clear();
    }

    void Bounded(Action add)
    {
        if (Everything) return;
        add();
        if (Threads.Count + Deleted.Count + Presence.Count > Most) AddEverything();
    }
}
