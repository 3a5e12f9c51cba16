using Dapper;
using Portal.Client.Projects;

namespace Portal.Tests.Access;

/// <summary>How long a session may rest, by the organization's rule.</summary>
public sealed class SessionRulesTests : IAsyncDisposable
{
    readonly PortalHost host = PortalHost.Start();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Session_EndsAfterTheHoursWithoutUse_AlsoWhereTheRuleIsNewer()
    {
        var email = await host.AddUser(Role.Agent);
        using var browser = await host.SignedIn(email, People.Password);
        await Rest(email, minutes: 61);
        Assert.Equal(200, (await browser.Client.Get("/v2/session")).Status);
        await Rest(email, minutes: 61);
        await Set(hours: 1);
        Assert.Equal(401, (await browser.Client.Get("/v2/session")).Status);

        await Rest(email, minutes: 59);
        Assert.Equal(200, (await browser.Client.Get("/v2/session")).Status);
    }

    [Fact]
    public async Task Session_OpenedUnderTheRule_EndsWithItsHours()
    {
        await Set(hours: 3);
        var email = await host.AddUser(Role.Agent);
        using var browser = await host.SignedIn(email, People.Password);
        Assert.Equal(3 * 3600, await host.Read(connection =>
            connection.ExecuteScalar<long>("SELECT expires_at - created_at FROM sessions WHERE user_id = @id", new { id = People.UserIdOf(email) })));
    }

    async Task Set(int hours) =>
        Assert.Equal(200, (await host.Admin.Post("/v2/organization/settings", $$$"""{"sign_in":{"session_hours":{{{hours}}}}}""")).Status);

    Task<int> Rest(string email, int minutes) => host.Write(connection => connection.Execute(
        "UPDATE sessions SET last_seen_at = @at, expires_at = @at + 1209600 WHERE user_id = @id",
        new { id = People.UserIdOf(email), at = DateTimeOffset.UtcNow.AddMinutes(-minutes).ToUnixTimeSeconds() }));
}
