namespace Portal.Client.Runs;

/// <summary>What is live on a page: followed by the hub, and while that is away, read again from time to time.</summary>
public sealed class LiveReading : IDisposable
{
    static readonly TimeSpan WithoutHub = TimeSpan.FromSeconds(15);

    readonly LiveConnection live;
    readonly TimeProvider time;
    readonly Func<Func<Task>, Task> invoke;
    readonly Action render;
    CancellationTokenSource? following;
    ITimer? again;

    /// <param name="invoke">Runs on the page's own thread.</param>
    /// <param name="render">Draws the page anew where the connection comes or goes.</param>
    public LiveReading(LiveConnection live, TimeProvider time, Func<Func<Task>, Task> invoke, Action render)
    {
        (this.live, this.time, this.invoke, this.render) = (live, time, invoke, render);
        live.Changed += render;
    }

    public bool IsLive => live.State == LiveState.Connected;

    /// <summary>In place of what was followed before; returns once this is no longer followed.</summary>
    /// <param name="take">Shows what has come.</param>
    /// <param name="read">Reads again; what is shown stays where that fails.</param>
    /// <param name="ended">The right to it is gone, or the thing itself: reading says which.</param>
    public async Task Follow<T>(Func<CancellationToken, IAsyncEnumerable<T>> follow, Func<T, Task> take, Func<Task> read, Func<Task> ended)
    {
        Stop();
        var mine = following = new CancellationTokenSource();
        again = time.CreateTimer(_ => _ = IsLive ? Task.CompletedTask : invoke(read), null, WithoutHub, WithoutHub);
        try
        {
            await foreach (var came in follow(mine.Token)) await invoke(() => take(came));
            await invoke(ended);
        }
        catch (OperationCanceledException) when (mine.IsCancellationRequested)
        {
            // Something else is looked at, or nothing.
        }
    }

    public void Dispose()
    {
        live.Changed -= render;
        Stop();
    }

    void Stop()
    {
        again?.Dispose();
        following?.Cancel();
        following?.Dispose();
        following = null;
    }
}
