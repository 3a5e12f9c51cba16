using Portal.Access;
using Portal.Client.Api;
using Portal.Client.Threads;

namespace Portal.Runs;

/// <summary>
/// One thread: the only one who writes its messages, runs and events, and who makes its replies, one run at a time.
/// What may be done is decided before; the grain decides what fits the thread's state.
/// </summary>
internal interface IThreadGrain : IGrainWithStringKey
{
    /// <param name="assistantName">Who signs the reply.</param>
    Task<GrainReply> Post(CallInfo call, MessageInput input, string assistantName);

    Task<GrainReply> Cancel(CallInfo call, string messageId);

    Task<GrainReply> Retry(CallInfo call, string messageId, string? model, string assistantName);

    /// <summary>Ends what runs, then deletes the thread and all that belongs to it but use and audit.</summary>
    Task Delete(CallInfo call);

    /// <summary>Goes on with queued runs and ends tool calls that waited too long.</summary>
    Task Wake();

    /// <summary>Every event after the cursor and all to come, until cancelled. A cursor past the end gives nothing.</summary>
    IAsyncEnumerable<ThreadEvent> Follow(long afterThreadSequence, CancellationToken cancellation);

    /// <summary>The events of one run after the cursor, until it has ended or waits for tool outputs.</summary>
    IAsyncEnumerable<ThreadEvent> FollowRun(string runId, long afterSequence, CancellationToken cancellation);
}

/// <summary>A message, or why there is none; <see cref="Result{T}"/> in a form that travels.</summary>
internal sealed record GrainReply(Message? Message, ApiError? Error, int ErrorStatus)
{
    public static GrainReply From(Result<Message> result) => new(result.Value, result.Error, result.Error?.Status ?? 0);

    public Result<Message> ToResult() => Error is null ? Message! : Error with { Status = ErrorStatus };
}
