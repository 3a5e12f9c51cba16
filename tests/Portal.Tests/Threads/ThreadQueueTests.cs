using System.Text.Json;
using Dapper;
using Portal.Client.Keys;
using Portal.Client.Projects;

namespace Portal.Tests.Threads;

public sealed class ThreadQueueTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Stats_CountWhoWaits_AndHowSoonOthersWereAnswered()
    {
        await using var scene = await ChatScene.Set(host);
        var path = $"/v2/threads/queue_stats?project_id={scene.ProjectId}";
        var empty = await scene.Client.Get(path);
        Assert.Equal("""{"project_id":"PROJECT","waiting":0,"unassigned":0,"oldest_waiting_since":null,"median_response_seconds":null,"object":"thread.queue_stats"}"""
            .Replace("PROJECT", scene.ProjectId, StringComparison.Ordinal), empty.Body.GetRawText());
        var (first, second) = (await scene.NewThread(), await scene.NewThread());
        foreach (var thread in new[] { first, second }) await scene.Client.Post($"/v2/threads/{thread}/request_person");
        using var agent = await host.AddMember(scene.ProjectId, Role.Agent, ChatAccess.Write);
        await agent.Client.Post($"/v2/threads/{second}/assign", $$"""{"assignee_id":"{{(await agent.Client.Get("/v2/session"))["user_id"].GetString()}}"}""");
        await host.Write(connection => connection.Execute("UPDATE threads SET waiting_since = 1000 WHERE id = @first", new { first }));

        var stats = await scene.Client.Get(path);
        Assert.Equal((2, 1, 1000), (stats["waiting"].GetInt32(), stats["unassigned"].GetInt32(), stats["oldest_waiting_since"].GetInt64()));

        await agent.Client.Post($"/v2/threads/{first}/take_over");
        await agent.Client.Post($"/v2/threads/{first}/messages", """{"role":"assistant","content":"I am here"}""");
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await host.Write(connection => connection.Execute("""
            INSERT INTO answered_waits (project_id, waiting_since, answered_at) VALUES (@ProjectId, @now - 30, @now - 20), (@ProjectId, @now - 50, @now - 20), (@ProjectId, @now - 90000, @now - 89999)
            """, new { scene.ProjectId, now }));
        stats = await scene.Client.Get(path);
        Assert.Equal((1, 0), (stats["waiting"].GetInt32(), stats["unassigned"].GetInt32()));
        Assert.Equal(30, stats["median_response_seconds"].GetInt64());
        Assert.InRange(await host.Read(connection => connection.QuerySingle<long>(
            "SELECT answered_at - waiting_since FROM answered_waits WHERE project_id = @ProjectId AND waiting_since = 1000", new { scene.ProjectId })), now - 1010, now);
    }

    [Fact]
    public async Task Stats_OfOtherProjects_AreNotCounted()
    {
        await using var mine = await ChatScene.Set(host);
        await using var theirs = await ChatScene.Set(host);
        await theirs.Client.Post($"/v2/threads/{await theirs.NewThread()}/request_person");
        Assert.Equal(0, (await mine.Client.Get("/v2/threads/queue_stats"))["waiting"].GetInt32());
        Assert.Equal(1, (await theirs.Client.Get("/v2/threads/queue_stats"))["waiting"].GetInt32());
        Assert.Equal(404, (await mine.Client.Get($"/v2/threads/queue_stats?project_id={theirs.ProjectId}")).Status);
    }

    [Fact]
    public async Task Bulk_ChangesEachByItself_AndRefusesTheOthers()
    {
        await using var scene = await ChatScene.Set(host);
        await using var theirs = await ChatScene.Set(host);
        var (one, two, foreign) = (await scene.NewThread(), await scene.NewThread(), await theirs.NewThread());
        using var agent = await host.AddMember(scene.ProjectId, Role.Agent, ChatAccess.Write);
        var me = (await agent.Client.Get("/v2/session"))["user_id"].GetString()!;

        var answer = await agent.Client.Post("/v2/threads/bulk", $$"""{"ids":["{{one}}","{{foreign}}","thread_none","{{two}}","{{one}}"],"status":"resolved","assignee_id":"{{me}}","pinned":true}""");

        Assert.Equal((200, "list"), (answer.Status, answer["object"].GetString()));
        Assert.Equal([(one, "done", null), (foreign, "refused", "not_found"), ("thread_none", "refused", "not_found"), (two, "done", null)], Outcomes(answer));
        foreach (var id in new[] { one, two })
        {
            var thread = await agent.Client.Get($"/v2/threads/{id}");
            Assert.Equal(("resolved", me, true), (thread["status"].GetString(), thread["assignee_id"].GetString(), thread["pinned"].GetBoolean()));
            Assert.Single(await host.Audit("thread.updated", id));
        }

        Assert.Empty(await host.Audit("thread.updated", foreign));
        Assert.Equal("active", (await theirs.Client.Get($"/v2/threads/{foreign}"))["status"].GetString());
    }

    [Fact]
    public async Task Bulk_NullAssignee_IsNobody_AndNoFieldIsNoChange()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await host.AddMember(scene.ProjectId, Role.Agent, ChatAccess.Write);
        var me = (await agent.Client.Get("/v2/session"))["user_id"].GetString()!;
        var thread = await scene.NewThread($$""","assignee_id":"{{me}}","title":"Kept","metadata":{"a":"b"}""");
        await scene.Client.Post("/v2/threads/bulk", $$"""{"ids":["{{thread}}"],"status":"resolved"}""");
        Assert.Equal(me, (await scene.Client.Get($"/v2/threads/{thread}"))["assignee_id"].GetString());
        await scene.Client.Post("/v2/threads/bulk", $$"""{"ids":["{{thread}}"],"assignee_id":null}""");
        var changed = await scene.Client.Get($"/v2/threads/{thread}");
        Assert.Equal(JsonValueKind.Null, changed["assignee_id"].ValueKind);
        Assert.Equal(("resolved", "Kept", "b"), (changed["status"].GetString(), changed["title"].GetString(), changed["metadata"].GetProperty("a").GetString()));
    }

    [Fact]
    public async Task Bulk_WithoutTheRight_IsRefusedAndOnRecord()
    {
        await using var scene = await ChatScene.Set(host);
        var thread = await scene.NewThread();
        using var reader = host.Client(await host.AddKey(scene.ProjectId, KeyScope.Read));
        var status = await reader.Post("/v2/threads/bulk", $$"""{"ids":["{{thread}}"],"status":"resolved"}""");
        Assert.Equal([(thread, "refused", "permission_denied")], Outcomes(status));
        Assert.Contains(await host.Audit("access.denied", thread), row => row.Status == 403);
        Assert.Equal([(thread, "refused", "permission_denied")], Outcomes(await reader.Post("/v2/threads/bulk", $$"""{"ids":["{{thread}}"],"pinned":true}""")));
        using var person = await host.AddMember(scene.ProjectId, Role.Agent, ChatAccess.Read);
        Assert.Equal([(thread, "done", null)], Outcomes(await person.Client.Post("/v2/threads/bulk", $$"""{"ids":["{{thread}}"],"pinned":true}""")));
        Assert.Equal([(thread, "refused", "not_found")], Outcomes(await scene.Client.Post("/v2/threads/bulk", $$"""{"ids":["{{thread}}"],"assignee_id":"user_none"}""")));
    }

    [Fact]
    public async Task Bulk_RepeatedUnderItsKey_ChangesNothingAgain()
    {
        await using var scene = await ChatScene.Set(host);
        var thread = await scene.NewThread();
        var body = $$"""{"ids":["{{thread}}","thread_none"],"status":"resolved"}""";
        var first = await scene.Client.Post("/v2/threads/bulk", body, ("Idempotency-Key", $"bulk {thread}"));
        await scene.Client.Post($"/v2/threads/{thread}", """{"status":"active"}""");

        var again = await scene.Client.Post("/v2/threads/bulk", body, ("Idempotency-Key", $"bulk {thread}"));

        Assert.Equal(first.Body.GetRawText(), again.Body.GetRawText());
        Assert.True(again.Response.Headers.Contains("idempotent-replay"));
        Assert.Equal("active", (await scene.Client.Get($"/v2/threads/{thread}"))["status"].GetString());
        var other = await scene.Client.Post("/v2/threads/bulk", $$"""{"ids":["{{thread}}"],"status":"archived"}""", ("Idempotency-Key", $"bulk {thread}"));
        Assert.Equal((409, "idempotency_key_reused"), (other.Status, other.Code));
    }

    [Theory]
    [InlineData("""{"ids":[],"status":"resolved"}""", "ids")]
    [InlineData("""{"status":"resolved"}""", "ids")]
    [InlineData("""{"ids":["x"]}""", "status")]
    [InlineData("""{"ids":["x"],"status":"open"}""", "status")]
    [InlineData("""{"ids":["x"],"assignee_id":7}""", "assignee_id")]
    [InlineData("""{"ids":["x"],"pinned":"yes"}""", "pinned")]
    [InlineData("""{"ids":["x"],"title":"x"}""", "title")]
    [InlineData("""{"ids":[null],"pinned":true}""", "ids[0]")]
    public async Task Bulk_WrongField_IsNamed(string body, string param)
    {
        var answer = await host.Admin.Post("/v2/threads/bulk", body);
        Assert.Equal((400, param), (answer.Status, answer.Param));
    }

    [Fact]
    public async Task Bulk_PastAHundred_IsRefused()
    {
        var ids = string.Join(',', Enumerable.Range(0, 101).Select(number => $"\"thread_{number}\""));
        Assert.Equal((400, "ids"), await host.Admin.Post("/v2/threads/bulk", $$"""{"ids":[{{ids}}],"pinned":true}""") is var answer ? (answer.Status, answer.Param) : default);
    }

    static IEnumerable<(string?, string?, string?)> Outcomes(Answered answer) => answer["data"].EnumerateArray().Select(one => (
        one.GetProperty("id").GetString(), one.GetProperty("status").GetString(),
        one.GetProperty("error") is { ValueKind: JsonValueKind.Object } error ? error.GetProperty("code").GetString() : null));
}
