using Portal.Client.Api;

namespace Portal.Client.Threads;

public interface IMessagesService
{
    /// <summary>One branch to its tip; without a branch the one last written to.</summary>
    Task<Result<ListPage<Message>>> List(string threadId, string? branch, ListQuery query, CancellationToken cancellation);

    Task<Result<Message>> Get(string threadId, string messageId, CancellationToken cancellation);

    /// <summary>Stores the message and queues its reply, named in <see cref="Message.Reply"/>; on disk when it answers.</summary>
    Task<Result<Message>> Post(string threadId, MessageInput input, CancellationToken cancellation);

    /// <summary>Ends the run that answers, or is, the message. 409 <c>already_ended</c> once it has ended.</summary>
    Task<Result<Message>> Cancel(string threadId, string messageId, CancellationToken cancellation);

    /// <summary>A new sibling of an ended reply, queued.</summary>
    Task<Result<Message>> Retry(string threadId, string messageId, RetryInput input, CancellationToken cancellation);

    Task<Result<Message>> GiveFeedback(string threadId, string messageId, FeedbackInput input, CancellationToken cancellation);
}
