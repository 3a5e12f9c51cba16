using System.Runtime.CompilerServices;
using System.Text.Json;
using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Client.Desk;
using Portal.Client.Limits;
using Portal.Client.Runs;

namespace Portal.Client.Tests.Desk;

public sealed class DeskEventsClientTests
{
    static readonly DeskSnapshot Snapshot = new([], []);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Follow_ConnectionLost_BeginsAnewWithASnapshot()
    {
        var hub = new ScriptedHub([Snapshot, new ThreadDeleted("thread_1")], [Snapshot], []);
        List<string> given = [];
        await foreach (var happened in new DeskEventsClient(hub).Follow("proj_1", Cancellation)) given.Add(happened.Type);
        Assert.Equal(["snapshot", "thread.deleted", "snapshot"], given);
        Assert.Equal(4, hub.Connected);
    }

    [Fact]
    public void Event_IsReadByItsType_AndOneThatIsUnknownIsPassedOver()
    {
        DeskEvent[] all =
        [
            new DeskSnapshot([new("thread_1", [new("user_1", "Ada", PresenceState.Writing)])], [Attention]), new ThreadDeleted("thread_1"),
            new AttentionAdded(Attention), new AttentionCleared("thread_1"), new PresenceChanged("thread_1", []),
        ];
        foreach (var one in all)
        {
            var json = JsonSerializer.Serialize(one, ApiJson.Default.DeskEvent);
            var read = JsonSerializer.Deserialize(json, ApiJson.Default.DeskEvent)!;
            Assert.Equal(one.GetType(), read.GetType());
            Assert.Equal(json, JsonSerializer.Serialize(read, ApiJson.Default.DeskEvent));
            Assert.Equal(one.Type, JsonElement.Parse(json).GetProperty("type").GetString());
        }

        Assert.Equal(new DeskEvent("desk.painted"), JsonSerializer.Deserialize("""{"colour":"red","type":"desk.painted"}""", ApiJson.Default.DeskEvent));
    }

    static Attention Attention => new("attn_1", "thread_1", "proj_1", null, AttentionReason.PersonRequested, null, null, 1);

    /// <summary>Loses the connection after each list of items, and refuses after the last.</summary>
    sealed class ScriptedHub(params DeskEvent[][] rounds) : IEventsHub
    {
        int round;

        public int Connected { get; private set; }

        public Task Connect(CancellationToken cancellation)
        {
            Connected++;
            return Task.CompletedTask;
        }

        public async IAsyncEnumerable<DeskEvent> Desk(string? projectId, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.Yield();
            if (round == rounds.Length) throw new HubRefusedException("The right is gone.", new IOException());
            foreach (var happened in rounds[round++]) yield return happened;
        }

        public IAsyncEnumerable<RunEvent> Follow(string threadId, long afterThreadSequence, CancellationToken cancellation) => throw new NotSupportedException();

        public IAsyncEnumerable<LimitsSnapshot> Limits(string? projectId, CancellationToken cancellation) => throw new NotSupportedException();

        public IAsyncEnumerable<ListPage<Alert>> Alerts(AlertFilter filter, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Result<ThreadPresence>> Present(string threadId, PresenceState state, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
