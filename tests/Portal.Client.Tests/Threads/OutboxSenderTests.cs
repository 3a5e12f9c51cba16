using Microsoft.Extensions.Time.Testing;
using Portal.Client.Api;
using Portal.Client.Runs;
using Portal.Client.Threads;
using Portal.Client.Threads.Sending;

namespace Portal.Client.Tests.Threads;

public sealed class OutboxSenderTests
{
    readonly FakeChat chat = new();
    readonly FakeTimeProvider time = new();
    readonly LiveConnection live = new();
    readonly KeptInMemory storage = new();

    [Fact]
    public async Task Offline_NothingIsSentUntilTheConnectionIsBack_ThenInOrder()
    {
        using var sender = await Open();
        live.Set(LiveState.Offline);
        foreach (var text in new[] { "One", "Two", "Three" }) await sender.Add(ThreadScript.ThreadId, new() { Text = text });
        Assert.Empty(chat.Posted);
        Assert.Equal(3, sender.Of(ThreadScript.ThreadId).Count);

        live.Set(LiveState.Connected);

        Assert.Equal(["One", "Two", "Three"], chat.Posted.Select(input => input.Content.PlainText));
        Assert.Empty(sender.Of(ThreadScript.ThreadId));
        Assert.Empty(storage.Values);
    }

    [Fact]
    public async Task Lost_IsSentAgainWithItsKeyAfterAPause()
    {
        using var sender = await Open();
        chat.Failure = ApiError.Unavailable("Portal could not be reached.");
        await sender.Add(ThreadScript.ThreadId, new() { Text = "One" });
        Assert.Equal(OutboxState.Waiting, sender.Of(ThreadScript.ThreadId)[0].State);

        var sent = new TaskCompletionSource();
        sender.Sent += (_, _) => sent.TrySetResult();
        chat.Failure = null;
        time.Advance(TimeSpan.FromSeconds(1));
        await sent.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(2, chat.Posted.Count);
        Assert.Equal(chat.Posted[0].IdempotencyKey, chat.Posted[1].IdempotencyKey);
        Assert.Empty(sender.Of(ThreadScript.ThreadId));
    }

    [Fact]
    public async Task Reload_InMidRequest_SendsItAgainWithItsKey()
    {
        using var before = await Open();
        chat.Stall = new();
        await before.Add(ThreadScript.ThreadId, new() { Text = "One" });
        await before.Add(ThreadScript.ThreadId, new() { Text = "Two", Reply = false });
        before.Dispose();
        chat.Stall = null;

        using var after = await Open();

        Assert.Equal(["One", "One", "Two"], chat.Posted.Select(input => input.Content.PlainText));
        Assert.Equal(chat.Posted[0].IdempotencyKey, chat.Posted[1].IdempotencyKey);
        Assert.False(chat.Posted[2].Reply);
    }

    [Fact]
    public async Task AnotherPersonInTheSameTab_SendsNothingOfTheFirst()
    {
        live.Set(LiveState.Offline);
        using var first = await Open();
        await first.Add(ThreadScript.ThreadId, new() { Text = "One" });
        live.Set(LiveState.Connected);
        chat.Posted.Clear();
        storage.Values["portal-outbox-user_1"] = storage.Written["portal-outbox-user_1"]!;

        using var second = new OutboxSender(chat, live, storage, time);
        await second.Open("user_2");

        Assert.Empty(chat.Posted);
        Assert.Empty(second.Of(ThreadScript.ThreadId));
    }

    [Fact]
    public async Task Refused_ShowsWhyAndIsTakenBack()
    {
        using var sender = await Open();
        OutboxItem? returned = null;
        sender.Returned += (_, item) => returned = item;
        chat.Failure = ApiError.Conflict("The thread is archived.", "archived");
        await sender.Add(ThreadScript.ThreadId, new() { Text = "One" });
        await sender.Add(ThreadScript.ThreadId, new() { Text = "Two" });
        var refused = sender.Of(ThreadScript.ThreadId)[0];
        Assert.Equal("The thread is archived.", refused.Refusal);
        Assert.Single(chat.Posted);

        chat.Failure = null;
        await sender.Take(ThreadScript.ThreadId, refused.Key, edit: true);

        Assert.Equal("One", returned!.Text);
        Assert.Equal("Two", chat.Posted[^1].Content.PlainText);
        Assert.Empty(sender.Of(ThreadScript.ThreadId));
    }

    [Fact]
    public async Task StalledRequest_IsMadeAnewWhenTheConnectionIsBack()
    {
        using var sender = await Open();
        chat.Stall = new();
        await sender.Add(ThreadScript.ThreadId, new() { Text = "One" });
        live.Set(LiveState.Reconnecting);
        chat.Stall = null;

        live.Set(LiveState.Connected);

        Assert.Equal(2, chat.Posted.Count);
        Assert.Equal(chat.Posted[0].IdempotencyKey, chat.Posted[1].IdempotencyKey);
        Assert.Empty(sender.Of(ThreadScript.ThreadId));
    }

    async Task<OutboxSender> Open()
    {
        var sender = new OutboxSender(chat, live, storage, time);
        await sender.Open("user_1");
        return sender;
    }
}

sealed class KeptInMemory : ITabStorage
{
    public Dictionary<string, string> Values { get; } = [];

    /// <summary>The last that was written under each name, also where it was taken away since.</summary>
    public Dictionary<string, string?> Written { get; } = [];

    public ValueTask<string?> Read(string name) => ValueTask.FromResult(Values.GetValueOrDefault(name));

    public ValueTask Write(string name, string? value)
    {
        if (value is null) Values.Remove(name);
        else Values[name] = Written[name] = value;
        return ValueTask.CompletedTask;
    }
}
