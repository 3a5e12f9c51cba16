using System.Text.Json;
using Portal.Client.Projects;
using Portal.Tests.Threads;

namespace Portal.Tests.Handling;

public sealed class NotesTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Secret = "zebra-secret-of-the-staff";

    [Fact]
    public async Task Add_NoteAndWhisper_AreListedNewestFirst()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        using var supervisor = await Teammate.Join(scene, Role.Admin);
        var threadId = await scene.NewThread();
        await agent.Do(threadId, "take_over");
        var note = await agent.Do(threadId, "notes", $$"""{"text":"Ask {{supervisor.Name}}\nfirst","mentions":["{{supervisor.Id}}","{{supervisor.Id}}"]}""");
        Assert.Equal((201, "thread.note", "note"), (note.Status, note["object"].GetString(), note["kind"].GetString()));
        Assert.Equal((threadId, agent.Id, supervisor.Name), (note["thread_id"].GetString(), note["author"].GetProperty("id").GetString(), Assert.Single(note["mentions"].EnumerateArray()).GetProperty("name").GetString()));
        var whisper = await supervisor.Do(threadId, "notes", """{"text":"Offer a refund","kind":"whisper"}""");
        Assert.Equal(("whisper", agent.Id), (whisper["kind"].GetString(), whisper["to"].GetProperty("id").GetString()));

        var listed = (await agent.Client.Get($"/v2/threads/{threadId}/notes"))["data"].EnumerateArray().ToList();
        Assert.Equal([whisper.Id, note.Id], listed.Select(one => one.GetProperty("id").GetString()));
        Assert.Equal(note.Body.ToString(), listed[1].ToString());
        var page = await agent.Client.Get($"/v2/threads/{threadId}/notes?limit=1&after={whisper.Id}");
        Assert.Equal((note.Id, false), (page["data"][0].GetProperty("id").GetString(), page["has_more"].GetBoolean()));
        Assert.Equal(note["thread_sequence"].GetInt64() + 1, whisper["thread_sequence"].GetInt64());
    }

    [Fact]
    public async Task Text_IsNowhereButInTheNotes()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        var threadId = await scene.NewThread();
        await agent.Do(threadId, "assign", $$"""{"assignee_id":"{{agent.Id}}","note":"{{Secret}}"}""");
        await agent.Do(threadId, "take_over");
        await agent.Do(threadId, "notes", $$"""{"text":"{{Secret}}","kind":"whisper"}""");
        await agent.Do(threadId, "hand_back", $$"""{"note":"{{Secret}}"}""");
        await scene.Ask(threadId, "Hello");

        Assert.Equal(3, (await agent.Client.Get($"/v2/threads/{threadId}/notes"))["data"].GetArrayLength());
        foreach (var table in new[] { "thread_events", "audit_log", "messages", "run_steps", "attention", "threads", "idempotency_keys" })
            Assert.Equal(0, await host.Read(connection => Dapper.SqlMapper.Query(connection, $"SELECT * FROM {table}").Count(row => ((IDictionary<string, object>)row).Values.Any(value => value?.ToString()?.Contains(Secret) == true))));
        Assert.DoesNotContain(host.Log, line => line.Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(scene.Provider.Requests, request => request.Body.ToString().Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, (await scene.Client.Get($"/v2/threads/{threadId}")).Body.ToString());
        Assert.Equal(403, (await scene.Client.Get($"/v2/threads/{threadId}/notes")).Status);
        Assert.Equal(403, (await host.Admin.Get($"/v2/threads/{threadId}/activity")).Status);
        Assert.Equal(403, (await scene.Client.Post($"/v2/threads/{threadId}/assign", $$"""{"assignee_id":null,"note":"{{Secret}}"}""")).Status);
        Assert.Equal(3, (await host.Audit("note.created")).Count(row => row.ActorId == agent.Id));
    }

    [Theory]
    [InlineData("""{"text":""}""", "text")]
    [InlineData("""{"text":" \n "}""", "text")]
    [InlineData("""{"text":"a\u0007b"}""", "text")]
    [InlineData("""{"text":"a\u0000b"}""", "text")]
    [InlineData("""{"text":"\ud800"}""", "text")]
    [InlineData("""{}""", "text")]
    [InlineData("""{"text":"x","kind":"hand_over"}""", "kind")]
    [InlineData("""{"text":"x","kind":"shout"}""", "kind")]
    [InlineData("""{"text":"x","mentions":[null]}""", "mentions[0]")]
    [InlineData("""{"text":"x","to":7,"colour":"red"}""", "colour")]
    public async Task Add_BadInput_IsRefusedAndStoresNothing(string body, string param)
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        var threadId = await scene.NewThread();
        var refused = await agent.Do(threadId, "notes", body);
        Assert.Equal((400, param), (refused.Status, refused.Param));
        Assert.Equal(0, (await agent.Client.Get($"/v2/threads/{threadId}/notes"))["data"].GetArrayLength());
    }

    [Fact]
    public async Task Add_TenThousandCharacters_AndNotOneMore()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        var threadId = await scene.NewThread();
        Assert.Equal(201, (await agent.Do(threadId, "notes", $$"""{"text":"{{new string('x', 10_000)}}"}""")).Status);
        var refused = await agent.Do(threadId, "notes", $$"""{"text":"{{new string('x', 10_001)}}"}""");
        Assert.Equal((400, "text"), (refused.Status, refused.Param));
        Assert.Equal("note", (await agent.Do(threadId, "hand_back", $$"""{"note":"{{new string('x', 10_001)}}"}""")).Param);
        var many = string.Join(',', Enumerable.Repeat($"\"{agent.Id}\"", 21));
        Assert.Equal("mentions", (await agent.Do(threadId, "notes", $$"""{"text":"x","mentions":[{{many}}]}""")).Param);
    }

    [Fact]
    public async Task Person_OfAnotherTenantOrUnknown_IsNotFound()
    {
        await using var scene = await ChatScene.Set(host);
        await using var theirs = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        using var outsider = await Teammate.Join(theirs);
        var threadId = await scene.NewThread();
        foreach (var id in new[] { outsider.Id, "user_nobody", "" })
        {
            await Refused(agent, threadId, "assign", $$"""{"assignee_id":"{{id}}"}""", "assignee_id");
            await Refused(agent, threadId, "notes", $$"""{"text":"x","to_user_id":"{{id}}"}""", "to_user_id");
            await Refused(agent, threadId, "notes", $$"""{"text":"x","mentions":["{{agent.Id}}","{{id}}"]}""", "mentions[1]");
        }

        Assert.Equal(404, (await outsider.Do(threadId, "notes", """{"text":"x"}""")).Status);
        Assert.Equal(404, (await outsider.Client.Get($"/v2/threads/{threadId}/notes")).Status);
        Assert.Empty((await agent.Client.Get($"/v2/threads/{threadId}/activity"))["data"].EnumerateArray());
    }

    [Fact]
    public async Task Add_UnderOneIdempotencyKey_IsOneNote()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        var threadId = await scene.NewThread();
        var copies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => agent.Client.Post($"/v2/threads/{threadId}/notes", """{"text":"once"}""", ("Idempotency-Key", $"note {threadId}"))));
        Assert.Single(copies.Select(copy => copy.Body.ToString()).Distinct());
        Assert.All(copies, copy => Assert.Equal(201, copy.Status));
        // An assignment with a note has two audit rows, and is one call.
        for (var time = 0; time < 2; time++)
            Assert.Equal(200, (await agent.Client.Post($"/v2/threads/{threadId}/assign", $$"""{"assignee_id":"{{agent.Id}}","note":"with it"}""", ("Idempotency-Key", $"assign {threadId}"))).Status);
        Assert.Equal(2, (await agent.Client.Get($"/v2/threads/{threadId}/notes"))["data"].GetArrayLength());
    }

    static async Task Refused(Teammate agent, string threadId, string verb, string body, string param)
    {
        var refused = await agent.Do(threadId, verb, body);
        Assert.Equal((404, param), (refused.Status, refused.Param));
    }
}
