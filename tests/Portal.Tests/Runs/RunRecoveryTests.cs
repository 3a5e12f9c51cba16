using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Core.Internal;
using Orleans.Runtime;
using Portal.Chaos;
using Portal.Data;
using Portal.Limits;
using Portal.Runs;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using Portal.Tests.Threads;

namespace Portal.Tests.Runs;

public sealed class RunRecoveryTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task QueuedRun_WhoseGrainHasGone_BeginsThoughNobodyCallsItsThread()
    {
        await using var host = PortalHost.Start();
        await using var scene = await ChatScene.Set(host);
        var clock = new FakeTimeProvider();
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        using var recovery = new RunRecovery(
            host.Services.GetRequiredService<IDatabase>(), grains, host.Services.GetRequiredService<Quota>(), clock, NullLogger<RunRecovery>.Instance);
        await recovery.StartAsync(Cancellation);
        var gate = new FakeGate();
        scene.Provider.Enqueue(new FakeReply().Wait(gate).Say("First."), new FakeReply().Say("Second."));
        var thread = await scene.NewThread();
        var first = await Ask("One.");
        await gate.Reached;
        var second = await Ask("Two.");

        await grains.GetGrain<IThreadGrain>(thread).AsReference<IGrainManagementExtension>().DeactivateOnIdle(Cancellation);
        await Until.True(async () => await Status(first) == "interrupted", "the first is interrupted", Patience, Cancellation);
        await Until.True(async () =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return await Status(second) == "completed";
        }, "the second is answered", Patience, Cancellation);

        await recovery.StopAsync(Cancellation);

        async Task<string> Ask(string text) => (await scene.Say(thread, text))["reply"].GetProperty("id").GetString()!;

        Task<string> Status(string reply) => host.Read(connection => connection.QuerySingle<string>("SELECT status FROM messages WHERE id = @reply", new { reply }));
    }
}
