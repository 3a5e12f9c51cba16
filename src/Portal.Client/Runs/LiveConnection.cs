namespace Portal.Client.Runs;

public enum LiveState
{
    Connected,
    Reconnecting,
    /// <summary>Several attempts have failed; they go on, less often.</summary>
    Offline,
}

/// <summary>Something worth a word once the connection is back.</summary>
/// <param name="ServerRestarted">It is another start of the server than before.</param>
/// <param name="Tokens">About how many tokens of text were written in a followed thread meanwhile.</param>
public sealed record LiveNote(bool ServerRestarted = false, int Tokens = 0);

/// <summary>Whether the page hears of events, for the page to show. On the server, which draws only the first HTML, always connected.</summary>
public sealed class LiveConnection
{
    public LiveState State { get; private set; }

    public event Action? Changed;

    public event Action<LiveNote>? Noted;

    /// <summary>The machine slept, the network came or went, or the page was out of sight: whoever holds the connection tries it at once.</summary>
    public event Action? Doubted;

    public void Set(LiveState state)
    {
        if (state == State) return;
        State = state;
        Changed?.Invoke();
    }

    public void Note(LiveNote note) => Noted?.Invoke(note);

    public void Doubt() => Doubted?.Invoke();
}
