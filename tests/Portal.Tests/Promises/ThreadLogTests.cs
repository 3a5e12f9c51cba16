using CsCheck;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portal.Data;
using Portal.Data.Sealing;
using Portal.Runs;

namespace Portal.Tests.Promises;

/// <summary>
/// Any interleaving of changes, failed changes, viewers that leave and come back, and writers that go: every viewer of a thread
/// sees the same events, each once and without a gap, and they are those on disk.
/// </summary>
public sealed class ThreadLogTests : IDisposable
{
    const int Viewers = 3;
    static readonly Gen<(int Step, int Number)[]> Steps = Gen.Select(Gen.Int[0, 9], Gen.Int[1, 6]).Array[1, 40];
    readonly string directory = Directory.CreateTempSubdirectory("portal-log-").FullName;
    readonly SqliteDatabase database;
    readonly ThreadTails tails;

    public ThreadLogTests()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var keys = new ThreadKeys(new SecretProtector(new EphemeralDataProtectionProvider(), NullLogger<SecretProtector>.Instance));
        database = new SqliteDatabase(Options.Create(new PortalOptions { DataDirectory = directory }), keys, NullLogger<SqliteDatabase>.Instance);
        tails = new ThreadTails(database);
    }

    [Fact]
    public async Task Follow_AnyInterleaving_GivesEveryViewerTheSameGaplessSequence() =>
        await Steps.SampleAsync(async steps =>
        {
            // The log belongs to a grain, whose turns never run side by side.
            var turns = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
            await Task.Factory.StartNew(() => Play(steps), CancellationToken.None, TaskCreationOptions.None, turns).Unwrap();
        }, iter: 40, threads: 1);

    /// <summary>What is on disk is in the tail a moment later; a run that has ended then is told of to its end.</summary>
    [Fact]
    public async Task FollowRun_WhoseEndIsStoredAndNotYetInTheTail_IsReadToItsEnd()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var thread = await NewThread();
        using var lease = tails.Open(thread);
        RunRow run = null!;
        var (begun, ended) = await database.Write(connection =>
        {
            connection.Execute("""
                INSERT INTO runs (id, project_id, thread_id, assistant_id, reply_id, actor, first_sequence, status, created_at)
                VALUES (@thread || '_run', 'proj_1', @thread, 'asst_1', 'msg_1', '{"type":"user","id":"user_1","name":"Una"}', 1, 'completed', 0)
                """, new { thread });
            run = RunsRepository.Find(connection, thread + "_run")!;
            var first = new ThreadTransaction(connection, thread, 0, default);
            Append(first, 2, run.Id);
            var second = new ThreadTransaction(connection, thread, first.LastSequence, first.NewestRun);
            second.Append(EventDraft.Status("run.completed", run.Id, Portal.Client.Threads.MessageStatus.Completed), 1);
            return (first.Events, second.Events);
        }, cancellation);
        lease.Tail.Add(begun);
        var seen = new List<ThreadEvent>();
        await foreach (var entry in tails.FollowRun(run, 0, cancellation)) seen.Add(entry);
        Assert.Equal([.. begun, .. ended], seen);
    }

    public void Dispose()
    {
        database.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    async Task Play((int Step, int Number)[] steps)
    {
        var threadId = await NewThread();
        var log = new ThreadLog(database, tails, threadId);
        var viewers = Enumerable.Range(0, Viewers).Select(_ => new Viewer()).ToList();
        foreach (var viewer in viewers) viewer.Follow(tails, threadId);
        foreach (var (step, number) in steps)
        {
            switch (step)
            {
                case < 3:
                    await log.Commit(thread => Append(thread, number, $"run_{number % 2}"));
                    break;
                case < 5:
                    await log.CommitSoon(thread => Append(thread, number, $"run_{number % 2}"));
                    break;
                case 5:
                    await Assert.ThrowsAsync<InvalidOperationException>(() => log.Commit<bool>(thread =>
                    {
                        Append(thread, number, "run_0");
                        throw new InvalidOperationException("A change that fails after its events.");
                    }));
                    break;
                case 6:
                    await Task.WhenAll(log.Commit(thread => Append(thread, 1, "run_0")), log.CommitSoon(thread => Append(thread, number, "run_1")));
                    break;
                case 7:
                    await viewers[number % Viewers].Leave();
                    viewers[number % Viewers].Follow(tails, threadId);
                    break;
                case 8:
                    // Some turns pass, in which the viewers read on.
                    for (var turn = 0; turn < number; turn++) await Task.Yield();
                    break;
                default:
                    // The viewers stay.
                    log.Dispose();
                    log = new ThreadLog(database, tails, threadId);
                    await log.Load(CancellationToken.None);
                    break;
            }
        }

        await log.Commit(thread => Append(thread, 1, "run_0"));
        var stored = await database.Read(connection => ThreadEventsRepository.After(connection, threadId, 0, 10_000), CancellationToken.None);
        foreach (var viewer in viewers) await viewer.Reached(stored.Count);
        foreach (var viewer in viewers) await viewer.Leave();
        log.Dispose();

        Assert.Equal(Enumerable.Range(1, stored.Count).Select(number => (long)number), stored.Select(entry => entry.ThreadSequence));
        foreach (var run in stored.GroupBy(entry => entry.RunId))
            Assert.Equal(Enumerable.Range(1, run.Count()).Select(number => (long?)number), run.Select(entry => entry.Sequence));
        foreach (var viewer in viewers) Assert.Equal(stored.Select(entry => entry.ToJson()), viewer.Seen.Select(entry => entry.ToJson()));
    }

    static bool Append(ThreadTransaction thread, int count, string run)
    {
        for (var index = 0; index < count; index++) thread.Append(EventDraft.Piece("message.delta", run, "msg_1", $" {thread.NextSequence} “é”"), 1);
        return true;
    }

    async Task<string> NewThread()
    {
        var id = global::Portal.Api.Ids.New("thread");
        return await database.Write(connection =>
        {
            connection.Execute("""
                INSERT INTO threads (id, project_id, assistant_id, status, created_by, metadata, created_at)
                VALUES (@id, 'proj_1', 'asst_1', 'active', 'user_1', '{}', 0)
                """, new { id });
            return id;
        }, CancellationToken.None);
    }

    /// <summary>One who follows from the last event seen; leaving and coming back as often as wanted.</summary>
    sealed class Viewer : IDisposable
    {
        readonly List<ThreadEvent> seen = [];
        CancellationTokenSource leaving = new();
        Task following = Task.CompletedTask;
        (int Count, TaskCompletionSource Reached)? waiting;

        public IReadOnlyList<ThreadEvent> Seen => seen;

        public void Dispose() => leaving.Dispose();

        public void Follow(ThreadTails tails, string threadId)
        {
            leaving = new CancellationTokenSource();
            following = Read(tails.Follow(threadId, seen.Count == 0 ? 0 : seen[^1].ThreadSequence, leaving.Token), leaving.Token);
        }

        public async Task Leave()
        {
            await leaving.CancelAsync();
            await following;
            leaving.Dispose();
        }

        public Task Reached(int count)
        {
            if (seen.Count >= count) return Task.CompletedTask;
            var reached = new TaskCompletionSource();
            waiting = (count, reached);
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(10));
        }

        async Task Read(IAsyncEnumerable<ThreadEvent> events, CancellationToken cancellation)
        {
            try
            {
                await foreach (var entry in events.WithCancellation(cancellation))
                {
                    seen.Add(entry);
                    if (waiting is { } wait && seen.Count >= wait.Count) wait.Reached.TrySetResult();
                    if (cancellation.IsCancellationRequested) return;
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // It left.
            }
        }
    }
}
