using System.Threading.Channels;
using Portal.Client.Api;
using Portal.Client.Runs;

namespace Portal.Client.Threads;

/// <summary>
/// One open thread: its conversation, kept up to date by the thread's events, and what the person does to it. What came
/// from the server in between is shown together, at most once a frame.
/// </summary>
public sealed class ThreadSession(
    ChatThread thread, ListPage<Message> newest, IMessagesService messages, IThreadEvents events, TimeProvider time, ListPage<Message>? stretch = null)
{
    /// <summary>The messages that a thread opens with: about a screen of them, since the page can be used once they are drawn.</summary>
    public const int FirstPage = 8;

    /// <summary>As many come each time that the person nears the oldest or newest of those that are there.</summary>
    public const int PageSize = 30;

    /// <summary>Between two showings; what comes after a longer silence is shown at once.</summary>
    static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(25);

    /// <summary>A backlog is worked off in pieces, so that the page answers in between.</summary>
    static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(10);

    IReadOnlyList<MessageEntry> shown = [];

    public ChatThread Thread { get; } = thread;

    public Conversation Conversation { get; } = new(thread, newest, stretch);

    /// <summary>Whether the person is offered what changes the thread; the services decide by their own check.</summary>
    public bool MayWrite { get; init; } = true;

    /// <summary>A visitor's own chat on another site: without what is the team's.</summary>
    public bool IsVisitors { get; init; }

    /// <summary>The messages on view, or which of them is at work, are others now.</summary>
    public event Action? Changed;

    /// <summary>A reply has ended while the person was looking.</summary>
    public event Action<MessageEntry>? Ended;

    /// <summary>Text has come to replies that are at work; at most once a frame.</summary>
    public event Action<IReadOnlyList<MessageEntry>>? Grown;

    /// <summary>Somebody has done something with the thread.</summary>
    public event Action<RunEvent>? Happened;

    /// <summary>The person has asked for a message to come on view.</summary>
    public event Action<string>? Sought;

    /// <summary>Follows the thread; returns when the server gives no more of it.</summary>
    public async Task Follow(CancellationToken cancellation)
    {
        var arrived = Channel.CreateUnbounded<RunEvent>();
        var reading = Read(arrived.Writer, cancellation);
        var pause = Task.CompletedTask;
        while (await arrived.Reader.WaitToReadAsync(cancellation))
        {
            await pause;
            var running = Conversation.Running;
            var began = time.GetTimestamp();
            while (time.GetElapsedTime(began) < Slice && arrived.Reader.TryRead(out var happened))
            {
                Conversation.Apply(happened);
                if (happened is { MessageId: null, RunId: null }) Happened?.Invoke(happened);
            }

            running = [.. running.Union(Conversation.Running)];
            foreach (var entry in running) entry.Clock(time.GetUtcNow());
            if (Conversation.TakeStray())
                Take(await messages.List(Thread.Id, null, new(PageSize), cancellation), Conversation.Reread);
            Notify();
            if (running.Count > 0) Grown?.Invoke(running);
            foreach (var entry in running.Where(entry => entry.IsEnded)) Ended?.Invoke(entry);
            pause = Task.Delay(PauseAfter(running), time, cancellation);
        }

        await reading;
    }

    /// <summary>Takes the answer to a message of the person's own.</summary>
    public void TakePosted(Message message)
    {
        Conversation.Add(message);
        Notify();
    }

    /// <summary>Asks anew in place of a message of the person's own; what was stays beside it.</summary>
    public Task<ApiError?> Edit(MessageEntry entry, string text, CancellationToken cancellation) =>
        Post(new() { Role = MessageRole.User, Content = text, ParentId = entry.Message.ParentId ?? MessageInput.Root }, cancellation);

    public Task<ApiError?> Answer(ToolCallEntry call, string output, CancellationToken cancellation) =>
        Post(new() { Role = MessageRole.Tool, Content = output, ToolCallId = call.Id }, cancellation);

    /// <param name="model">For this reply only; null for the assistant's.</param>
    public async Task<ApiError?> Retry(MessageEntry entry, string? model, CancellationToken cancellation) =>
        Take(await messages.Retry(Thread.Id, entry.Id, new() { Model = model }, cancellation), answer => Conversation.Add(answer));

    /// <summary>Stops a reply. One that ended meanwhile needs no stopping.</summary>
    public async Task<ApiError?> Cancel(MessageEntry entry, CancellationToken cancellation)
    {
        var answer = await messages.Cancel(Thread.Id, entry.Id, cancellation);
        return answer.Error is { Code: "already_ended" } ? null : answer.Error;
    }

    public async Task<ApiError?> Rate(MessageEntry entry, FeedbackInput feedback, CancellationToken cancellation) =>
        Take(await messages.GiveFeedback(Thread.Id, entry.Id, feedback, cancellation), answer => Conversation.Rate(entry, answer.Feedback));

    /// <summary>Shows the branch of a message, at that message.</summary>
    public async Task<ApiError?> ShowBranch(string messageId, CancellationToken cancellation)
    {
        var newest = messages.List(Thread.Id, messageId, new(FirstPage), cancellation);
        var around = await messages.ListAround(Thread.Id, messageId, PageSize, cancellation);
        if (!around.IsSuccess) return around.Error;
        var error = Take(await newest, page => Conversation.Show(page, around.Value));
        if (error is null) Sought?.Invoke(messageId);
        return error;
    }

    public async Task<ApiError?> LoadEarlier(CancellationToken cancellation)
    {
        if (!Conversation.HasEarlier) return null;
        var query = new ListQuery(PageSize, After: Conversation.Branch[0].Id);
        return Take(await messages.List(Thread.Id, Conversation.ChosenTip, query, cancellation), Conversation.AddEarlier);
    }

    public async Task<ApiError?> LoadLater(CancellationToken cancellation)
    {
        if (!Conversation.CanLoadLater) return null;
        var query = new ListQuery(PageSize, Before: Conversation.Branch[^1].Id);
        return Take(await messages.List(Thread.Id, Conversation.ChosenTip, query, cancellation), Conversation.AddLater);
    }

    /// <summary>Shows the beginning of the branch.</summary>
    public async Task<ApiError?> ShowFirst(CancellationToken cancellation)
    {
        if (!Conversation.HasEarlier) return null;
        var oldest = await messages.List(Thread.Id, Conversation.ChosenTip, new(PageSize, Ascending: true), cancellation);
        return Take(oldest, page => Conversation.ShowStretch(new([.. page.Data.Reverse()], page.LastId, page.FirstId, page.HasMore)));
    }

    public void ShowLatest()
    {
        Conversation.ShowLatest();
        Notify();
    }

    /// <summary>Brings a message on view, with those around it. 404 where the thread does not have it.</summary>
    public async Task<ApiError?> ShowMessage(string messageId, CancellationToken cancellation)
    {
        if (Conversation.Branch.All(entry => entry.Id != messageId)
            && Take(await messages.ListAround(Thread.Id, messageId, PageSize, cancellation), Conversation.ShowStretch) is { } error) return error;
        Sought?.Invoke(messageId);
        return null;
    }

    /// <summary>A long text is shown less often, since each showing copies all of it: three times less at 100,000 characters.</summary>
    static TimeSpan PauseAfter(IReadOnlyList<MessageEntry> running) => Frame * (1 + (running.Sum(entry => entry.Text.Length) / 50_000d));

    async Task<ApiError?> Post(MessageInput input, CancellationToken cancellation) =>
        Take(await messages.Post(Thread.Id, input, cancellation), answer => Conversation.Add(answer));

    ApiError? Take<T>(Result<T> answer, Action<T> change)
    {
        if (!answer.IsSuccess) return answer.Error;
        change(answer.Value);
        Notify();
        return null;
    }

    async Task Read(ChannelWriter<RunEvent> arrived, CancellationToken cancellation)
    {
        try
        {
            await foreach (var happened in events.Follow(Thread.Id, Conversation.Sequence, cancellation))
                arrived.TryWrite(happened);
        }
        finally
        {
            arrived.Complete();
        }
    }

    void Notify()
    {
        var changes = Conversation.TakeChanges();
        foreach (var entry in changes) entry.NotifyChanged();
        if (shown == Conversation.Branch && changes.All(entry => !entry.IsWhole)) return;
        shown = Conversation.Branch;

        // Whether a reply waits or is at work depends on those before it.
        foreach (var waiting in Conversation.Running.Where(entry => entry.Status == MessageStatus.Queued && !changes.Contains(entry))) waiting.NotifyChanged();
        Changed?.Invoke();
    }
}
