using System.Runtime.CompilerServices;
using System.Text.Json;
using Portal.Client.Api;
using Portal.Client.Runs;

namespace Portal.Runs;

/// <summary>The events of a thread as the pages read them, on the server.</summary>
internal sealed class ThreadEventsService(ThreadStreams streams) : IThreadEvents
{
    public async IAsyncEnumerable<RunEvent> Follow(
        string threadId, long afterThreadSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var events = await streams.FollowThread(threadId, afterThreadSequence, cancellation);
        if (!events.IsSuccess) yield break;
        await foreach (var happened in events.Value.WithCancellation(cancellation))
            yield return JsonSerializer.Deserialize(happened.ToJson(), ApiJson.Default.RunEvent)!;
    }
}
