namespace Portal.Background;

/// <summary>The loop of work that is done again and again until the server stops.</summary>
internal static class Periodically
{
    /// <param name="failed">Told of a time that has failed; the next one comes all the same.</param>
    /// <param name="atOnce">The first time is at the start, and not an interval after it.</param>
    public static async Task Run(
        TimeProvider time, TimeSpan interval, Func<CancellationToken, Task> work, Action<Exception> failed, CancellationToken stopping, bool atOnce = false)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            if (atOnce) await Once();
            while (await timer.WaitForNextTickAsync(stopping)) await Once();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What is due then is done after the next start.
        }

        async Task Once()
        {
            try
            {
                await work(stopping);
            }
            catch (Exception error) when (error is not OperationCanceledException || !stopping.IsCancellationRequested)
            {
                failed(error);
            }
        }
    }
}
