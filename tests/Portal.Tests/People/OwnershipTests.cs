using Dapper;
using Portal.Client.Projects;

namespace Portal.Tests.PeopleFeature;

public sealed class OwnershipTests
{
    const string Ownership = "/v2/organization/ownership";

    [Fact]
    public async Task Transfer_MovesTheOneOwnership_AndTheOldOwnerIsAnAdmin()
    {
        await using var host = PortalHost.Start();
        using var owner = await host.SignedIn();
        var (next, other) = (await host.AddUser(Role.Agent), await host.AddUser(Role.Agent));
        var old = (await owner.Client.Get("/v2/profile")).Id;
        var moved = await owner.Client.Post(Ownership, Body(next));
        Assert.Equal((200, "owner"), (moved.Status, moved["role"].GetString()));
        Assert.Equal("admin", (await owner.Client.Get("/v2/session"))["role"].GetString());
        Assert.Equal(403, (await owner.Client.Post(Ownership, Body(other))).Status);
        Assert.Equal(403, (await owner.Client.Post($"/v2/organization/users/{People.UserIdOf(next)}", """{"name":"Mine"}""")).Status);
        var row = Assert.Single(await host.Audit("ownership.transferred", People.UserIdOf(next)));
        Assert.Equal(old, row.ActorId);
        Assert.Contains(old, row.Changes);

        using var heir = await host.SignedIn(next, People.Password);
        Assert.Equal("owner", (await heir.Client.Get("/v2/session"))["role"].GetString());
    }

    [Fact]
    public async Task Transfer_ToNobodyFit_ChangesNothing()
    {
        await using var host = PortalHost.Start();
        using var owner = await host.SignedIn();
        var (next, gone) = (await host.AddUser(Role.Agent), await host.AddUser(Role.Agent));
        await host.Admin.Post($"/v2/organization/users/{People.UserIdOf(gone)}", """{"status":"deactivated"}""");
        var old = (await owner.Client.Get("/v2/profile")).Id;
        await Refused(400, "wrong_password", "password", owner.Client.Post(Ownership, Body(next, "not the password")));
        await Refused(400, "user_deactivated", "user_id", owner.Client.Post(Ownership, Body(gone)));
        await Refused(400, "invalid_value", "user_id", owner.Client.Post(Ownership, Body($"{old}@example.org")));
        await Refused(404, "not_found", "user_id", owner.Client.Post(Ownership, Body("user_none@example.org")));
        await Refused(403, "permission_denied", null, host.Admin.Post(Ownership, Body(next)));
        Assert.Equal([old], await Owners(host));
    }

    [Fact]
    public async Task Transfer_ManyAtOnce_LeavesOneOwner()
    {
        await using var host = PortalHost.Start();
        using var owner = await host.SignedIn();
        var heirs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => host.AddUser(Role.Admin)));
        var answers = await Task.WhenAll(heirs.Select(heir => owner.Client.Post(Ownership, Body(heir))));
        var won = Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer != won), answer => Assert.Equal(403, answer.Status));
        Assert.Equal([won.Id], await Owners(host));
    }

    [Fact]
    public async Task SecondOwner_IsRefusedByTheDatabaseItself()
    {
        await using var host = PortalHost.Start();
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => host.AddUser(Role.Owner));
    }

    static string Body(string email, string password = PortalHost.AdminPassword) =>
        $$"""{"user_id":"{{People.UserIdOf(email)}}","password":"{{password}}"}""";

    static Task<List<string>> Owners(PortalHost host) =>
        host.Read(connection => connection.Query<string>("SELECT id FROM users WHERE role = 'owner'").AsList());

    static async Task Refused(int status, string code, string? param, Task<Answered> call)
    {
        var answer = await call;
        Assert.Equal((status, code, param), (answer.Status, answer.Code, answer.Param));
    }
}
