using System.Net;
using Portal.Client.Projects;

namespace Portal.Tests.PeopleFeature;

public sealed class ProfileTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string NewPassword = "a fine new password";

    [Fact]
    public async Task Profile_IsOnesOwn_AndTheSessionFollowsIt()
    {
        using var browser = await host.SignedIn(await host.AddUser(Role.Viewer), People.Password);
        Assert.Equal("UTC", (await browser.Client.Get("/v2/session"))["time_zone"].GetString());
        var changed = await browser.Client.Post("/v2/profile", """{"name":"Zoë","time_zone":"Asia/Kathmandu","locale":"de"}""");
        Assert.Equal(("Zoë", "Asia/Kathmandu", "de"), (changed["name"].GetString(), changed["time_zone"].GetString(), changed["locale"].GetString()));
        var session = await browser.Client.Get("/v2/session");
        Assert.Equal(("Zoë", "Asia/Kathmandu", "de"), (session["name"].GetString(), session["time_zone"].GetString(), session["locale"].GetString()));
        var cleared = await browser.Client.Post("/v2/profile", """{"time_zone":null}""");
        Assert.Equal(("Zoë", System.Text.Json.JsonValueKind.Null), (cleared["name"].GetString(), cleared["time_zone"].ValueKind));
        Assert.Equal(2, (await host.Audit("profile.updated", changed.Id)).Count);
        Assert.Equal(403, (await host.Admin.Get("/v2/profile")).Status);
    }

    [Theory]
    [InlineData("""{"name":" "}""", "name")]
    [InlineData("""{"time_zone":"Mars/Olympus"}""", "time_zone")]
    [InlineData("""{"time_zone":"../../etc/passwd"}""", "time_zone")]
    [InlineData("""{"locale":"tlh"}""", "locale")]
    [InlineData("""{"role":7,"email":null,"colour":"red"}""", "colour")]
    public async Task Profile_BadInput_NamesTheField(string json, string param)
    {
        using var browser = await host.SignedIn(await host.AddUser(Role.Viewer), People.Password);
        var refused = await browser.Client.Post("/v2/profile", json);
        Assert.Equal((400, param), (refused.Status, refused.Param));
    }

    [Fact]
    public async Task Profile_CannotRaiseItsOwnRole()
    {
        using var browser = await host.SignedIn(await host.AddUser(Role.Viewer), People.Password);
        await browser.Client.Post("/v2/profile", """{"role":"admin"}""");
        Assert.Equal("viewer", (await browser.Client.Get("/v2/session"))["role"].GetString());
    }

    [Fact]
    public async Task Password_Changed_EndsEveryOtherSession()
    {
        var email = await host.AddUser(Role.Agent);
        using var here = await host.SignedIn(email, People.Password);
        using var elsewhere = await host.SignedIn(email, People.Password);
        await Refused(here, "not the password", NewPassword, "current_password", "wrong_password");
        await Refused(here, People.Password, "short", "new_password", "invalid_value");
        Assert.Equal(200, (await Change(here, People.Password, NewPassword)).Status);
        Assert.Equal(200, (await here.Client.Get("/v2/session")).Status);
        Assert.Equal(401, (await elsewhere.Client.Get("/v2/session")).Status);
        using var another = host.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, (await another.TrySignIn(email, People.Password)).StatusCode);
        using var again = await host.SignedIn(email, NewPassword);
        Assert.Single(await host.Audit("user.password_changed", People.UserIdOf(email)));
    }

    [Fact]
    public async Task Password_GuessedFiveTimes_LocksTheAccount()
    {
        var email = await host.AddUser(Role.Agent);
        using var browser = await host.SignedIn(email, People.Password);
        for (var guess = 0; guess < 5; guess++) await Refused(browser, $"guess {guess}", NewPassword, "current_password", "wrong_password");
        await Refused(browser, People.Password, NewPassword, "current_password", "wrong_password");
        Assert.Single(await host.Audit("user.locked_out", People.UserIdOf(email)));
    }

    [Fact]
    public async Task SignOutEverywhere_EndsEverySession_HereIncluded()
    {
        var email = await host.AddUser(Role.Agent);
        using var here = await host.SignedIn(email, People.Password);
        using var elsewhere = await host.SignedIn(email, People.Password);
        Assert.Equal(2, (await here.Client.Get("/v2/profile/sessions"))["data"].GetArrayLength());
        Assert.Equal(200, (await here.Client.Delete("/v2/profile/sessions")).Status);
        Assert.Equal(401, (await here.Client.Get("/v2/session")).Status);
        Assert.Equal(401, (await elsewhere.Client.Get("/v2/session")).Status);
    }

    [Fact]
    public async Task Session_OfSomebodyElse_IsNotThere()
    {
        using var mine = await host.SignedIn(await host.AddUser(Role.Agent), People.Password);
        using var theirs = await host.SignedIn(await host.AddUser(Role.Agent), People.Password);
        var id = (await theirs.Client.Get("/v2/profile/sessions"))["data"][0].GetProperty("id").GetString();
        Assert.Equal(404, (await mine.Client.Delete($"/v2/profile/sessions/{id}")).Status);
        Assert.Equal(200, (await theirs.Client.Get("/v2/session")).Status);
    }

    static Task<Answered> Change(Browser browser, string current, string next) =>
        browser.Client.Post("/v2/profile/password", $$"""{"current_password":"{{current}}","new_password":"{{next}}"}""");

    static async Task Refused(Browser browser, string current, string next, string param, string code)
    {
        var refused = await Change(browser, current, next);
        Assert.Equal((400, param, code), (refused.Status, refused.Param, refused.Code));
    }
}
