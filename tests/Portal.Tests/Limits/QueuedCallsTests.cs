using Portal.Tests.Fakes;
using Portal.Tests.Threads;
using static Portal.Tests.Limits.Metered;

namespace Portal.Tests.Limits;

/// <summary>Calls that wait for room, from the key press to their reply.</summary>
public sealed class QueuedCallsTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task ACallWaitsForCapacity_SaysSo_AndGoesOn()
    {
        await using var scene = await ChatScene.Set(host);
        await host.Admin.Post($"/v2/projects/{scene.ProjectId}/limits", """{"concurrent_threads":1,"queue_seconds":60}""");
        var (gate, _, _) = await Hold(scene);
        var second = await scene.NewThread();
        var queued = await scene.Say(second, "Two.");
        Assert.Equal(201, queued.Status);
        await foreach (var one in scene.Follow(second, queued["reply"].GetProperty("id").GetString()!))
        {
            if (one.Type != "run.waiting" || one.Json.GetProperty("reason").GetString() is not { } reason) continue;
            Assert.Contains("reply in the making", reason);
            var state = await host.Admin.Get($"/v2/projects/{scene.ProjectId}/limits/state");
            Assert.Equal(("concurrent_threads", second), (state["waiting"][0].GetProperty("waits_for").GetString(), state["waiting"][0].GetProperty("thread_id").GetString()));
            gate.Open();
        }

        var ended = await scene.Message(second, queued["reply"].GetProperty("id").GetString()!);
        Assert.True(ended["status"].GetString() == "completed", ended.Body.ToString());
    }

    [Fact]
    public async Task WhereAnothersReservationWouldCutTheReply_WaitsForIt_AndIsWhole()
    {
        await using var scene = await ChatScene.Set(host);
        // A call may make 16,384 tokens at $2 for a million: one and a half of them fit.
        await Budget(scene, "0.05");
        var (gate, _, _) = await Hold(scene);
        scene.Provider.Enqueue(new FakeReply().Say("Second.").Done(new FakeUsage(100, 50)));
        var second = await scene.NewThread();
        var reply = (await scene.Say(second, "Two."))["reply"].GetProperty("id").GetString()!;
        await foreach (var one in scene.Follow(second, reply))
        {
            if (one.Type != "run.waiting" || one.Json.GetProperty("reason").GetString() is not { } reason) continue;
            Assert.EndsWith("a whole reply waits for them.", reason);
            gate.Open();
        }

        Assert.Equal("completed", (await scene.Message(second, reply))["status"].GetString());
        Assert.False(scene.Provider.Requests[^1].Body.TryGetProperty("max_tokens", out var cap) && cap.GetInt32() < 16_384);
    }

    [Fact]
    public async Task ACallThatIsCancelledWhileItWaits_LeavesNothing()
    {
        await using var scene = await ChatScene.Set(host);
        await host.Admin.Post($"/v2/projects/{scene.ProjectId}/limits", """{"concurrent_threads":1,"queue_seconds":60}""");
        var (gate, first, held) = await Hold(scene);
        var second = await scene.NewThread();
        var reply = (await scene.Say(second, "Two."))["reply"].GetProperty("id").GetString()!;
        await foreach (var one in scene.Follow(second, reply))
            if (one.Type == "run.waiting") Assert.Equal(200, (await scene.Client.Post($"/v2/threads/{second}/messages/{reply}/cancel")).Status);
        gate.Open();
        await scene.Rested(first, held);
        AssertNothingIsHeld(scene);
    }

    /// <summary>A reply that is in the making until the gate opens.</summary>
    static async Task<(FakeGate Gate, string Thread, string Reply)> Hold(ChatScene scene)
    {
        var gate = new FakeGate();
        scene.Provider.Enqueue(new FakeReply().Wait(gate).Say("First.").Done(new FakeUsage(100, 50)));
        var thread = await scene.NewThread();
        var reply = (await scene.Say(thread, "One."))["reply"].GetProperty("id").GetString()!;
        await gate.Reached;
        return (gate, thread, reply);
    }
}
