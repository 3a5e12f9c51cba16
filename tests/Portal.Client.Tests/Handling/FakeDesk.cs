using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Portal.Client.Api;
using Portal.Client.Desk;

namespace Portal.Client.Tests.Handling;

/// <summary>The desk's live feed as a test tells it, and what the page says of its own presence.</summary>
sealed class FakeDesk : IDeskEvents
{
    readonly Channel<DeskEvent> feed = Channel.CreateUnbounded<DeskEvent>();

    public List<PresenceState> Told { get; } = [];

    public void Tell(DeskEvent item) => feed.Writer.TryWrite(item);

    public async IAsyncEnumerable<DeskEvent> Follow(string? projectId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var item in feed.Reader.ReadAllAsync(cancellation)) yield return item;
    }

    public Task<Result<ThreadPresence>> Present(string threadId, PresenceState state, CancellationToken cancellation)
    {
        Told.Add(state);
        return Task.FromResult<Result<ThreadPresence>>(new ThreadPresence(threadId, []));
    }
}
