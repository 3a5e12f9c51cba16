using System.Runtime.CompilerServices;
using Portal.Client.Api;
using Portal.Client.Runs;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Threads;

/// <summary>Messages and events of one thread in memory; a test says what happens by its script, and when viewers hear of it.</summary>
sealed class FakeChat : IMessagesService, IThreadEvents
{
    TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ThreadScript Script { get; } = new();

    /// <summary>What was asked for, in order.</summary>
    public List<string> Calls { get; } = [];

    public List<MessageInput> Posted { get; } = [];

    /// <summary>Given instead of an answer while it is set.</summary>
    public ApiError? Failure { get; set; }

    /// <summary>While set, posts get no answer until it is done.</summary>
    public TaskCompletionSource? Stall { get; set; }

    /// <summary>Lets viewers see what the script has written since.</summary>
    public void Publish()
    {
        var reached = more;
        more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        reached.SetResult();
    }

    public async IAsyncEnumerable<RunEvent> Follow(
        string threadId, long afterThreadSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var next = (int)afterThreadSequence; ;)
        {
            var reached = more;
            while (next < Script.Events.Count) yield return Script.Events[next++];
            await reached.Task.WaitAsync(cancellation);
        }
    }

    public Task<Result<ListPage<Message>>> List(string threadId, string? branch, ListQuery query, CancellationToken cancellation)
    {
        Calls.Add($"list {branch} {(query.Ascending ? "oldest" : query.Before is null ? $"after {query.After}" : $"before {query.Before}")}");
        if (query.Ascending) return Answer(Script.ReadOldest(query.Limit));
        if (query.Before is not null) return Answer(Script.ReadBefore(query.Before, query.Limit, branch));
        var from = query.After is null ? branch : Script[query.After].ParentId;
        return Answer(Script.Read(query.Limit, from));
    }

    public Task<Result<ListPage<Message>>> ListAround(string threadId, string messageId, int limit, CancellationToken cancellation)
    {
        Calls.Add($"list around {messageId}");
        return Script.Has(messageId) ? Answer(Script.ReadAround(messageId, limit)) : Task.FromResult<Result<ListPage<Message>>>(ApiError.NotFound("message", messageId));
    }

    public Task<Result<Message>> Get(string threadId, string messageId, CancellationToken cancellation) => Answer(Script[messageId]);

    public async Task<Result<Message>> Post(string threadId, MessageInput input, CancellationToken cancellation)
    {
        Posted.Add(input);
        if (Stall is not null) await Stall.Task.WaitAsync(cancellation);
        if (Failure is not null) return Failure;
        return await Answer(input.Role == MessageRole.Tool
            ? Script.Tool(input.ToolCallId!, input.Content.PlainText)
            : Script.User(input.Content.PlainText, input.ParentId switch { null => Script.Tip, MessageInput.Root => null, var given => given }));
    }

    public Task<Result<Message>> Cancel(string threadId, string messageId, CancellationToken cancellation)
    {
        Calls.Add($"cancel {messageId}");
        return Answer(Script[messageId]);
    }

    public Task<Result<Message>> Retry(string threadId, string messageId, RetryInput input, CancellationToken cancellation)
    {
        Calls.Add($"retry {messageId} {input.Model}".TrimEnd());
        return Answer(Script.Reply(Script[messageId].ParentId!));
    }

    public Task<Result<Message>> GiveFeedback(string threadId, string messageId, FeedbackInput input, CancellationToken cancellation)
    {
        Calls.Add($"rate {messageId} {input.Rating} {input.Reason} {input.Comment}".TrimEnd());
        return Answer(Script[messageId] with { Feedback = new(input.Rating, input.Reason, input.Comment) });
    }

    Task<Result<T>> Answer<T>(T value) => Task.FromResult<Result<T>>(Failure is null ? value : Failure);
}
