using System.Runtime.CompilerServices;
using Portal.Client.Threads;

namespace Portal.Client.Runs;

/// <summary>Follows threads over the hub. A lost connection is taken up again after the last event that was given.</summary>
sealed class ThreadEventsClient(IEventsHub hub, IThreadsService threads, LiveConnection live) : IThreadEvents
{
    public async IAsyncEnumerable<RunEvent> Follow(
        string threadId, long afterThreadSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = afterThreadSequence;
        for (var isFirst = true; !cancellation.IsCancellationRequested; isFirst = false)
        {
            if (!await Connected(cancellation)) yield break;
            var gap = isFirst ? null : MissedText.After(last, await LastSequence(threadId, cancellation));
            await using var events = hub.Follow(threadId, last, cancellation).GetAsyncEnumerator(cancellation);
            while (await Next(events) is var more)
            {
                if (more is null) yield break;
                if (more is false || events.Current.ThreadSequence > last + 1) break;
                if (events.Current.ThreadSequence <= last) continue;
                last = events.Current.ThreadSequence;
                yield return events.Current;
                if (gap is null || !gap.Take(events.Current)) continue;
                if (gap.Tokens > 0) live.Note(new(Tokens: gap.Tokens));
                gap = null;
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

    /// <summary>Null where the server does not say it soon: what was missed is worth a word, not a wait.</summary>
    async Task<long?> LastSequence(string threadId, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(3));
        try
        {
            return (await threads.Get(threadId, patience.Token)).Value?.LastSequence;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
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

/// <summary>The text that was written in a thread while nobody here heard of it: up to where the thread was when the connection came back.</summary>
sealed class MissedText
{
    readonly long until;
    long length;

    MissedText(long until) => this.until = until;

    /// <summary>An estimate; the exact count is the provider's, after the end.</summary>
    public int Tokens => TokenEstimate.Of(length);

    /// <returns>Null where nothing was missed, or where nobody knows.</returns>
    public static MissedText? After(long last, long? now) => now > last ? new(now.Value) : null;

    /// <returns>True with the last of what was missed.</returns>
    public bool Take(RunEvent happened)
    {
        if (happened.Type is RunEventTypes.MessageDelta or RunEventTypes.ReasoningDelta) length += happened.Delta?.Length ?? 0;
        return happened.ThreadSequence >= until;
    }
}
