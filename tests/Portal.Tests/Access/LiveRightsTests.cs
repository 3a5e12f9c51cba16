using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Portal.Access;
using Portal.Access.Live;
using Portal.Access.Sessions;
using Portal.Client.Keys;
using Portal.Client.Projects;
using Portal.Keys;

namespace Portal.Tests.Access;

public sealed class LiveRightsTests(PortalHost host) : IClassFixture<PortalHost>
{
    /// <summary>What is promised, from the end of the right to the end of the stream.</summary>
    static readonly TimeSpan Promise = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("UPDATE api_keys SET revoked_at = 1 WHERE id = @id")]
    [InlineData("UPDATE api_keys SET expires_at = 1 WHERE id = @id")]
    [InlineData("UPDATE key_secrets SET expires_at = 1 WHERE key_id = @id")]
    [InlineData("UPDATE api_keys SET scopes = '[\"manage\"]' WHERE id = @id")]
    public async Task Key_ThatLosesTheRight_IsOutInTime(string sql)
    {
        var projectId = await host.AddProject();
        using var stays = await Watch(await host.AddKey(projectId, KeyScope.Chat), projectId);
        using var goes = await Watch(await host.AddKey(projectId, KeyScope.Chat), projectId);
        await host.Write(connection => connection.Execute(sql, new { id = goes.Caller.Id }));
        await Ends(goes);
        Assert.False(stays.Lost.IsCancellationRequested);
    }

    [Theory]
    [InlineData("DELETE FROM sessions WHERE id = @session")]
    [InlineData("UPDATE sessions SET expires_at = 1 WHERE id = @session")]
    [InlineData("UPDATE users SET status = 'deactivated' WHERE id = @id")]
    [InlineData("DELETE FROM project_members WHERE user_id = @id")]
    [InlineData("UPDATE project_members SET chat_access = 'none' WHERE user_id = @id")]
    public async Task User_WhoLosesTheRight_IsOutInTime(string sql)
    {
        var projectId = await host.AddProject();
        using var goes = await WatchUser(projectId, Role.Agent);
        using var stays = await WatchUser(projectId, Role.Agent);
        await host.Write(connection => connection.Execute(sql, new { id = goes.Caller.Id, session = goes.Caller.SessionId }));
        await Ends(goes);
        Assert.False(stays.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Admin_WhoBecomesAViewer_IsOutInTime()
    {
        using var goes = await WatchUser(await host.AddProject(), Role.Admin, member: false);
        await host.Write(connection => connection.Execute("UPDATE users SET role = 'viewer' WHERE id = @id", new { id = goes.Caller.Id }));
        await Ends(goes);
    }

    static async Task Ends(LiveRight right)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = right.Lost.Register(() => ended.TrySetResult());
        await ended.Task.WaitAsync(Promise, TestContext.Current.CancellationToken);
    }

    async Task<LiveRight> Watch(string secret, string projectId)
    {
        var attempt = await host.Services.GetRequiredService<IKeyCallers>().Authenticate(secret, "127.0.0.1", null, TestContext.Current.CancellationToken);
        return host.Services.GetRequiredService<ILiveRights>().Watch(attempt.Caller!, caller => caller.Holds(Permission.ReadConversations, projectId));
    }

    async Task<LiveRight> WatchUser(string projectId, Role role, bool member = true)
    {
        var email = await host.AddUser(role);
        if (member) await host.AddMember(projectId, email, role, ChatAccess.Read);
        using var browser = await host.SignedIn(email, People.Password);
        var id = People.UserIdOf(email);
        var session = await host.Read(connection => connection.QuerySingle<string>("SELECT id FROM sessions WHERE user_id = @id", new { id }));
        var caller = await host.Services.GetRequiredService<SessionAuthenticator>().Authenticate(session, null, TestContext.Current.CancellationToken);
        return host.Services.GetRequiredService<ILiveRights>().Watch(caller!, now => now.Holds(Permission.ReadConversations, projectId));
    }
}
