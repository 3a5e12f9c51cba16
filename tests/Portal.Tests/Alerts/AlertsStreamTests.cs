using Dapper;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Portal.Alerts;
using Portal.Chaos;
using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Client.Projects;
using Portal.Tests.Desk;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;

namespace Portal.Tests.Alerts;

/// <summary>The live view of alerts over the hub.</summary>
public sealed class AlertsStreamTests(PortalHost host) : IClassFixture<PortalHost>
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Alerts_OfOtherProjects_AreNotTold()
    {
        var (own, other) = (await host.AddProject(), await host.AddProject("Another"));
        using var viewer = await host.AddMember(own, Role.Viewer, ChatAccess.None);
        await using var connection = await DeskReader.Connect(host, viewer);
        var live = Follow(connection);
        Assert.Empty((await Next(live, _ => true)).Data);
        await host.Raise(AlertScene.Draft(other, title: "Theirs"), AlertScene.Draft(title: "Everybody's"), AlertScene.Draft(own, title: "Own"));
        Assert.Equal("Own", Assert.Single((await Next(live, one => one.Data.Count > 0)).Data).Title);
    }

    /// <summary>An alert is told of before its transaction is on disk, and must not be read too early then: nothing would tell of it again.</summary>
    [Fact]
    public async Task Alert_WhoseTransactionTakesLong_IsNotMissed()
    {
        var time = new HeldTime(Pause);
        await using var own = PortalHost.With(services => services.AddSingleton<TimeProvider>(time));
        using var browser = await own.SignedIn();
        var timers = time.Fire(Pause);
        await using var connection = await DeskReader.Connect(own, browser);
        var live = Follow(connection);
        await Next(live, _ => true);
        using var gate = new ManualResetEventSlim();
        await Until.True(() => Task.FromResult(time.Fire(Pause) > timers), "it waits for changes", Patience, Cancellation);
        var writing = own.Write(database =>
        {
            own.Services.GetRequiredService<IAlerts>().Raise(database, AlertScene.Draft(title: "Slow"));
            return gate.Wait(Patience, Cancellation);
        });
        for (var read = 0; read < 20; read++) Assert.Empty((await own.Admin.Get("/v2/alerts"))["data"].EnumerateArray());
        gate.Set();
        Assert.True(await writing);
        Assert.Equal("Slow", Assert.Single((await Next(live, _ => true)).Data).Title);
    }

    [Theory]
    [InlineData("DELETE FROM project_members WHERE user_id = @id")]
    [InlineData("UPDATE project_members SET role = 'agent' WHERE user_id = @id")]
    [InlineData("DELETE FROM sessions WHERE user_id = @id")]
    public async Task Alerts_RightIsLost_EndsInTime(string sql)
    {
        var project = await host.AddProject();
        var email = await host.AddUser(Role.Viewer);
        await host.AddMember(project, email, Role.Viewer, ChatAccess.None);
        using var viewer = await host.SignedIn(email, People.Password);
        await using var connection = await DeskReader.Connect(host, viewer);
        var live = Follow(connection);
        await Next(live, _ => true);
        await host.Write(database => database.Execute(sql, new { id = People.UserIdOf(email) }));
        try
        {
            Assert.False(await live.MoveNextAsync().AsTask().WaitAsync(Patience, Cancellation));
        }
        catch (Exception closed) when (closed is OperationCanceledException or Microsoft.AspNetCore.Connections.ConnectionAbortedException or System.Net.WebSockets.WebSocketException)
        {
            // The connection itself was ended with the session behind it.
            Assert.False(Cancellation.IsCancellationRequested);
        }
    }

    [Fact]
    public async Task Alerts_WithoutTheRightToUse_AreRefused()
    {
        using var agent = await host.AddMember(await host.AddProject(), Role.Agent, ChatAccess.Write);
        await using var connection = await DeskReader.Connect(host, agent);
        await Assert.ThrowsAsync<HubException>(async () => await Next(Follow(connection), _ => true));
    }

    static IAsyncEnumerator<ListPage<Alert>> Follow(HubConnection connection) =>
        connection.StreamAsync<ListPage<Alert>>("Alerts", new AlertFilter(AlertStatus.Open), Cancellation).GetAsyncEnumerator(Cancellation);

    /// <summary>The next that fits; what comes before it is passed over.</summary>
    static async Task<ListPage<Alert>> Next(IAsyncEnumerator<ListPage<Alert>> live, Func<ListPage<Alert>, bool> fits)
    {
        while (await live.MoveNextAsync().AsTask().WaitAsync(Patience, Cancellation))
            if (fits(live.Current)) return live.Current;
        throw new InvalidOperationException("The stream ended before it came.");
    }
}
