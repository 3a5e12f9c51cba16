using System.Runtime.CompilerServices;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Desk;

namespace Portal.Desk;

/// <summary>The desk as the pages follow it, on the server; its presence ends with the page.</summary>
internal sealed class DeskEventsService(DeskStreams streams, DeskPresence presence, Presence present) : IDeskEvents, IDisposable
{
    readonly string connection = Ids.New("page");

    public async IAsyncEnumerable<DeskEvent> Follow(string? projectId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var events = await streams.Follow(projectId, cancellation);
        if (!events.IsSuccess) yield break;
        await foreach (var happened in events.Value.WithCancellation(cancellation)) yield return happened;
    }

    public Task<Result<ThreadPresence>> Present(string threadId, PresenceState state, CancellationToken cancellation) =>
        presence.Present(connection, threadId, Wire.Word(state), cancellation);

    public void Dispose() => present.Leave(connection);
}
