using Portal.Chaos;

namespace Portal.Tests.Promises;

/// <summary>
/// A disk that takes nothing more: the process may write to no file, from a moment in the middle of a reply until the
/// space is back.
/// </summary>
public sealed class FullDiskTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writes_DiskFull_AreRefusedWholeAndGoOnWhenThereIsSpace()
    {
        await using var workspace = await Workspace.Start(Cancellation);
        var api = workspace.Api;
        var thread = await workspace.NewThread(workspace.PacedAssistant, Cancellation);
        var other = await workspace.NewThread(workspace.PacedAssistant, Cancellation);
        var reply = (await api.Post($"/v2/threads/{thread}/messages", new { role = "user", content = "pieces=100 pace=30 running" }, Cancellation))
            .Expect(201).Json.GetProperty("reply").GetProperty("id").GetString()!;
        await Until.True(async () => (await api.Get($"/v2/threads/{thread}/messages/{reply}", Cancellation)).Text("content") is not null,
            "the reply has text", TimeSpan.FromSeconds(60), Cancellation);

        workspace.Portal.FillDisk();
        var refused = new[]
        {
            await api.Post($"/v2/threads/{other}/messages", new { role = "user", content = "lost" }, Cancellation),
            await api.Post("/v2/threads", new { assistant_id = workspace.PacedAssistant, title = "lost" }, Cancellation),
            await api.Post("/v2/projects", new { name = "lost" }, Cancellation),
            await api.Post($"/v2/projects/{workspace.ProjectId}", new { description = "lost" }, Cancellation),
            await api.Post($"/v2/threads/{thread}/messages/{reply}/cancel", null, Cancellation),
            await api.Delete($"/v2/threads/{other}", Cancellation),
        };
        Assert.All(refused, answer => Assert.Equal((503, "unavailable_error"), (answer.Status, answer.Json.GetProperty("error").GetProperty("type").GetString())));
        Assert.Equal(200, (await api.Get($"/v2/threads/{thread}", Cancellation)).Status);
        await Until.True(() => Task.FromResult(workspace.Portal.Log.Any(line => line.Contains("refuses what run", StringComparison.Ordinal))),
            "the run cannot be written", TimeSpan.FromSeconds(60), Cancellation);

        workspace.Portal.FreeDisk();
        await workspace.Settled(Cancellation);
        var ended = await api.Get($"/v2/threads/{thread}/messages/{reply}", Cancellation);
        Assert.Equal("interrupted", ended.Text("status"));
        Assert.StartsWith(ended.Text("content"), PacedProvider.AnswerTo("pieces=100 pace=30 running"));
        foreach (var each in (string[])[thread, other])
        {
            var next = (await api.Post($"/v2/threads/{each}/messages", new { role = "user", content = $"pieces=4 pace=5 next {each}" }, Cancellation, wait: 30)).Expect(201);
            Assert.Equal("completed", next.Json.GetProperty("reply").GetProperty("status").GetString());
        }

        var path = workspace.Portal.DatabasePath;
        Assert.Empty(PortalData.Violations(path));
        Assert.Equal(0, PortalData.Count(path, "SELECT COUNT(*) FROM messages WHERE content LIKE '%lost%'"));
        Assert.Equal(0, PortalData.Count(path, "SELECT COUNT(*) FROM threads WHERE title = 'lost'"));
        Assert.Equal(0, PortalData.Count(path, "SELECT COUNT(*) FROM projects WHERE name = 'lost' OR description = 'lost'"));
        var loud = workspace.Portal.Log.Count(line => line.StartsWith("crit:", StringComparison.Ordinal) || line.StartsWith("fail:", StringComparison.Ordinal));
        Assert.True(loud < 40, $"{loud} errors were logged for one full disk:\n{string.Join('\n', workspace.Portal.Log.TakeLast(60))}");
    }
}
