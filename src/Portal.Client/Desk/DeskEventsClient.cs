using System.Runtime.CompilerServices;
using Portal.Client.Api;
using Portal.Client.Runs;

namespace Portal.Client.Desk;

/// <summary>Follows the desk over the hub. After a lost connection it begins anew with a snapshot.</summary>
sealed class DeskEventsClient(IEventsHub hub) : IDeskEvents
{
    public async IAsyncEnumerable<DeskEvent> Follow(string? projectId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (!await Connected(cancellation)) yield break;
            await using var events = hub.Desk(projectId, cancellation).GetAsyncEnumerator(cancellation);
            while (await Next(events) is var more)
            {
                if (more is null) yield break;
                if (more is false) break;
                yield return events.Current;
            }
        }
    }

    public async Task<Result<ThreadPresence>> Present(string threadId, PresenceState state, CancellationToken cancellation) =>
        await Connected(cancellation)
            ? await hub.Present(threadId, state, cancellation)
            : ApiError.Unauthenticated("Nobody is signed in.");

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
    static async Task<bool?> Next(IAsyncEnumerator<DeskEvent> events)
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
