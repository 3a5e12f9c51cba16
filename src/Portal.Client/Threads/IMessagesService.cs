using Portal.Client.Api;

namespace Portal.Client.Threads;

public interface IMessagesService
{
    /// <summary>One branch to its tip; without a branch the one last written to.</summary>
    Task<Result<ListPage<Message>>> List(string threadId, string? branch, ListQuery query, CancellationToken cancellation);

    /// <summary>
    /// A message with those around it, newest first: half of them newer ones, older ones for the rest. On the branch last
    /// written to where that holds it, else on the newest branch through it. 404 where the thread has no such message.
    /// </summary>
    /// <param name="limit">1–100.</param>
    Task<Result<ListPage<Message>>> ListAround(string threadId, string messageId, int limit, CancellationToken cancellation);

    Task<Result<Message>> Get(string threadId, string messageId, CancellationToken cancellation);

    /// <summary>Stores the message and queues its reply, named in <see cref="Message.Reply"/>; on disk when it answers.</summary>
    Task<Result<Message>> Post(string threadId, MessageInput input, CancellationToken cancellation);

    /// <summary>Ends the run that answers, or is, the message. 409 <c>already_ended</c> once it has ended.</summary>
    Task<Result<Message>> Cancel(string threadId, string messageId, CancellationToken cancellation);

    /// <summary>A new sibling of an ended reply, queued.</summary>
    Task<Result<Message>> Retry(string threadId, string messageId, RetryInput input, CancellationToken cancellation);

    Task<Result<Message>> GiveFeedback(string threadId, string messageId, FeedbackInput input, CancellationToken cancellation);
}
