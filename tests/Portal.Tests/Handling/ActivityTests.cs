using System.Text.Json;
using CsCheck;
using Portal.Client.Projects;
using Portal.Client.Threads;
using Portal.Tests.Threads;
using Portal.Threads;

namespace Portal.Tests.Handling;

public sealed class ActivityTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Activity_TellsWhoDidWhat_AsEventsOfTheThreadsSequence()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        using var colleague = await Teammate.Join(scene);
        var threadId = await scene.NewThread();
        await scene.Ask(threadId, "Hello");
        Assert.Equal(200, (await scene.Client.Post($"/v2/threads/{threadId}/request_person", """{"reason":"About my order"}""")).Status);
        await agent.Do(threadId, "assign", $$"""{"assignee_id":"{{colleague.Id}}","note":"Knows orders"}""");
        await colleague.Do(threadId, "take_over");
        await colleague.Do(threadId, "hand_back");
        await colleague.Client.Post($"/v2/threads/{threadId}", """{"status":"resolved","title":"Orders"}""");

        var activity = (await agent.Client.Get($"/v2/threads/{threadId}/activity"))["data"].EnumerateArray().ToList();
        Assert.Equal(
            ["thread.updated", "thread.handed_back", "thread.taken_over", "note.created", "thread.assigned", "thread.person_requested"],
            activity.Select(one => one.GetProperty("type").GetString()));
        var (updated, assigned, requested) = (activity[0], activity[4], activity[5]);
        Assert.Equal(("resolved", 2), (updated.GetProperty("thread_status").GetString(), updated.GetProperty("changed").GetArrayLength()));
        Assert.Equal((colleague.Id, agent.Name), (assigned.GetProperty("assignee").GetProperty("id").GetString(), assigned.GetProperty("actor").GetProperty("name").GetString()));
        Assert.StartsWith("note_", assigned.GetProperty("note").GetString());
        Assert.Equal(("About my order", "key"), (requested.GetProperty("reason").GetString(), requested.GetProperty("actor").GetProperty("type").GetString()));
        Assert.True(requested.GetProperty("at").GetInt64() > 0);

        var sequences = await host.Read(connection => Dapper.SqlMapper.Query<long>(connection, "SELECT thread_sequence FROM thread_events WHERE thread_id = @threadId ORDER BY 1", new { threadId }).ToList());
        Assert.Equal(Enumerable.Range(1, sequences.Count).Select(number => (long)number), sequences);
        var pages = new List<JsonElement>();
        for (string? after = null; pages.Count == 0 || after is not null;)
        {
            var page = await agent.Client.Get($"/v2/threads/{threadId}/activity?order=asc&limit=2{(after is null ? "" : $"&after={after}")}");
            pages.AddRange(page["data"].EnumerateArray());
            after = page["has_more"].GetBoolean() ? page["last_id"].GetString() : null;
        }

        Assert.Equal(activity.Select(one => one.ToString()).Reverse(), pages.Select(one => one.ToString()));
        Assert.Equal("after", (await agent.Client.Get($"/v2/threads/{threadId}/activity?after=x")).Param);
        Assert.Single(await host.Audit("thread.assigned", threadId));
        Assert.Single(await host.Audit("thread.person_requested", threadId));
        Assert.Contains("resolved", Assert.Single(await host.Audit("thread.updated", threadId)).Changes);
    }

    [Fact]
    public async Task RequestPerson_Twice_IsOneRequest_AndTheOldestWaitCounts()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        var threadId = await scene.NewThread();
        var first = await scene.Client.Post($"/v2/threads/{threadId}/request_person", "{}");
        Assert.Equal((200, "person"), (first.Status, first["waiting_for"].GetString()));
        var again = await scene.Client.Post($"/v2/threads/{threadId}/request_person", """{"reason":"Hello?"}""");
        Assert.Equal(first["waiting_since"].GetInt64(), again["waiting_since"].GetInt64());
        Assert.Single((await agent.Client.Get($"/v2/threads/{threadId}/activity"))["data"].EnumerateArray());
        Assert.Equal("person", (await agent.Do(threadId, "take_over"))["waiting_for"].GetString());
        await agent.Write(threadId, "Here I am.");
        Assert.Equal(JsonValueKind.Null, (await agent.Thread(threadId)).GetProperty("waiting_since").ValueKind);
        await agent.Do(threadId, "hand_back");
        await scene.Client.Post($"/v2/threads/{threadId}/request_person", "{}");
        await agent.Client.Post($"/v2/threads/{threadId}", """{"status":"resolved"}""");
        Assert.Equal(JsonValueKind.Null, (await agent.Thread(threadId)).GetProperty("waiting_for").ValueKind);
        Assert.Equal("reason", (await scene.Client.Post($"/v2/threads/{threadId}/request_person", """{"reason":"a\u0001"}""")).Param);
    }

    [Fact]
    public async Task Update_AfterAnAssignment_TakesNothingBack()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        var threadId = await scene.NewThread();
        var work = Enumerable.Range(0, 12).Select(number => number % 2 == 0
            ? agent.Client.Post($"/v2/threads/{threadId}", $$"""{"title":"{{number}}"}""")
            : agent.Do(threadId, "assign", $$"""{"assignee_id":"{{agent.Id}}"}"""));
        Assert.All(await Task.WhenAll(work), answer => Assert.Equal(200, answer.Status));
        var thread = await agent.Thread(threadId);
        Assert.Equal((agent.Id, agent.Id, agent.Name), (thread.GetProperty("assignee_id").GetString(), thread.GetProperty("assignee").GetProperty("id").GetString(), thread.GetProperty("assignee").GetProperty("name").GetString()));
        Assert.Single(await host.Audit("thread.assigned", threadId));
    }

    [Fact]
    public async Task Update_OfAThreadThatWasReadBeforeAnAssignment_TakesNothingBack()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        var threadId = await scene.NewThread();
        await host.OnServer<ThreadsService>(async threads =>
        {
            var read = (await threads.Get(threadId, TestContext.Current.CancellationToken)).Value!;
            await agent.Do(threadId, "assign", $$"""{"assignee_id":"{{agent.Id}}"}""");
            var input = new ThreadInput { AssistantId = read.AssistantId, Title = "Later", Status = read.Status, Metadata = read.Metadata };
            var updated = (await threads.Update(read, input, TestContext.Current.CancellationToken)).Value!;
            Assert.Equal(("Later", agent.Id), (updated.Title, updated.AssigneeId));
        });
    }

    /// <summary>Whatever the team and the visitor do, in whatever order, what the thread says of itself holds together.</summary>
    [Fact]
    public async Task AnyOrder_KeepsWhatHoldsForEveryThread()
    {
        await using var scene = await ChatScene.Set(host);
        using var one = await Teammate.Join(scene);
        using var two = await Teammate.Join(scene, Role.Admin);
        await Gen.Int[0, 8].Array[1, 12].SampleAsync(async steps =>
        {
            var threadId = await scene.NewThread();
            foreach (var step in steps)
            {
                _ = step switch
                {
                    0 => await one.Do(threadId, "take_over"),
                    1 => await two.Do(threadId, "take_over"),
                    2 => await one.Do(threadId, "hand_back"),
                    3 => await scene.Say(threadId, "Hello"),
                    4 => await one.Write(threadId, "Here"),
                    5 => await scene.Client.Post($"/v2/threads/{threadId}/request_person", "{}"),
                    6 => await one.Do(threadId, "assign", $$"""{"assignee_id":"{{two.Id}}"}"""),
                    7 => await two.Client.Post($"/v2/threads/{threadId}", """{"status":"resolved"}"""),
                    _ => await two.Client.Post($"/v2/threads/{threadId}/messages", """{"role":"user","content":"Psst","reply":false}"""),
                };
                var thread = await one.Thread(threadId);
                var held = thread.GetProperty("taken_over_by").ValueKind is not JsonValueKind.Null;
                var waits = thread.GetProperty("waiting_for").GetString();
                Assert.Equal(waits is null, thread.GetProperty("waiting_since").ValueKind is JsonValueKind.Null);
                Assert.Equal(held, thread.GetProperty("taken_over_at").ValueKind is not JsonValueKind.Null);
                if (waits == "answer") Assert.True(held);
                if (!held) continue;
                Assert.Equal(0, await host.Read(connection => Dapper.SqlMapper.ExecuteScalar<long>(connection,
                    "SELECT COUNT(*) FROM runs WHERE thread_id = @threadId AND status IN ('queued', 'in_progress', 'requires_action')", new { threadId })));
            }
        }, iter: 15, threads: 1);
    }
}
