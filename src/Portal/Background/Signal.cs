namespace Portal.Background;

/// <summary>Says that something has changed, to one who waits for it. Raised many times before it is waited for, it was raised once.</summary>
internal sealed class Signal : IDisposable
{
    readonly SemaphoreSlim raised = new(0, 1);

    public void Raise()
    {
        lock (raised)
        {
            if (raised.CurrentCount == 0) raised.Release();
        }
    }

    public Task Wait(CancellationToken cancellation) => raised.WaitAsync(cancellation);

    /// <summary>No longer than so long.</summary>
    public Task Wait(TimeSpan longest, CancellationToken cancellation) => raised.WaitAsync(longest, cancellation);

    public void Dispose() => raised.Dispose();
}
