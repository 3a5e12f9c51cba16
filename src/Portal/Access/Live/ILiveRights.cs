namespace Portal.Access.Live;

/// <summary>Ends what outlives a request, streams and hub connections, soon after the right to it is gone.</summary>
internal interface ILiveRights
{
    /// <summary>
    /// Watches until disposed. <see cref="LiveRight.Lost"/> is cancelled at most 1 s after the caller's session, key, role,
    /// membership or expiry no longer gives the right.
    /// </summary>
    /// <param name="stillAllowed">Asked with the caller as the database knows them now; quick, and without effects.</param>
    LiveRight Watch(Caller caller, Func<Caller, bool> stillAllowed);
}

internal sealed class LiveRight : IDisposable
{
    readonly CancellationTokenSource lost = new();
    readonly Func<Caller, bool> stillAllowed;
    readonly Action<LiveRight> unwatch;

    public LiveRight(Caller caller, Func<Caller, bool> stillAllowed, Action<LiveRight> unwatch)
    {
        (Caller, this.stillAllowed, this.unwatch) = (caller, stillAllowed, unwatch);
        Lost = lost.Token;
    }

    public Caller Caller { get; }

    public CancellationToken Lost { get; }

    /// <param name="fresh">Null where the session or key has ended.</param>
    public void Check(Caller? fresh)
    {
        if (fresh is null || !stillAllowed(fresh)) End();
    }

    public void End()
    {
        try
        {
            // Whoever listens may do much; the loop that looks after all the others does not wait for it.
            _ = lost.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It was given up at this very moment.
        }
    }

    public void Dispose()
    {
        unwatch(this);
        lost.Dispose();
    }
}
