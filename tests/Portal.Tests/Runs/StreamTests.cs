using Portal.Client.Keys;
using Portal.Client.Projects;
using Portal.Tests.Fakes;
using Portal.Tests.Threads;

namespace Portal.Tests.Runs;

public class StreamTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Stream_FromTheBeginning_IsGaplessAndItsDeltasAreTheText()
    {
        await using var scene = await ChatScene.Set(host);
        scene.Provider.Enqueue(new FakeReply().Reason("Hm", "m").Say("Żółć ", "😀", " \"quoted\"\n", "end"));
        var threadId = await scene.NewThread();
        var posted = await scene.Say(threadId, "Hello");

        var events = await scene.Events(threadId, posted.Id);

        Assert.Equal("done", events[^1].Type);
        Assert.Null(events[^1].Id);
        events.RemoveAt(events.Count - 1);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => $"{number}"), events.Select(one => one.Id));
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(one => one.Json.GetProperty("thread_sequence").GetInt32()));
        Assert.Equal("Żółć 😀 \"quoted\"\nend", string.Concat(events.Where(one => one.Type == "message.delta").Select(one => one.Json.GetProperty("delta").GetString())));
        Assert.Equal("Hmm", string.Concat(events.Where(one => one.Type == "reasoning.delta").Select(one => one.Json.GetProperty("delta").GetString())));
        Assert.Equal("Żółć 😀 \"quoted\"\nend", events[^2].Json.GetProperty("message").GetProperty("content").GetString());
    }

    [Fact]
    public async Task Stream_ResumedAnywhere_IsTheSameBytes()
    {
        await using var scene = await ChatScene.Set(host);
        scene.Provider.Enqueue(new FakeReply().Say(Enumerable.Range(1, 30).Select(number => $"word{number} ")));
        var threadId = await scene.NewThread();
        var posted = await scene.Say(threadId, "Hello");
        var whole = await scene.Events(threadId, posted.Id);

        for (var after = 0; after < whole.Count; after += 3)
            Assert.Equal(whole[after..], await scene.Events(threadId, posted.Id, after));
    }

    [Fact]
    public async Task Stream_CursorPastTheEnd_IsRefusedNotWaitedFor()
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread();
        var reply = await scene.Ask(threadId, "Hello");
        var path = $"/v2/threads/{threadId}/messages/{reply.GetProperty("id").GetString()}/stream";

        Assert.Equal("invalid_cursor", (await scene.Client.Get(path, ("Last-Event-ID", "9999"))).Code);
        Assert.Equal("invalid_cursor", (await scene.Client.Get(path, ("Last-Event-ID", "x"))).Code);
    }

    [Fact]
    public async Task Stream_OfAMessageWithoutReply_IsNotFound()
    {
        await using var scene = await ChatScene.Set(host);
        var threadId = await scene.NewThread();
        var note = await scene.Say(threadId, "A note", ""","reply":false""");

        Assert.Equal("no_run", (await scene.Client.Get($"/v2/threads/{threadId}/messages/{note.Id}/stream")).Code);
    }

    [Fact]
    public async Task Stream_Closed_DoesNotCancelTheRun()
    {
        await using var scene = await ChatScene.Set(host);
        var gate = new FakeGate();
        scene.Provider.Enqueue(new FakeReply().Say("Before", " ").Wait(gate).Say("after"));
        var threadId = await scene.NewThread();
        var posted = await scene.Say(threadId, "Hello");
        using (await Open(scene.Client, threadId, posted.Id)) await gate.Reached;

        gate.Open();

        Assert.Equal("Before after", (await scene.Rested(threadId, posted["reply"].GetProperty("id").GetString()!)).GetProperty("content").GetString());
    }

    [Fact]
    public async Task Stream_KeyRevoked_EndsWithinTwoSeconds()
    {
        await using var scene = await ChatScene.Set(host);
        var gate = new FakeGate();
        scene.Provider.Enqueue(new FakeReply().Say("Before").Wait(gate));
        var threadId = await scene.NewThread();
        var posted = await scene.Say(threadId, "Hello");
        await gate.Reached;
        var key = await host.Admin.Post($"/v2/projects/{scene.ProjectId}/keys", """{"name":"short-lived","scopes":["read"]}""");
        using var reader = host.Client(key["key"].GetString());
        using var stream = await Open(reader, threadId, posted.Id);

        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(200, (await host.Admin.Delete($"/v2/projects/{scene.ProjectId}/keys/{key.Id}")).Status);
        var events = await ReadToEnd(stream);

        Assert.DoesNotContain(events, one => one.Type == "done");
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 2);
        gate.Open();
    }

    [Fact]
    public async Task Stream_MembershipTakenAway_EndsAndCannotBeOpenedAgain()
    {
        await using var scene = await ChatScene.Set(host);
        var gate = new FakeGate();
        scene.Provider.Enqueue(new FakeReply().Say("Before").Wait(gate));
        var threadId = await scene.NewThread();
        var posted = await scene.Say(threadId, "Hello");
        await gate.Reached;
        var email = await host.AddUser(Role.Agent);
        await host.AddMember(scene.ProjectId, email, Role.Agent, ChatAccess.Read);
        using var agent = await host.SignedIn(email, People.Password);
        using var stream = await Open(agent.Client, threadId, posted.Id);

        Assert.Equal(200, (await host.Admin.Delete($"/v2/projects/{scene.ProjectId}/members/{People.UserIdOf(email)}")).Status);

        Assert.DoesNotContain(await ReadToEnd(stream), one => one.Type == "done");
        Assert.Equal(404, (await agent.Client.Get($"/v2/threads/{threadId}/messages/{posted.Id}/stream")).Status);
        gate.Open();
    }

    [Fact]
    public async Task Run_OfAnotherProject_IsNotFound()
    {
        await using var mine = await ChatScene.Set(host);
        await using var theirs = await ChatScene.Set(host);
        var reply = await theirs.Ask(await theirs.NewThread(), "Hello");
        using var reader = host.Client(await host.AddKey(mine.ProjectId, KeyScope.Read));

        Assert.Equal(404, (await reader.Get($"/v2/runs/{reply.GetProperty("run_id").GetString()}")).Status);
    }

    static async Task<HttpResponseMessage> Open(HttpClient client, string threadId, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v2/threads/{threadId}/messages/{id}/stream");
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        return response;
    }

    static async Task<List<SseEvent>> ReadToEnd(HttpResponseMessage stream) => await SseEvent.ReadAll(stream).WaitAsync(TimeSpan.FromSeconds(10));
}
