using Portal.Client.Api;
using Portal.Client.Runs;

namespace Portal.Client.Desk;

/// <summary>Follows the desk over the hub. After a lost connection it begins anew with a snapshot.</summary>
sealed class DeskEventsClient(IEventsHub hub) : IDeskEvents
{
    public IAsyncEnumerable<DeskEvent> Follow(string? projectId, CancellationToken cancellation) =>
        hub.FollowAgain(() => hub.Desk(projectId, cancellation), cancellation);

    public async Task<Result<ThreadPresence>> Present(string threadId, PresenceState state, CancellationToken cancellation) =>
        await hub.Connected(cancellation)
            ? await hub.Present(threadId, state, cancellation)
            : ApiError.Unauthenticated("Nobody is signed in.");
}
