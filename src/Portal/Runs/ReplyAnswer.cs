using System.Globalization;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Threads;

namespace Portal.Runs;

/// <summary>
/// How a call that queued a reply answers: at once; after <c>Prefer: wait=N</c> with the finished reply; or with the
/// event stream.
/// </summary>
internal sealed class ReplyAnswer(ThreadStreams streams, IMessagesService messages)
{
    const int LongestWait = 300;

    public async Task<IResult> ToPosted(HttpContext http, Result<Message> posted, bool stream)
    {
        if (!posted.IsSuccess) return new Reply<Message>(posted);
        var message = posted.Value;
        // A tool's output continues a run: its stream begins with it.
        if (stream && message.RunId is not null) return await Stream(message, message.Role is MessageRole.Tool ? message : null, http.RequestAborted);
        if (message.Reply is { } reply && await Wait(http, message, reply.Id) is { } finished)
            message = message with { Reply = new ReplyReference(finished.Id, finished.Status, finished.Status.IsEnded() || finished.Status is MessageStatus.RequiresAction ? finished : null) };
        return Reply.Created<Message>(message);
    }

    public async Task<IResult> ToRetried(HttpContext http, Result<Message> reply, bool stream)
    {
        if (!reply.IsSuccess) return new Reply<Message>(reply);
        if (stream) return await Stream(reply.Value, null, http.RequestAborted);
        return Reply.Created<Message>(await Wait(http, reply.Value, reply.Value.Id) ?? reply.Value);
    }

    async Task<IResult> Stream(Message message, Message? from, CancellationToken cancellation)
    {
        var events = await streams.FollowRun(message.RunId!, 0, cancellation);
        if (!events.IsSuccess) return new Reply<Message>(events.Error);
        return new EventStream(from is null ? events.Value : events.Value.SkipWhile(entry => entry.ThreadSequence < from.FirstSequence));
    }

    /// <summary>Null where the caller does not wait; otherwise the reply as it is when it rests or the time is over.</summary>
    async Task<Message?> Wait(HttpContext http, Message message, string replyId)
    {
        if (SecondsOf(http.Request.Headers["Prefer"]) is not { } seconds) return null;
        http.Response.Headers["Preference-Applied"] = $"wait={seconds}";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        limit.CancelAfter(TimeSpan.FromSeconds(seconds));
        var events = await streams.FollowRun(message.RunId!, 0, limit.Token);
        try
        {
            if (events.IsSuccess) await foreach (var _ in events.Value.WithCancellation(limit.Token)) { }
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            // The time is over, or the server stops: the answer is the reply as it is.
        }

        var reply = await messages.Get(message.ThreadId, replyId, http.RequestAborted);
        return reply.Value;
    }

    static int? SecondsOf(IEnumerable<string?> preferences)
    {
        foreach (var preference in preferences.SelectMany(line => line?.Split(',') ?? []))
        {
            if (preference.Trim() is ['w', 'a', 'i', 't', '=', .. var number]
                && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return Math.Clamp(seconds, 0, LongestWait);
        }

        return null;
    }
}
