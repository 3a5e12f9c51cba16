using Portal.Client.Api;
using Portal.Client.Desk;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Handling;

/// <summary>The desk's live feed as a test tells it, and what the page says of its own presence.</summary>
sealed class FakeDesk : IDeskEvents
{
    readonly Feed<DeskEvent> feed = new();

    public List<PresenceState> Told { get; } = [];

    public void Tell(DeskEvent item) => feed.Say(item);

    public IAsyncEnumerable<DeskEvent> Follow(string? projectId, CancellationToken cancellation) => feed.Follow(cancellation);

    public Task<Result<ThreadPresence>> Present(string threadId, PresenceState state, CancellationToken cancellation)
    {
        Told.Add(state);
        return Task.FromResult<Result<ThreadPresence>>(new ThreadPresence(threadId, []));
    }
}
