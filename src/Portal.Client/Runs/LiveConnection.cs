namespace Portal.Client.Runs;

public enum LiveState
{
    Connected,
    Reconnecting,
    /// <summary>Several attempts have failed; they go on, less often.</summary>
    Offline,
}

/// <summary>Whether the page hears of events, for the page to show. On the server, which draws only the first HTML, always connected.</summary>
public sealed class LiveConnection
{
    public LiveState State { get; private set; }

    public event Action? Changed;

    public void Set(LiveState state)
    {
        if (state == State) return;
        State = state;
        Changed?.Invoke();
    }
}
