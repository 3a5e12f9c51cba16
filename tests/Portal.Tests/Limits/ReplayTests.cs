using Dapper;
using Portal.Api;
using Portal.Client.Audit;
using Portal.Client.Limits;
using Portal.Client.Usage;
using Portal.Limits;
using Portal.Tests.Hosting;
using Portal.Tests.Threads;
using Portal.Usage;

namespace Portal.Tests.Limits;

public sealed class ReplayTests(PortalHost host) : IClassFixture<PortalHost>
{
    const long Noon = 1_772_712_000; // 2026-03-05 12:00 UTC

    [Fact]
    public void Calls_ComeInTheOrderInWhichTheyBegan()
    {
        var ended = new[] { Call("short", 90, 100), Call("long", 40, 100), Call("longest", -9_000, 110), Call("later", 4_000, 4_010), Call("after", 4_000, 4_020), Call("unknown", 9_000, 9_000) };

        var begun = Replay.InOrderOfBegin(ended).ToList();

        Assert.Equal(["longest", "long", "short", "later", "after", "unknown"], begun.Select(call => call.MessageId));
        Assert.Equal(Noon + 110 - 3_600, begun[0].BegunAt);
    }

    [Fact]
    public void NoMoreCallsAreKept_ThanEndedWithinAnHour()
    {
        var (read, given) = (0L, 0L);
        var most = 0L;
        foreach (var _ in Replay.InOrderOfBegin(Enumerable.Range(0, 20_000).Select(number =>
        {
            read++;
            return Call($"{number}", (number * 10) - 5, number * 10);
        })))
            most = Math.Max(most, read - ++given);
        Assert.Equal(20_000, given);
        Assert.InRange(most, 1, 361);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    public void ThreadsThatAreAnsweredAtOnce_MeetTheLimit(int threads, int refused)
    {
        var replay = Of(new() { ConcurrentThreads = threads }, Call("a", 0, 30), Call("b", 10, 40), Call("c", 20, 25), Call("d", 40, 50));

        Assert.Equal((4, refused), (replay.Calls, replay.Refused.Values.Sum(one => one.Calls)));
        Assert.All(replay.Refused.Keys, key => Assert.Equal(LimitKind.ConcurrentThreads, key.Kind));
    }

    [Fact]
    public void CallsOfOneThread_CountOnce_AndOneAfterTheOtherAreNotAtOnce()
    {
        Assert.Empty(Of(new() { ConcurrentThreads = 1 }, Call("a", 0, 30), Call("b", 10, 20) with { ThreadId = "a" }).Refused);
        Assert.Empty(Of(new() { ConcurrentThreads = 1 }, Call("a", 0, 30), Call("b", 30, 30), Call("c", 30, 60)).Refused);
    }

    [Fact]
    public void WhatIsInFlight_CountsAgainstTheDay()
    {
        var replay = Of(new() { TokensPerDay = 150 }, Call("a", 0, 30), Call("b", 10, 20), Call("c", 86_400, 86_410));

        Assert.Equal((LimitKind.TokensPerDay, 1L), (Assert.Single(replay.Refused).Key.Kind, replay.Refused.Values.Single().Calls));
    }

    [Fact]
    public async Task DryRun_KnowsFromTheTraceHowLongCallsTook()
    {
        await using var scene = await ChatScene.Set(host);
        var threads = new[] { await scene.NewThread(), await scene.NewThread(), await scene.NewThread() };
        foreach (var (thread, seconds) in threads.Zip([10, 60, 30]))
        {
            await scene.Ask(thread, "How long?");
            await host.Write(connection => connection.Execute("""
                UPDATE usage SET created_at = created_at - 100 WHERE thread_id = @thread;
                UPDATE run_steps SET started_at = started_at - 100 - @seconds WHERE run_id IN (SELECT id FROM runs WHERE thread_id = @thread)
                """, new { seconds, thread }));
        }

        var body = """{"limits":{"concurrent_threads":2}}""";
        Assert.Equal(1, (await Dry()).GetInt32());
        // What its trace said is gone with the thread; what it took is not.
        Assert.Equal(200, (await scene.Client.Delete($"/v2/threads/{threads[1]}")).Status);
        var after = await scene.Client.Post($"/v2/projects/{scene.ProjectId}/limits/dry_run", body);
        Assert.Equal((3, 0), (after["calls"].GetInt32(), after["refused"].GetInt32()));

        async Task<System.Text.Json.JsonElement> Dry() => (await scene.Client.Post($"/v2/projects/{scene.ProjectId}/limits/dry_run", body))["refused"];
    }

    /// <param name="begun">Seconds after noon.</param>
    static PastCall Call(string name, long begun, long ended) => new(name, "p", "a", name, "key", "k", 80, 20, 1_000, Noon + begun, Noon + ended);

    static Replay Of(LimitsInput limits, params PastCall[] calls)
    {
        var replay = new Replay(new LimitBook([Ledgers.LimitsOf(Scope.Project("p"), limits)], []), new UsageCalendar(TimeZoneInfo.Utc), Noon);
        foreach (var call in Replay.InOrderOfBegin(calls.OrderBy(call => call.CreatedAt)))
            replay.Take(call, Scope.OfCall(call.ProjectId, call.AssistantId, Wire.Word<ActorType>(call.ActorType), call.ActorId));
        return replay;
    }
}
