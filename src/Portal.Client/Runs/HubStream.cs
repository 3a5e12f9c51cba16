using System.Runtime.CompilerServices;

namespace Portal.Client.Runs;

static class HubStream
{
    /// <summary>Begins a stream anew after every loss of the connection, until the server refuses it.</summary>
    public static async IAsyncEnumerable<T> FollowAgain<T>(
        this IEventsHub hub, Func<IAsyncEnumerable<T>> begin, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (!await hub.Connected(cancellation)) yield break;
            await using var events = begin().GetAsyncEnumerator(cancellation);
            while (await Next(events) is var more)
            {
                if (more is null) yield break;
                if (more is false) break;
                yield return events.Current;
            }
        }
    }

    /// <summary>False where nobody is signed in.</summary>
    public static async Task<bool> Connected(this IEventsHub hub, CancellationToken cancellation)
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
    static async Task<bool?> Next<T>(IAsyncEnumerator<T> events)
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
