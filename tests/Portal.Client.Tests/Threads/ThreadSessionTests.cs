using Microsoft.Extensions.Time.Testing;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Threads;

public sealed class ThreadSessionTests
{
    readonly FakeChat chat = new();
    readonly FakeTimeProvider time = new();

    [Fact]
    public async Task Follow_ManyEvents_AreShownTogether()
    {
        var reply = chat.Script.Reply(chat.Script.User("Why?").Id);
        var session = new ThreadSession(chat.Script.Thread, chat.Script.Read(), chat, chat, time);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        session.Conversation.TryGet(reply.Id, out var entry);
        var drawn = 0;
        var ended = new TaskCompletionSource<MessageEntry>();
        entry!.Changed += () => drawn++;
        session.Ended += finished => ended.TrySetResult(finished);

        for (var word = 0; word < 500; word++) chat.Script.Text(reply.Id, "word ");
        chat.Script.End(reply.Id, MessageStatus.Completed);
        var following = session.Follow(leaving.Token);
        while (!ended.Task.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(25));
            await Task.Yield();
        }

        Assert.Same(entry, await ended.Task);
        Assert.InRange(drawn, 1, 5);
        Assert.Equal(500, entry.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
    }

    [Fact]
    public async Task Follow_AfterASilence_ShowsWhatComesAtOnce_AndTheRestAFrameLater()
    {
        var reply = chat.Script.Reply(chat.Script.User("Why?").Id);
        var session = new ThreadSession(chat.Script.Thread, chat.Script.Read(), chat, chat, time);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        session.Conversation.TryGet(reply.Id, out var entry);
        List<string> shown = [];
        entry!.Changed += () => shown.Add(entry.Text);

        chat.Script.Text(reply.Id, "Because ");
        var following = session.Follow(leaving.Token);
        Assert.Equal(["Because "], shown);

        chat.Script.Text(reply.Id, "of ");
        chat.Publish();
        Assert.Equal(["Because "], shown);
        while (shown.Count == 1)
        {
            time.Advance(TimeSpan.FromMilliseconds(25));
            await Task.Yield();
        }

        Assert.Equal(["Because ", "Because of "], shown);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
    }

    [Fact]
    public async Task Follow_ALongText_IsShownLessOften()
    {
        var reply = chat.Script.Reply(chat.Script.User("Why?").Id);
        var session = new ThreadSession(chat.Script.Thread, chat.Script.Read(), chat, chat, time);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        session.Conversation.TryGet(reply.Id, out var entry);
        var drawn = 0;
        entry!.Changed += () => drawn++;
        chat.Script.Text(reply.Id, new string('x', 100_000));
        var following = session.Follow(leaving.Token);
        Assert.Equal(1, drawn);

        chat.Script.Text(reply.Id, "and more");
        chat.Publish();
        time.Advance(TimeSpan.FromMilliseconds(74));
        Assert.Equal(1, drawn);
        while (drawn == 1)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        Assert.EndsWith("and more", entry.Text, StringComparison.Ordinal);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
    }

    [Fact]
    public async Task Follow_ABacklogOf100000Events_IsWorkedOffInPieces()
    {
        var reply = chat.Script.Reply(chat.Script.User("Why?").Id);
        var session = new ThreadSession(chat.Script.Thread, chat.Script.Read(), chat, chat, new TickingTime());
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        session.Conversation.TryGet(reply.Id, out var entry);
        List<int> lengths = [0];
        var ended = new TaskCompletionSource();
        entry!.Changed += () => lengths.Add(entry.Text.Length);
        session.Ended += _ => ended.TrySetResult();
        for (var word = 0; word < 100_000; word++) chat.Script.Events.Add(chat.Script.Events[^1] with
        {
            Type = "message.delta", MessageId = reply.Id, Delta = "x", Message = null, ThreadSequence = chat.Script.Events.Count + 1,
        });
        chat.Script.End(reply.Id, MessageStatus.Completed);

        var following = session.Follow(leaving.Token);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(60), leaving.Token);

        // The clock ticks a millisecond with each event, and a piece is 10 ms.
        Assert.All(lengths.SkipLast(1).Zip(lengths.Skip(1).SkipLast(1)), pair => Assert.InRange(pair.Second - pair.First, 0, 11));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
    }

    [Fact]
    public async Task LoadEarlier_AsksForWhatComesBeforeTheOldest()
    {
        for (var i = 0; i < 120; i++) chat.Script.User($"Message {i}");
        var session = new ThreadSession(chat.Script.Thread, chat.Script.Read(), chat, chat, time);

        while (session.Conversation.HasEarlier) Assert.Null(await session.LoadEarlier(TestContext.Current.CancellationToken));

        Assert.Equal(120, session.Conversation.Branch.Count);
        Assert.Equal(["list  after msg_070", "list  after msg_040", "list  after msg_010"], chat.Calls);
    }

    /// <summary>A millisecond passes each time that somebody looks; waits take no time.</summary>
    sealed class TickingTime : TimeProvider
    {
        long now;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => now++;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
