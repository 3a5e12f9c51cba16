using Dapper;
using Microsoft.Data.Sqlite;
using Portal.Tests.Fakes;
using Portal.Tests.Threads;

namespace Portal.Tests.Handling;

/// <summary>A thread that was taken over, by the database that a killed portal leaves.</summary>
public sealed class TakenOverRestartTests : IDisposable
{
    readonly string left = Directory.CreateTempSubdirectory("portal-tests-").FullName;

    public void Dispose() => Directory.Delete(left, recursive: true);

    [Fact]
    public async Task Killed_BetweenTakeOverAndTheReplysEnd_TheReplyIsTheTakersToEnd()
    {
        await using var killed = PortalHost.Start();
        await using var scene = await ChatScene.Set(killed);
        using var agent = await Teammate.Join(scene);
        var gate = new FakeGate();
        scene.Provider.Enqueue(new FakeReply().Say("So far").Wait(gate));
        var threadId = await scene.NewThread();
        var posted = await scene.Say(threadId, "Hello");
        await foreach (var one in scene.Follow(threadId, posted.Id))
            if (one.Type == "message.delta") break;
        await Leave(killed, """
            UPDATE threads SET taken_over_by = @Id, taken_over_name = @Name, taken_over_at = 1 WHERE id = @threadId
            """, new { agent.Id, agent.Name, threadId });
        gate.Open();

        await using var next = PortalHost.Over(left);
        using var program = next.Client(PortalHost.AdminKey);
        var reply = await program.Get($"/v2/threads/{threadId}/messages/{posted["reply"].GetProperty("id").GetString()}");
        Assert.Equal(("cancelled", "taken_over", "So far"),
            (reply["status"].GetString(), reply["error"].GetProperty("code").GetString(), reply["content"].GetString()));
        using var back = await Teammate.SignIn(next, $"{agent.Id}@example.org");
        Assert.Equal(201, (await back.Write(threadId, "I go on.")).Status);
        Assert.False((await program.Post($"/v2/threads/{threadId}/messages", """{"role":"user","content":"Good."}""")).Body.TryGetProperty("reply", out _));
    }

    [Fact]
    public async Task Restart_KeepsWhoHasIt_WhatItWaitsFor_AndWhoIsTold()
    {
        await using var killed = PortalHost.Start();
        await using var scene = await ChatScene.Set(killed);
        using var agent = await Teammate.Join(scene);
        var threadId = await scene.NewThread();
        await agent.Do(threadId, "take_over");
        await agent.Do(threadId, "notes", """{"text":"Calls back at noon"}""");
        await scene.Say(threadId, "Hello?");
        var before = await agent.Thread(threadId);
        await Leave(killed, "SELECT 1", new { });

        await using var next = PortalHost.Over(left);
        using var back = await Teammate.SignIn(next, $"{agent.Id}@example.org");
        var after = await back.Thread(threadId);
        Assert.Equal(before.ToString(), after.ToString());
        Assert.Equal("answer", after.GetProperty("waiting_for").GetString());
        Assert.Equal("answer", (await back.Client.Get("/v2/attention"))["data"][0].GetProperty("reason").GetString());
        Assert.Equal("Calls back at noon", (await back.Client.Get($"/v2/threads/{threadId}/notes"))["data"][0].GetProperty("text").GetString());
        await back.Do(threadId, "hand_back");
        var activity = (await back.Client.Get($"/v2/threads/{threadId}/activity?order=asc"))["data"].EnumerateArray().ToList();
        Assert.Equal(["thread.taken_over", "note.created", "thread.handed_back"], activity.Select(one => one.GetProperty("type").GetString()));
    }

    /// <summary>What is on disk at this moment, as a kill leaves it, and then one statement over it.</summary>
    async Task Leave(PortalHost host, string sql, object values)
    {
        var path = Path.Combine(left, "portal.db");
        await using var from = new SqliteConnection($"Data Source={Path.Combine(host.DataDirectory, "portal.db")};Mode=ReadOnly;Pooling=False");
        await from.ExecuteAsync("VACUUM INTO @path", new { path });
        await using var copy = new SqliteConnection($"Data Source={path};Pooling=False");
        await copy.ExecuteAsync(sql, values);
        foreach (var file in new DirectoryInfo(Path.Combine(host.DataDirectory, "keys")).GetFiles())
            file.CopyTo(Path.Combine(Directory.CreateDirectory(Path.Combine(left, "keys")).FullName, file.Name));
    }
}
