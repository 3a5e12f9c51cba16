using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Orleans.Runtime;
using Portal.Chaos;
using Portal.Runs;
using Portal.Tests.Hosting;

namespace Portal.Tests.Promises;

/// <summary>
/// Any interleaving of posts, cancels, retries, viewers that leave and come back, and grains that go away in the middle
/// of a reply, through the whole portal: every viewer sees the same gapless sequence, and the tables hold together.
/// </summary>
public sealed class ThreadGrainTests : IAsyncDisposable
{
    const int Viewers = 3;
    static readonly Gen<(int Step, int Number)[]> Steps = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 20]).Array[3, 14];
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly PortalHost host = PortalHost.Start(("Portal:Responder:ChunkDelayMilliseconds", "1"));
    readonly PortalApi api;

    public ThreadGrainTests() => api = new PortalApi(host.Address, PortalHost.AdminKey);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Follow_AnyInterleavingOfCancelCrashAndResume_GivesEveryViewerTheSameGaplessSequence()
    {
        api.Project = (await api.Post("/v2/projects", new { name = "Interleavings" }, Cancellation)).Expect(201).Id;
        var assistant = (await api.Post("/v2/assistants", new { name = "Responder", model = "gpt-4-fast-2026" }, Cancellation)).Expect(201).Id;
        await Steps.SampleAsync(steps => Play(assistant, steps), iter: 10, threads: 1);
        Assert.Empty(PortalData.Violations(Path.Combine(host.DataDirectory, "portal.db")));
    }

    public async ValueTask DisposeAsync()
    {
        api.Dispose();
        await host.DisposeAsync();
    }

    async Task Play(string assistant, (int Step, int Number)[] steps)
    {
        var thread = (await api.Post("/v2/threads", new { assistant_id = assistant }, Cancellation)).Expect(201).Id;
        var viewers = Enumerable.Range(0, Viewers).Select(_ => new Viewer(new HubReader(api, thread))).ToList();
        foreach (var viewer in viewers) viewer.Follow();
        var replies = new List<string>();
        foreach (var (step, number) in steps)
        {
            switch (step)
            {
                case < 3:
                    replies.Add(await Post(thread, $"message {replies.Count}"));
                    break;
                case < 5 when replies.Count > 0:
                    await api.Post($"/v2/threads/{thread}/messages/{replies[number % replies.Count]}/cancel", null, Cancellation);
                    break;
                case 5 when replies.Count > 0:
                    await api.Post($"/v2/threads/{thread}/messages/{replies[number % replies.Count]}/retry", null, Cancellation);
                    break;
                case 6:
                    await Deactivate(thread);
                    break;
                case 7:
                    await viewers[number % Viewers].Leave();
                    viewers[number % Viewers].Follow();
                    break;
                default:
                    await Until.Passed(TimeSpan.FromMilliseconds(number), Cancellation);
                    break;
            }
        }

        var last = await Post(thread, "the last one");
        bool IsEnd(string entry) => entry.Contains("\"type\":\"message.completed\"", StringComparison.Ordinal) && entry.Contains($"\"message_id\":\"{last}\"", StringComparison.Ordinal);
        var whole = new HubReader(api, thread);
        Assert.True(await whole.Follow(IsEnd, Cancellation).WaitAsync(Patience, Cancellation));
        foreach (var viewer in viewers)
        {
            await Until.True(() => viewer.Has(whole.Events.Count), "the viewer is up to date", Patience, Cancellation);
            await viewer.Leave();
            Assert.Equal(whole.Events, viewer.Events.Take(whole.Events.Count));
        }
    }

    async Task<string> Post(string thread, string text) =>
        (await api.Post($"/v2/threads/{thread}/messages", new { role = "user", content = text }, Cancellation)).Expect(201)
        .Json.GetProperty("reply").GetProperty("id").GetString()!;

    /// <summary>The grain goes as at a stop of its server: its run is interrupted, its viewers must find the next one.</summary>
    async Task Deactivate(string thread) =>
        await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IThreadGrain>(thread).AsReference<IGrainManagementExtension>().DeactivateOnIdle();

    sealed class Viewer(HubReader hub) : IDisposable
    {
        CancellationTokenSource leaving = new();
        Task following = Task.CompletedTask;

        public IReadOnlyList<string> Events => hub.Events;

        /// <summary>Fails where the stream has ended instead.</summary>
        public async Task<bool> Has(int count)
        {
            if (following.IsCompleted) await following;
            return hub.Events.Count >= count;
        }

        public void Dispose() => leaving.Dispose();

        public void Follow()
        {
            leaving = new CancellationTokenSource();
            following = Read(leaving.Token);
        }

        public async Task Leave()
        {
            await leaving.CancelAsync();
            await following;
            leaving.Dispose();
        }

        async Task Read(CancellationToken cancellation)
        {
            try
            {
                await hub.Follow(_ => false, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // It left.
            }
        }
    }
}
