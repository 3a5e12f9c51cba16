using Dapper;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Client.Keys;
using Portal.Client.Projects;
using Portal.Tests.Fakes;
using Portal.Tests.Handling;
using Portal.Tests.Threads;

namespace Portal.Tests.Desk;

/// <summary>The live view of all threads over the hub.</summary>
public sealed class DeskStreamTests(PortalHost host) : IClassFixture<PortalHost>
{
    static readonly TimeSpan Promise = TimeSpan.FromSeconds(2);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Desk_TellsOfEveryChangeAsItsCallerSeesIt()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        await using var desk = await DeskReader.Open(host, agent.Browser);
        Assert.Equal((0, 0), (desk.Snapshot.GetProperty("presence").GetArrayLength(), desk.Snapshot.GetProperty("attention").GetArrayLength()));

        var threadId = await scene.NewThread();
        var made = await desk.Next("thread.changed");
        Assert.Equal(("thread.created", threadId, 0), (made.GetProperty("cause").GetString(), made.GetProperty("thread").GetProperty("id").GetString(), made.GetProperty("thread").GetProperty("unread").GetInt32()));
        await scene.Ask(threadId, "Hello");
        var answered = await desk.Next("thread.changed", item => item.GetProperty("cause").GetString() == "message.completed");
        Assert.Equal(("Hello from the fake provider.", 2), (answered.GetProperty("thread").GetProperty("preview").GetString(), answered.GetProperty("thread").GetProperty("unread").GetInt32()));
        Assert.Equal((await agent.Thread(threadId)).ToString(), answered.GetProperty("thread").ToString());

