using System.Net;
using System.Text.RegularExpressions;
using Portal.Access;
using Portal.Access.Passkeys;
using Portal.Access.TwoFactor;
using Portal.Client.Audit;
using Portal.Client.Projects;

namespace Portal.Tests.Access.TwoFactor;

/// <summary>An organization that asks everybody for a second factor. Each test has a portal of its own, because the rule holds for all of it.</summary>
public sealed partial class RequiredTwoFactorTests : IAsyncDisposable
{
    readonly PortalHost host = PortalHost.Start();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task WithoutSecondFactor_NothingWorksButItsSetUp_AndThenEverything()
    {
        using var browser = await host.SignedIn(await host.AddUser(Role.Admin), People.Password);
        Assert.Equal(201, (await browser.Client.Post("/v2/projects", """{"name":"Before"}""")).Status);
        await Require();

        foreach (var (method, path) in new[] { ("GET", "/v2/projects"), ("GET", "/v2/models"), ("POST", "/v2/projects"), ("GET", "/v2/organization/audit_logs") })
        {
            var refused = await browser.Client.Call(new HttpMethod(method), path, method == "POST" ? """{"name":"x"}""" : null);
            Assert.Equal((403, "two_factor_required"), (refused.Status, refused.Code));
        }

        using var negotiate = await browser.Client.PostAsync("/hubs/chat/negotiate?negotiateVersion=1", null, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, negotiate.StatusCode);
        Assert.Equal(200, (await browser.Client.Get("/v2/session")).Status);
        var page = await browser.Client.GetAsync("/projects?x=1", Cancellation);
        Assert.Equal("/two-factor/set-up?return_url=%2Fprojects%3Fx%3D1", page.Headers.Location?.OriginalString);

        var html = await browser.Client.GetStringAsync(page.Headers.Location, Cancellation);
        Assert.Contains("<svg class=\"qr\"", html);
        var secret = Base32.Decode(Secret().Match(html).Groups[1].Value);
        var token = await browser.TokenAt("/two-factor/set-up");
        var wrong = await browser.PostForm("/two-factor/set-up", token, ("code", TwoFactorPerson.CodeOf(secret, TimeSpan.FromMinutes(7))));
        Assert.Contains("7 minutes ahead", await wrong.Content.ReadAsStringAsync(Cancellation));
        var done = await browser.PostForm("/two-factor/set-up", token, ("code", TwoFactorPerson.CodeOf(secret)), ("return_url", "/projects?x=1"));
        var codes = await done.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(10, RecoveryCode().Count(codes));
        Assert.Contains("href=\"/projects?x=1\"", codes);
        Assert.Equal(201, (await browser.Client.Post("/v2/projects", """{"name":"After"}""")).Status);

        var off = await browser.Client.Post("/v2/profile/two_factor/disable", $$"""{"password":"{{People.Password}}"}""");
        Assert.Equal((409, "two_factor_required"), (off.Status, off.Code));
    }

    [Fact]
    public async Task SessionFromBefore_OfSomebodyWhoHasASecondFactor_SignsInAgain()
    {
        var email = await host.AddUser(Role.Agent);
        using var before = await host.SignedIn(email, People.Password);
        using var another = await host.SignedIn(email, People.Password);
        var secret = Base32.Decode((await another.Client.Post("/v2/profile/two_factor/begin"))["secret"].GetString()!);
        await another.Client.Post("/v2/profile/two_factor/confirm", $$"""{"code":"{{TwoFactorPerson.CodeOf(secret)}}"}""");
        Assert.Equal(200, (await before.Client.Get("/v2/projects")).Status);
        await Require();
        Assert.Equal(401, (await before.Client.Get("/v2/projects")).Status);
        Assert.Equal(200, (await another.Client.Get("/v2/projects")).Status);
    }

    [Fact]
    public async Task PasskeyAlone_IsAskedForAfterThePassword_SoThatThePasswordSetsUpNoApp()
    {
        var email = await host.AddUser(Role.Agent);
        using var before = await host.SignedIn(email, People.Password);
        await host.Write(connection =>
        {
            PasskeysRepository.Insert(connection, new PasskeyRow("pkey_1", People.UserIdOf(email), "Phone", [1, 2, 3], [1], 0, "[]", 0, 0, 1, null));
            return true;
        });
        using var browser = host.Browser();
        Assert.Equal("/", (await browser.TrySignIn(email, People.Password)).Headers.Location?.OriginalString);
        await Require();
        Assert.Equal(401, (await before.Client.Post("/v2/profile/two_factor/begin")).Status);

        using var asked = host.Browser();
        Assert.Equal("/sign-in/two-factor", (await asked.TrySignIn(email, People.Password)).Headers.Location?.OriginalString);
        var page = await asked.Client.GetStringAsync("/sign-in/two-factor", Cancellation);
        Assert.Contains("data-passkey", page);
        Assert.DoesNotContain("name=\"code\"", page);
        Assert.Equal(HttpStatusCode.Unauthorized, (await asked.PostForm("/sign-in/two-factor", await asked.TokenAt("/sign-in/two-factor"), ("code", "000000"))).StatusCode);
    }

    /// <summary>What is live asks the caller of the moment, and so ends with the rule.</summary>
    [Fact]
    public void Caller_WhoMustSetItUp_HoldsNoRight()
    {
        var owner = new Caller { Kind = ActorType.User, Id = "user_1", Name = "Ada", Role = Role.Owner };
        Assert.True(owner.Holds(Permission.Chat, "proj_1"));
        var asked = owner with { MustSetUpTwoFactor = true };
        Assert.DoesNotContain(Enum.GetValues<Permission>(), permission => asked.Holds(permission, "proj_1") || asked.Check(permission) is null);
        Assert.Equal((403, "two_factor_required"), (asked.Check(Permission.ReadProject, "proj_1")!.Status, asked.Check(Permission.ReadProject)!.Code));
    }

    [Fact]
    public async Task Keys_AreNotAsked()
    {
        await Require();
        Assert.Equal(200, (await host.Admin.Get("/v2/projects")).Status);
    }

    async Task Require()
    {
        var set = await host.Admin.Post("/v2/organization/settings", """{"sign_in":{"two_factor_required":true}}""");
        Assert.Equal(200, set.Status);
    }

    [GeneratedRegex("aria-label=\"Key for the app\">([A-Z2-7]{32})<")]
    private static partial Regex Secret();

    [GeneratedRegex("([a-z2-7]{4}-){3}[a-z2-7]{4}")]
    private static partial Regex RecoveryCode();
}
