using System.Runtime.CompilerServices;
using CsCheck;
using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Client.Desk;
using Portal.Client.Limits;
using Portal.Client.Runs;
using Portal.Client.Tests.Shared;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Runs;

public sealed class ThreadEventsClientTests
{
    [Fact]
    public Task Follow_ConnectionLostAnywhere_GivesEveryEventOnceInOrder() =>
        Gen.Select(Gen.Int[0, 50], Gen.Int[0, 20].Array[0, 12]).SampleAsync(async (from, cuts) =>
        {
            var hub = new FlakyHub(length: 60, cuts);

            var given = await Sequences(hub, from);

            Assert.Equal(Enumerable.Range(from + 1, 60 - from).Select(number => (long)number), given);
        }, iter: 300);

    [Fact]
    public async Task Follow_ServerRepeatsEvents_GivesThemOnce()
    {
        var hub = new FlakyHub(length: 10, [3, 2]) { Overlap = 2 };

        Assert.Equal(Enumerable.Range(1, 10).Select(number => (long)number), await Sequences(hub, 0));
    }

    [Fact]
    public async Task Follow_ServerSkipsEvents_AsksAgainFromTheLastOne()
    {
        var hub = new FlakyHub(length: 10, []) { SkipOnce = 4 };

        Assert.Equal(Enumerable.Range(1, 10).Select(number => (long)number), await Sequences(hub, 0));
    }

    [Fact]
    public async Task Follow_NobodySignedIn_Ends()
    {
        var hub = new FlakyHub(length: 0, []) { RefusesConnection = true };

        Assert.Empty(await Sequences(hub, 0));
    }

    [Fact]
    public async Task Follow_TextWrittenWhileTheConnectionWasLost_IsTold()
    {
        var (live, threads) = (new LiveConnection(), new OneThread(lastSequence: 7));
        List<LiveNote> notes = [];
        live.Noted += notes.Add;

        await Sequences(new FlakyHub(length: 10, [3]) { Delta = new('x', 400) }, 0, threads, live);

        Assert.Equal([new LiveNote(Tokens: 400)], notes);
    }

    [Fact]
    public async Task Follow_NothingWrittenMeanwhile_IsQuiet()
    {
        var live = new LiveConnection();
        live.Noted += _ => Assert.Fail("Nothing was missed.");

        await Sequences(new FlakyHub(length: 10, [3]), 0, new OneThread(lastSequence: 3), live);
    }

    static async Task<List<long>> Sequences(FlakyHub hub, long from, IThreadsService? threads = null, LiveConnection? live = null)
    {
        List<long> given = [];
        var client = new ThreadEventsClient(hub, threads ?? Refusing.Everything<IThreadsService>(), live ?? new());
        await foreach (var happened in client.Follow("thread_1", from, TestContext.Current.CancellationToken))
            given.Add(happened.ThreadSequence);
        return given;
    }

    /// <summary>Knows how far the thread has come; is asked for nothing else.</summary>
    sealed class OneThread(long lastSequence) : IThreadsService
    {
        public Task<Result<ChatThread>> View(string id, ThreadViewInput input, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Result<ThreadsRead>> ReadAll(ThreadReadAllInput input, CancellationToken cancellation) => throw new NotSupportedException();

        readonly IThreadsService others = Refusing.Everything<IThreadsService>();

        public Task<Result<ChatThread>> Get(string id, CancellationToken cancellation) => Task.FromResult<Result<ChatThread>>(
            new ChatThread(id, "proj_1", "asst_1", null, ThreadStatus.Active, "user_1", null, new Dictionary<string, string>(), 0, null) { LastSequence = lastSequence });

        public Task<Result<ListPage<ChatThread>>> List(ThreadFilter filter, ListQuery query, CancellationToken cancellation) => others.List(filter, query, cancellation);

        public Task<Result<ChatThread>> Create(ThreadCreate input, CancellationToken cancellation) => others.Create(input, cancellation);

        public Task<Result<ChatThread>> Update(string id, ThreadInput input, CancellationToken cancellation) => others.Update(id, input, cancellation);

        public Task<Result<Deleted>> Delete(string id, CancellationToken cancellation) => others.Delete(id, cancellation);

        public Task<Result<ThreadMemory>> GetMemory(string id, string? query, CancellationToken cancellation) => others.GetMemory(id, query, cancellation);
    }

    /// <summary>Loses the connection after each number of events in turn, and refuses once all events are given.</summary>
    sealed class FlakyHub(int length, int[] cuts) : IEventsHub
    {
        int round;

        public int Overlap { get; init; }

        public long SkipOnce { get; set; }

        public string Delta { get; init; } = "x";

        public bool RefusesConnection { get; init; }

        public Task Connect(CancellationToken cancellation) =>
            RefusesConnection ? Task.FromException(new HubRefusedException("Nobody is signed in.", new IOException())) : Task.CompletedTask;

        public IAsyncEnumerable<DeskEvent> Desk(string? projectId, CancellationToken cancellation) => throw new NotSupportedException();

        public IAsyncEnumerable<LimitsSnapshot> Limits(string? projectId, CancellationToken cancellation) => throw new NotSupportedException();

        public IAsyncEnumerable<ListPage<Alert>> Alerts(AlertFilter filter, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Result<ThreadPresence>> Present(string threadId, PresenceState state, CancellationToken cancellation) => throw new NotSupportedException();

        public async IAsyncEnumerable<RunEvent> Follow(
            string threadId, long afterThreadSequence, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.Yield();
            var left = round < cuts.Length ? cuts[round++] + Overlap : int.MaxValue;
            for (var next = Math.Max(1, afterThreadSequence + 1 - Overlap); next <= length; next++)
            {
                if (left-- == 0) yield break;
                if (next == SkipOnce)
                {
                    SkipOnce = 0;
                    continue;
                }

                yield return new(next, next, RunEventTypes.MessageDelta, "run_1", "msg_1", Delta);
            }

            throw new HubRefusedException("The thread is gone.", new IOException());
        }
    }
}
