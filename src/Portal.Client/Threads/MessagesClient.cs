using Portal.Client.Api;

namespace Portal.Client.Threads;

sealed class MessagesClient(ApiClient api) : IMessagesService
{
    public Task<Result<ListPage<Message>>> List(string threadId, string? branch, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path(threadId)}{new QueryString().Add(query).Add("branch", branch)}", ApiJson.Default.ListPageMessage, cancellation);

    public Task<Result<ListPage<Message>>> ListAround(string threadId, string messageId, int limit, CancellationToken cancellation) =>
        api.Get($"{Path(threadId)}{new QueryString().Add("limit", limit).Add("around", messageId)}", ApiJson.Default.ListPageMessage, cancellation);

    public Task<Result<Message>> Get(string threadId, string messageId, CancellationToken cancellation) =>
        api.Get(Path(threadId, messageId), ApiJson.Default.Message, cancellation);

    public async Task<Result<Message>> Post(string threadId, MessageInput input, CancellationToken cancellation)
    {
        // What was written is drawn first: in one go with a page's first request it would hold up a frame.
        await Task.Yield();
        return await api.Post(Path(threadId), input, ApiJson.Default.MessageInput, ApiJson.Default.Message, cancellation, input.IdempotencyKey);
    }

    public Task<Result<Message>> Cancel(string threadId, string messageId, CancellationToken cancellation) =>
        api.Post($"{Path(threadId, messageId)}/cancel", ApiJson.Default.Message, cancellation);

    public Task<Result<Message>> Retry(string threadId, string messageId, RetryInput input, CancellationToken cancellation) => api.Post(
        $"{Path(threadId, messageId)}/retry", input, ApiJson.Default.RetryInput, ApiJson.Default.Message, cancellation);

    public Task<Result<Message>> GiveFeedback(
        string threadId, string messageId, FeedbackInput input, CancellationToken cancellation) => api.Post(
        $"{Path(threadId, messageId)}/feedback", input, ApiJson.Default.FeedbackInput, ApiJson.Default.Message, cancellation);

    static string Path(string threadId) => $"v2/threads/{Uri.EscapeDataString(threadId)}/messages";

    static string Path(string threadId, string messageId) => $"{Path(threadId)}/{Uri.EscapeDataString(messageId)}";
}
