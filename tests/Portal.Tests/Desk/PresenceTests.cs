using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Time.Testing;
using Portal.Client.Desk;
using Portal.Client.Projects;
using Portal.Desk;
using Portal.Tests.Handling;
using Portal.Tests.Threads;

namespace Portal.Tests.Desk;

public sealed class PresenceTests(PortalHost host) : IClassFixture<PortalHost>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Present_IsSeenByTheOthers_AndEndsWithTheConnection()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        using var watcher = await Teammate.Join(scene, ChatAccess.Read);
        var threadId = await scene.NewThread();
        await using var desk = await DeskReader.Open(host, watcher.Browser);
        var page = await DeskReader.Connect(host, agent.Browser);
        var answered = await page.InvokeAsync<ThreadPresence>("Present", threadId, "viewing", Cancellation);
        Assert.Equal(new PresentPerson(agent.Id, agent.Name, PresenceState.Viewing), Assert.Single(answered.People));
        Assert.Equal("viewing", State(await desk.Next("presence.changed")));
        await page.InvokeAsync<ThreadPresence>("Present", threadId, "writing", Cancellation);
        Assert.Equal("writing", State(await desk.Next("presence.changed")));
        await using (var late = await DeskReader.Open(host, watcher.Browser))
            Assert.Equal(threadId, Assert.Single(late.Snapshot.GetProperty("presence").EnumerateArray(), one => one.GetProperty("thread_id").GetString() == threadId).GetProperty("thread_id").GetString());
        await page.DisposeAsync();
        Assert.Equal(0, (await desk.Next("presence.changed")).GetProperty("people").GetArrayLength());

        static string? State(System.Text.Json.JsonElement item) => item.GetProperty("people")[0].GetProperty("state").GetString();
    }

    [Fact]
    public async Task Present_BadInput_IsRefused()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        await using var page = await DeskReader.Connect(host, agent.Browser);
        var threadId = await scene.NewThread();
        Assert.Contains("invalid_value", (await Assert.ThrowsAsync<HubException>(() => page.InvokeAsync<object>("Present", threadId, "dancing", Cancellation))).Message);
        Assert.Contains("not_found_error", (await Assert.ThrowsAsync<HubException>(() => page.InvokeAsync<object>("Present", "thread_unknown", "viewing", Cancellation))).Message);
    }

    [Fact]
    public void Presence_LastsTwentySeconds_UnlessSaidAgain()
    {
        var time = new FakeTimeProvider();
        var feed = new CountingFeed();
        var presence = new Presence(feed, time);
        presence.Set("page_1", "thread_1", "proj_1", "user_1", "Ada", PresenceState.Viewing);
        presence.Set("page_2", "thread_1", "proj_1", "user_1", "Ada", PresenceState.Writing);
        presence.Set("page_3", "thread_1", "proj_1", "user_2", "Ben", PresenceState.Viewing);
        Assert.Equal([new("user_1", "Ada", PresenceState.Writing), new PresentPerson("user_2", "Ben", PresenceState.Viewing)], presence.Of("thread_1"));
        time.Advance(TimeSpan.FromSeconds(19));
        presence.Set("page_3", "thread_1", "proj_1", "user_2", "Ben", PresenceState.Viewing);
        presence.Expire();
        Assert.True(presence.IsThere("thread_1", "user_1"));
        time.Advance(TimeSpan.FromSeconds(1));
        presence.Expire();
        Assert.Equal("user_2", Assert.Single(presence.Of("thread_1")).UserId);
        presence.Set("page_3", "thread_1", "proj_1", "user_2", "Ben", PresenceState.Away);
        Assert.Empty(presence.All());
        // Said again, it is no change; each change is told once.
        Assert.Equal(5, feed.Told.Count);
    }

    [Fact]
    public void Presence_OfOneConnection_IsBounded()
    {
        var presence = new Presence(new CountingFeed(), new FakeTimeProvider());
        for (var number = 0; number < 100; number++) presence.Set("page_1", $"thread_{number}", "proj_1", "user_1", "Ada", PresenceState.Viewing);
        Assert.Equal(20, presence.All().Count);
        Assert.True(presence.IsThere("thread_99", "user_1"));
        presence.Leave("page_1");
        Assert.Empty(presence.All());
    }

    [Fact]
    public async Task Subscription_ThatNobodyReads_HoldsEachThreadOnce_AndNeverTooMany()
    {
        var feed = new DeskFeed();
        using var desk = feed.Subscribe("user_1", new DeskReach(null, null));
        for (var time = 0; time < 1000; time++) feed.ThreadChanged("thread_1", "proj_1", $"cause {time}");
        await desk.Arrived.WaitAsync(Cancellation);
        var changes = desk.Take();
        Assert.Equal("cause 999", Assert.Single(changes.Threads).Value);
        Assert.False(desk.Arrived.IsCompleted);
        for (var number = 0; number <= DeskChanges.Most; number++) feed.ThreadChanged($"thread_{number}", "proj_1", "x");
        var much = desk.Take();
        Assert.True(much.Everything);
        Assert.Empty(much.Threads);
        feed.ThreadChanged("thread_1", "proj_1", "x");
        feed.ThreadDeleted("thread_1", "proj_1");
        var gone = desk.Take();
        Assert.Equal((0, 1), (gone.Threads.Count, gone.Deleted.Count));
        feed.ViewChanged("user_2", "thread_1", "proj_1");
        Assert.False(desk.Arrived.IsCompleted);
    }

    sealed class CountingFeed : IDeskFeed
    {
        public List<string> Told { get; } = [];

        public void ThreadChanged(string threadId, string projectId, string cause) => throw new NotSupportedException();

        public void ThreadDeleted(string threadId, string projectId) => throw new NotSupportedException();

        public void ViewChanged(string userId, string threadId, string projectId) => throw new NotSupportedException();

        public void PresenceChanged(string threadId, string projectId) => Told.Add(threadId);

        public void MuchChanged(string? userId, string? projectId) => throw new NotSupportedException();

        public DeskSubscription Subscribe(string userId, DeskReach reach) => throw new NotSupportedException();
    }
}