        await agent.Do(threadId, "view", $$"""{"seen_sequence":{{answered.GetProperty("thread").GetProperty("last_sequence").GetInt64()}},"pinned":true}""");
        var seen = await desk.Next("thread.changed", item => item.GetProperty("cause").GetString() == "view.changed");
        Assert.Equal((true, 0), (seen.GetProperty("thread").GetProperty("pinned").GetBoolean(), seen.GetProperty("thread").GetProperty("unread").GetInt32()));
        await scene.Client.Post($"/v2/threads/{threadId}", """{"title":"Renamed"}""");
        Assert.Equal("Renamed", (await desk.Next("thread.changed", item => item.GetProperty("cause").GetString() == "thread.updated")).GetProperty("thread").GetProperty("title").GetString());
        await agent.Client.Post("/v2/threads/read_all", "{}");
        await desk.Next("snapshot");
        await scene.Client.Delete($"/v2/threads/{threadId}");
        Assert.Equal(threadId, (await desk.Next("thread.deleted")).GetProperty("thread_id").GetString());
    }

    [Fact]
    public async Task Desk_ManyChangesOfAThread_BecomeOneEachQuarterSecond_WithTheNewestState()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        await using var desk = await DeskReader.Open(host, agent.Browser, scene.ProjectId);
        var threadId = await scene.NewThread();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var number = 1; number <= 60; number++) await scene.Say(threadId, $"{number}", ""","reply":false""");
        var took = clock.Elapsed;
        await desk.Next("thread.changed", item => item.GetProperty("thread").GetProperty("preview").GetString() == "60");
        await scene.Client.Post($"/v2/threads/{threadId}", """{"title":"End"}""");
        var count = 1;
        await desk.Next("thread.changed", item => ++count > 0 && item.GetProperty("thread").GetProperty("title").GetString() == "End");
        Assert.Equal(2, count);
        Assert.True(took < TimeSpan.FromSeconds(12), $"The machine is too slow for this to say anything: {took}.");
    }

    [Fact]
    public async Task Desk_PiecesOfAText_AreNoChange()
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        var gate = new FakeGate();
        scene.Provider.Enqueue(new FakeReply().Say(Enumerable.Range(1, 40).Select(number => $"{number} ")).Wait(gate).Say("end"));
        var threadId = await scene.NewThread();
        var posted = await scene.Say(threadId, "Hello");
        await gate.Reached;
        await using var desk = await DeskReader.Open(host, agent.Browser);
        gate.Open();
        var end = await desk.Next("thread.changed");
        Assert.Equal("message.completed", end.GetProperty("cause").GetString());
        Assert.EndsWith("40 end", (await scene.Rested(threadId, posted["reply"].GetProperty("id").GetString()!)).GetProperty("content").GetString());
    }

    [Fact]
    public async Task Desk_OfOtherProjects_SaysNothing()
    {
        await using var mine = await ChatScene.Set(host);
        await using var theirs = await ChatScene.Set(host);
        using var agent = await Teammate.Join(mine);
        using var outsider = await Teammate.Join(theirs);
        await using var desk = await DeskReader.Open(host, agent.Browser);
        var hidden = await theirs.NewThread();
        await using var connection = await DeskReader.Connect(host, outsider.Browser);
        await connection.InvokeAsync<object>("Present", hidden, "writing", Cancellation);
        await outsider.Do(hidden, "take_over");
        await theirs.Client.Delete($"/v2/threads/{hidden}");
        var own = await mine.NewThread();
        await desk.Next("thread.changed", item => item.GetProperty("thread").GetProperty("id").GetString() == own);
        var refused = await Assert.ThrowsAsync<HubException>(() => DeskReader.Open(host, agent.Browser, theirs.ProjectId));
        Assert.Contains("not_found_error", refused.Message);
        using var all = await Teammate.SignIn(host, await host.AddUser(Role.Admin));
        await using var admins = await DeskReader.Open(host, all.Browser, mine.ProjectId);
        await theirs.NewThread();
        var second = await mine.NewThread();
        Assert.Equal(second, (await admins.Next("thread.changed")).GetProperty("thread").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Desk_OfAKey_ShowsThreadsButNobodysOwnView()
    {
        await using var scene = await ChatScene.Set(host);
        var secret = await host.AddKey(scene.ProjectId, KeyScope.Read);
        await using var desk = await DeskReader.Open(host, options => options.Headers.Add("Authorization", $"Bearer {secret}"));
        await scene.NewThread();
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await desk.Next("thread.changed")).GetProperty("thread").GetProperty("unread").ValueKind);
        Assert.Equal(0, desk.Snapshot.GetProperty("attention").GetArrayLength());
    }

    [Theory]
    [InlineData("UPDATE users SET status = 'deactivated' WHERE id = @id")]
    [InlineData("DELETE FROM project_members WHERE user_id = @id")]
    [InlineData("UPDATE project_members SET chat_access = 'none' WHERE user_id = @id")]
    [InlineData("UPDATE project_members SET chat_access = 'read' WHERE user_id = @id AND chat_access = 'write'")]
    [InlineData("DELETE FROM sessions WHERE user_id = @id")]
    public async Task Desk_RightsBecomeOthers_EndsInTime(string sql)
    {
        await using var scene = await ChatScene.Set(host);
        using var agent = await Teammate.Join(scene);
        await using var desk = await DeskReader.Open(host, agent.Browser);
        await host.Write(connection => connection.Execute(sql, new { id = agent.Id }));
        await Ends(desk);
    }

    [Fact]
    public async Task Desk_OneMembershipOfTwoIsLost_EndsAndBeginsAnewWithoutIt()
    {
        await using var scene = await ChatScene.Set(host);
        await using var lost = await ChatScene.Set(host);
        var email = await host.AddUser(Role.Agent);
        await host.AddMember(scene.ProjectId, email, Role.Agent, ChatAccess.Write);
        await host.AddMember(lost.ProjectId, email, Role.Agent, ChatAccess.Write);
        using var agent = await Teammate.SignIn(host, email);
        await using var desk = await DeskReader.Open(host, agent.Browser);
        Assert.Equal(200, (await host.Admin.Delete($"/v2/projects/{lost.ProjectId}/members/{agent.Id}")).Status);
        await Ends(desk);
        await using var again = await DeskReader.Open(host, agent.Browser);
        await lost.NewThread();
        var own = await scene.NewThread();
        Assert.Equal(own, (await again.Next("thread.changed")).GetProperty("thread").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Desk_ServerStops_EndsAtOnce()
    {
        var portal = PortalHost.Start();
        var browser = await portal.SignedIn();
        var desk = await DeskReader.Open(portal, browser);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        portal.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await Ends(desk);
        Assert.True(clock.Elapsed < Promise);
        await desk.DisposeAsync();
        browser.Dispose();
        await portal.DisposeAsync();
    }

    /// <summary>However it ends, for the reader it is no fault of the server's.</summary>
    static async Task Ends(DeskReader desk)
    {
        try
        {
            await desk.Ended.WaitAsync(Promise, Cancellation);
        }
        catch (Exception closed) when (closed is OperationCanceledException or InvalidOperationException or Microsoft.AspNetCore.Connections.ConnectionAbortedException or System.Net.WebSockets.WebSocketException)
        {
            // The connection itself was ended with the session behind it.
            Assert.False(Cancellation.IsCancellationRequested);
        }
    }
}
