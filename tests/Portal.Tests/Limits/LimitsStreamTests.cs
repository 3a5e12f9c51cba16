using Dapper;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Portal.Client.Limits;
using Portal.Client.Projects;
using Portal.Tests.Desk;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using Portal.Tests.Threads;

namespace Portal.Tests.Limits;

/// <summary>The live view of limits and budgets over the hub.</summary>
public sealed class LimitsStreamTests(PortalHost host) : IClassFixture<PortalHost>
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    static readonly TimeSpan Promise = TimeSpan.FromSeconds(2);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Limits_ComeAtOnce_AndAfterEachChange()
    {
        await using var scene = await ChatScene.Set(host);
        using var browser = await host.SignedIn();
        await using var connection = await DeskReader.Connect(host, browser);
        var live = Follow(connection, scene.ProjectId);
        var first = await Next(live, _ => true);
        Assert.Equal((null, 0, 0), (first.Limits!.RequestsPerMinute, first.Budgets.Count, first.Refusals.Data.Count));

        await host.Admin.Post($"/v2/projects/{scene.ProjectId}/limits", """{"requests_per_minute":1000}""");
        await Next(live, one => one.Limits!.RequestsPerMinute == 1_000);
        await host.Admin.Post($"/v2/projects/{scene.ProjectId}/budgets", """{"amount":0.000000001,"mode":"hard"}""");
        var budget = Assert.Single((await Next(live, one => one.Budgets.Count > 0)).Budgets);
        var refused = await scene.Say(await scene.NewThread(), "Hello.");
        Assert.Equal(429, refused.Status);
        var why = Assert.Single((await Next(live, one => one.Refusals.Data.Count > 0)).Refusals.Data);
        Assert.Equal((refused["error"].GetProperty("refusal_id").GetString(), budget.Id), (why.Id, why.BudgetId));
    }

    [Fact]
    public async Task Limits_TellWhoWaits_AndOfAMinuteThatEmptiesByItself()
    {
        await using var scene = await ChatScene.Set(host);
        await host.Admin.Post($"/v2/projects/{scene.ProjectId}/limits", """{"concurrent_threads":1,"queue_seconds":60,"requests_per_minute":12}""");
        using var browser = await host.SignedIn();
        await using var connection = await DeskReader.Connect(host, browser);
        var live = Follow(connection, scene.ProjectId);
        var gate = new FakeGate();
        scene.Provider.Enqueue(new FakeReply().Wait(gate).Say("First."));
        var (first, second) = (await scene.NewThread(), await scene.NewThread());
        await scene.Say(first, "One.");
        await gate.Reached;
        await scene.Say(second, "Two.");
        var waits = Assert.Single((await Next(live, one => one.State.Waiting.Count > 0)).State.Waiting);
        Assert.Equal((second, LimitKind.ConcurrentThreads), (waits.ThreadId, waits.WaitsFor));
        Assert.Contains("as many", waits.Reason);
        gate.Open();
        await Next(live, one => one.State.Waiting.Count == 0);
        // Nothing happens any more, and yet less of the minute is taken.
        decimal before = 0;
        await Next(live, one => one.Limits!.Details["concurrent_threads"].Used == 0 && (before = one.Limits.Details["requests_per_minute"].Used) > 0);
        await Next(live, one => one.Limits!.Details["requests_per_minute"].Used < before);
    }

    [Fact]
    public async Task Limits_OfTheOrganization_AreForThoseWhoManageIt()
    {
        await using var scene = await ChatScene.Set(host);
        await using var other = await ChatScene.Set(host);
        await host.Admin.Post($"/v2/projects/{other.ProjectId}/budgets", """{"amount":0.000000001,"mode":"hard"}""");
        await other.Say(await other.NewThread(), "Hello.");
        using var owner = await host.SignedIn();
        await using var all = await DeskReader.Connect(host, owner);
        var whole = Follow(all, null);
        var seen = await Next(whole, _ => true);
        Assert.NotNull(seen.Limits);
        Assert.Contains(seen.Refusals.Data, one => one.ProjectId == other.ProjectId);

        using var viewer = await host.AddMember(scene.ProjectId, Role.Viewer, ChatAccess.None);
        await using var own = await DeskReader.Connect(host, viewer);
        var part = Follow(own, null);
        var mine = await Next(part, _ => true);
        Assert.Null(mine.Limits);
        Assert.DoesNotContain(mine.Refusals.Data, one => one.ProjectId != scene.ProjectId);
        await Assert.ThrowsAsync<HubException>(async () => await Next(Follow(own, other.ProjectId), _ => true));
    }

    [Theory]
    [InlineData("DELETE FROM project_members WHERE user_id = @id")]
    [InlineData("UPDATE project_members SET role = 'agent' WHERE user_id = @id")]
    [InlineData("DELETE FROM sessions WHERE user_id = @id")]
    public async Task Limits_RightIsLost_EndsInTime(string sql)
    {
        await using var scene = await ChatScene.Set(host);
        var email = await host.AddUser(Role.Viewer);
        await host.AddMember(scene.ProjectId, email, Role.Viewer, ChatAccess.None);
        using var viewer = await host.SignedIn(email, People.Password);
        await using var connection = await DeskReader.Connect(host, viewer);
        var live = Follow(connection, scene.ProjectId);
        await Next(live, _ => true);
        await host.Write(database => database.Execute(sql, new { id = People.UserIdOf(email) }));
        await Ends(live);
    }

    static IAsyncEnumerator<LimitsSnapshot> Follow(HubConnection connection, string? projectId) =>
        connection.StreamAsync<LimitsSnapshot>("Limits", projectId, Cancellation).GetAsyncEnumerator(Cancellation);

    /// <summary>The next that fits; what comes before it is passed over.</summary>
    static async Task<LimitsSnapshot> Next(IAsyncEnumerator<LimitsSnapshot> live, Func<LimitsSnapshot, bool> fits)
    {
        while (await live.MoveNextAsync().AsTask().WaitAsync(Patience, Cancellation))
            if (fits(live.Current)) return live.Current;
        throw new InvalidOperationException("The stream ended before it came.");
    }

    /// <summary>However it ends, for the reader it is no fault of the server's.</summary>
    static async Task Ends(IAsyncEnumerator<LimitsSnapshot> live)
    {
        try
        {
            Assert.False(await live.MoveNextAsync().AsTask().WaitAsync(Promise, Cancellation));
        }
        catch (Exception closed) when (closed is OperationCanceledException or Microsoft.AspNetCore.Connections.ConnectionAbortedException or System.Net.WebSockets.WebSocketException)
        {
            // The connection itself was ended with the session behind it.
            Assert.False(Cancellation.IsCancellationRequested);
        }
    }
}
