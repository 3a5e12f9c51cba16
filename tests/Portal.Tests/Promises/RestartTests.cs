using Portal.Chaos;

namespace Portal.Tests.Promises;

/// <summary>Queued, running and waiting work across a restart, killed or stopped.</summary>
public sealed class RestartTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    const string ToolTimeout = "Portal__Runs__ToolTimeoutSeconds";
    const string Call = """/call look_up {"what":"the weather"}""";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restart_RunningAndQueued_InterruptsTheFirstAndRunsTheOthersInOrder(bool killed)
    {
        await using var workspace = await Workspace.Start(Cancellation);
        var thread = await workspace.NewThread(workspace.PacedAssistant, Cancellation);
        var running = await Post(workspace, thread, "pieces=400 pace=50 running");
        var second = await Post(workspace, thread, "pieces=4000 pace=50 second");
        var third = await Post(workspace, thread, "pieces=3 pace=5 third");
        var cancelled = await Post(workspace, thread, "pieces=3 pace=5 cancelled");
        var beforeRestart = await Post(workspace, thread, "pieces=3 pace=5 cancelled before");
        Assert.Equal("cancelled", (await workspace.Api.Post(Path(thread, beforeRestart) + "/cancel", null, Cancellation)).Expect(200).Text("status"));
        await HasStatus(workspace, thread, running, "in_progress", hasText: true);

        await Restart(workspace, killed);

        var interrupted = await workspace.Api.Get(Path(thread, running), Cancellation);
        Assert.Equal("interrupted", interrupted.Text("status"));
        Assert.Equal("interrupted", interrupted.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.StartsWith(interrupted.Text("content"), PacedProvider.AnswerTo("pieces=400 pace=50 running"));
        await HasStatus(workspace, thread, second, "in_progress");
        Assert.Equal("queued", (await workspace.Api.Get(Path(thread, cancelled), Cancellation)).Text("status"));
        Assert.Equal("cancelled", (await workspace.Api.Post(Path(thread, cancelled) + "/cancel", null, Cancellation)).Expect(200).Text("status"));
        Assert.Equal("cancelled", (await workspace.Api.Post(Path(thread, second) + "/cancel", null, Cancellation)).Expect(200).Text("status"));
        await workspace.Settled(Cancellation);
        Assert.Equal(1, workspace.Provider.Asked("pieces=4000 pace=50 second"));
        await IsAnswered(workspace, thread, third, "pieces=3 pace=5 third");
        Assert.Equal(0, workspace.Provider.Asked("pieces=3 pace=5 cancelled"));
        var retried = (await workspace.Api.Post(Path(thread, running) + "/retry", new { model = "gpt-4-tiny-2026" }, Cancellation, wait: 30)).Expect(201);
        Assert.Equal("completed", retried.Text("status"));
        Assert.Empty(PortalData.Violations(workspace.Portal.DatabasePath));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restart_WaitingForTools_IsAnsweredAfterwardsOrExpires(bool killed)
    {
        await using var workspace = await Workspace.Start(Cancellation);
        var patient = await workspace.NewThread(workspace.ToolAssistant, Cancellation);
        var (waiting, call) = await PostCall(workspace, patient);
        var queued = await Post(workspace, patient, "What did it say?");
        workspace.Portal.Settings[ToolTimeout] = "2";
        await Restart(workspace, killed);
        var hasty = await workspace.NewThread(workspace.ToolAssistant, Cancellation);
        var (expiring, lateCall) = await PostCall(workspace, hasty);
        await Restart(workspace, killed);

        await HasStatus(workspace, hasty, expiring, "failed");
        var expired = await workspace.Api.Get(Path(hasty, expiring), Cancellation);
        Assert.Equal("tool_timeout", expired.Json.GetProperty("error").GetProperty("code").GetString());
        (await workspace.Api.Post($"/v2/threads/{hasty}/messages", Output(lateCall), Cancellation)).Expect(409);

        Assert.Equal("requires_action", (await workspace.Api.Get(Path(patient, waiting), Cancellation)).Text("status"));
        Assert.Equal("queued", (await workspace.Api.Get(Path(patient, queued), Cancellation)).Text("status"));
        var answered = (await workspace.Api.Post($"/v2/threads/{patient}/messages", Output(call), Cancellation, wait: 30)).Expect(201);
        Assert.Contains("Sunny until noon", answered.Json.GetProperty("reply").GetProperty("content").GetString());
        await HasStatus(workspace, patient, queued, "completed");
        (await workspace.Api.Post($"/v2/threads/{patient}/messages", Output(call), Cancellation)).Expect(409);
        Assert.Empty(PortalData.Violations(workspace.Portal.DatabasePath));
    }

    [Fact]
    public async Task Terminate_WithOpenStreams_LeavesWithinTwoSecondsAndKeepsTheText()
    {
        await using var workspace = await Workspace.Start(Cancellation);
        var thread = await workspace.NewThread(workspace.PacedAssistant, Cancellation);
        const string question = "pieces=2000 pace=20 long";
        var reply = await Post(workspace, thread, question);
        var stream = new EventReader(workspace.Api, Path(thread, reply) + "/stream");
        var hub = new HubReader(workspace.Api, thread);
        var reading = Task.WhenAll(stream.Read(Cancellation), hub.Follow(_ => false, Cancellation));
        var waiting = workspace.Api.Post($"/v2/threads/{thread}/messages", new { role = "user", content = "pieces=1 next" }, Cancellation, wait: 30);
        await Until.True(() => Task.FromResult(stream.Events.Count > 20 && hub.Events.Count > 20), "both streams run", Patience, Cancellation);

        var took = await workspace.Portal.Terminate(Cancellation);
        await reading;
        Assert.True(took <= TimeSpan.FromSeconds(2), $"The portal took {took.TotalSeconds:0.00} s to leave.");
        Assert.Equal(201, (await waiting).Status);
        Assert.False(stream.IsDone);

        await workspace.Portal.Start(Cancellation);
        var kept = await workspace.Api.Get(Path(thread, reply), Cancellation);
        Assert.Equal("interrupted", kept.Text("status"));
        Assert.StartsWith(EventReader.TextOf(stream.Data, reply), kept.Text("content"));
        Assert.StartsWith(kept.Text("content"), PacedProvider.AnswerTo(question));
        await stream.Read(Cancellation);
        Assert.True(stream.IsDone);
        Assert.Equal(kept.Text("content"), EventReader.TextOf(stream.Data, reply));
        Assert.DoesNotContain(workspace.Portal.Log, line => line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal));
    }

    static Task Restart(Workspace workspace, bool killed) => Restart(workspace.Portal, killed);

    static async Task Restart(PortalProcess portal, bool killed)
    {
        if (killed) await portal.Kill(Cancellation);
        else await portal.Terminate(Cancellation);
        await portal.Start(Cancellation);
    }

    static string Path(string thread, string message) => $"/v2/threads/{thread}/messages/{message}";

    static object Output(string call) => new { role = "tool", tool_call_id = call, content = "Sunny until noon, then rain." };

    /// <returns>The reply's id.</returns>
    static async Task<string> Post(Workspace workspace, string thread, string text) =>
        (await workspace.Api.Post($"/v2/threads/{thread}/messages", new { role = "user", content = text }, Cancellation))
        .Expect(201).Json.GetProperty("reply").GetProperty("id").GetString()!;

    static async Task<(string Reply, string Call)> PostCall(Workspace workspace, string thread)
    {
        var posted = (await workspace.Api.Post($"/v2/threads/{thread}/messages", new { role = "user", content = Call }, Cancellation, wait: 30)).Expect(201);
        var reply = posted.Json.GetProperty("reply");
        Assert.Equal("requires_action", reply.GetProperty("status").GetString());
        return (reply.GetProperty("id").GetString()!, reply.GetProperty("tool_calls")[0].GetProperty("id").GetString()!);
    }

    static Task HasStatus(Workspace workspace, string thread, string message, string status, bool hasText = false) => Until.True(async () =>
    {
        var now = await workspace.Api.Get(Path(thread, message), Cancellation);
        return now.Text("status") == status && (!hasText || now.Text("content") is not null);
    }, $"{message} is {status}", Patience, Cancellation);

    static async Task IsAnswered(Workspace workspace, string thread, string reply, string question)
    {
        var found = await workspace.Api.Get(Path(thread, reply), Cancellation);
        Assert.Equal("completed", found.Text("status"));
        Assert.Equal(PacedProvider.AnswerTo(question), found.Text("content"));
        Assert.Equal(1, workspace.Provider.Asked(question));
    }
}
