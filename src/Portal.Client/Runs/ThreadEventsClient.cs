using System.Runtime.CompilerServices;

namespace Portal.Client.Runs;

/// <summary>Follows threads over the hub. A lost connection is taken up again after the last event that was given.</summary>
sealed class ThreadEventsClient(IEventsHub hub) : IThreadEvents
{
    public async IAsyncEnumerable<RunEvent> Follow(
        string threadId, long afterThreadSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = afterThreadSequence;
        while (!cancellation.IsCancellationRequested)
        {
            if (!await Connected(cancellation)) yield break;
            await using var events = hub.Follow(threadId, last, cancellation).GetAsyncEnumerator(cancellation);
            while (await Next(events) is var more)
            {
                if (more is null) yield break;
                if (more is false || events.Current.ThreadSequence > last + 1) break;
                if (events.Current.ThreadSequence <= last) continue;
                last = events.Current.ThreadSequence;
                yield return events.Current;
            }
        }
    }

    async Task<bool> Connected(CancellationToken cancellation)
    {
        try
        {
            await hub.Connect(cancellation);
            return true;
        }
        catch (HubRefusedException)
        {
            return false;
        }
    }

    /// <summary>Null where the server refuses.</summary>
    static async Task<bool?> Next(IAsyncEnumerator<RunEvent> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (HubRefusedException)
        {
            return null;
        }
    }
}
