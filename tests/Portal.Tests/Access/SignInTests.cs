using System.Net;
using Dapper;
using Portal.Client.Projects;

namespace Portal.Tests.Access;

public sealed class SignInTests(PortalHost host) : IClassFixture<PortalHost>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignIn_RightPassword_OpensASessionAndComesBack()
    {
        using var browser = host.Browser();
        var asked = await browser.Client.GetAsync("/projects?x=%20y", Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        Assert.Equal("/sign-in?return_url=%2Fprojects%3Fx%3D%2520y", asked.Headers.Location!.OriginalString);

        var answer = await browser.TrySignIn(PortalHost.AdminEmail.ToUpperInvariant(), PortalHost.AdminPassword, "/projects?x=%20y");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/projects?x=%20y", answer.Headers.Location!.OriginalString);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), line => line.StartsWith("portal_session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=lax", cookie);

        var session = await browser.Client.Get("/v2/session");
        Assert.Equal(200, session.Status);
        Assert.Equal(PortalHost.AdminEmail, session["email"].GetString());
        Assert.Equal("owner", session["role"].GetString());
        Assert.True(session["manages_organization"].GetBoolean());
        Assert.NotEmpty(await host.Audit("user.signed_in", session["user_id"].GetString()));
    }

    [Fact]
    public async Task Form_HasLabelledFieldsAndAButton()
    {
        using var browser = host.Browser();
        var html = await browser.Client.GetStringAsync("/sign-in", Cancellation);
        Assert.Contains("<label for=\"email\">Email</label>", html);
        Assert.Contains("<label for=\"password\">Password</label>", html);
        Assert.Contains("type=\"submit\">Sign in</button>", html);
    }

    [Fact]
    public async Task SignIn_WrongPasswordAndUnknownEmail_AnswerTheSame()
    {
        var email = await host.AddUser(Role.Agent);
        using var browser = host.Browser();
        var wrong = await browser.TrySignIn(email, "not the password");
        var unknown = await browser.TrySignIn("nobody@example.org", "not the password");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Equal(await Alert(wrong), await Alert(unknown));
        var row = Assert.Single(await host.Audit("user.sign_in_failed", People.UserIdOf(email)));
        Assert.Equal("denied", row.Outcome);
    }

    [Fact]
    public async Task SignIn_Deactivated_IsRefusedLikeAWrongPassword()
    {
        var email = await host.AddUser(Role.Agent);
        await host.Write(connection => connection.Execute("UPDATE users SET status = 'deactivated' WHERE email = @email", new { email }));
        using var browser = host.Browser();
        var right = await browser.TrySignIn(email, People.Password);
        var unknown = await browser.TrySignIn("nobody@example.org", "not the password");
        Assert.Equal(HttpStatusCode.Unauthorized, right.StatusCode);
        Assert.Equal(await Alert(unknown), await Alert(right));
    }

    [Fact]
    public async Task SignIn_FiveWrongPasswordsAtOnce_LockTheAccountForAWhile()
    {
        var email = await host.AddUser(Role.Agent);
        using var browser = host.Browser();
        var token = await browser.TokenAt("/sign-in");
        var attempts = await Task.WhenAll(Enumerable.Range(0, 5).Select(attempt =>
            browser.PostForm("/sign-in", token, ("email", email), ("password", $"guess {attempt}"))));
        Assert.All(attempts, attempt => Assert.Equal(HttpStatusCode.Unauthorized, attempt.StatusCode));
        Assert.Single(await host.Audit("user.locked_out", People.UserIdOf(email)));

        var right = await browser.TrySignIn(email, People.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, right.StatusCode);
        Assert.Equal(await Alert(attempts[0]), await Alert(right));

        await host.Write(connection => connection.Execute("UPDATE users SET locked_until = 1 WHERE email = @email", new { email }));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.TrySignIn(email, People.Password)).StatusCode);
    }

    [Fact]
    public async Task SignIn_FourWrongPasswordsThenTheRightOne_StartsCountingAnew()
    {
        var email = await host.AddUser(Role.Agent);
        using var browser = host.Browser();
        for (var round = 0; round < 2; round++)
        {
            for (var attempt = 0; attempt < 4; attempt++) Assert.Equal(HttpStatusCode.Unauthorized, (await browser.TrySignIn(email, "wrong")).StatusCode);
            using var fresh = host.Browser();
            Assert.Equal(HttpStatusCode.Redirect, (await fresh.TrySignIn(email, People.Password)).StatusCode);
        }
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("evil.example")]
    [InlineData("")]
    public async Task ReturnUrl_NotOfThisSite_LeadsHome(string url)
    {
        using var browser = host.Browser();
        var answer = await browser.TrySignIn(PortalHost.AdminEmail, PortalHost.AdminPassword, url);
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        var again = await browser.Client.GetAsync($"/sign-in?return_url={Uri.EscapeDataString(url)}", Cancellation);
        Assert.Equal("/", again.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task SignIn_WithoutToken_ShowsTheFormAgainAndOpensNothing()
    {
        using var browser = host.Browser();
        var answer = await browser.PostForm("/sign-in", null, ("email", PortalHost.AdminEmail), ("password", PortalHost.AdminPassword));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(401, (await browser.Client.Get("/v2/session")).Status);
    }

    [Fact]
    public async Task SignOut_EndsTheSessionForEveryCopyOfTheCookie()
    {
        using var browser = await host.SignedIn();
        var stolen = browser.Cookies.GetCookieHeader(host.Address);
        var answer = await browser.SignOut();
        Assert.Equal("/sign-in", answer.Headers.Location!.OriginalString);
        Assert.Equal(401, (await browser.Client.Get("/v2/session")).Status);
        using var program = host.Client(null);
        Assert.Equal(401, (await program.Get("/v2/session", ("Cookie", stolen))).Status);
        Assert.NotEmpty(await host.Audit("user.signed_out"));
    }

    [Fact]
    public async Task SignOut_WithoutToken_KeepsTheSession()
    {
        using var browser = await host.SignedIn();
        browser.Client.DefaultRequestHeaders.Remove(ApiHeaders.Antiforgery);
        await browser.PostForm("/sign-out", null);
        Assert.Equal(200, (await browser.Client.Get("/v2/session")).Status);
    }

    [Fact]
    public async Task Session_EndedOrOutOfDate_IsSignedOut()
    {
        var email = await host.AddUser(Role.Agent);
        using var browser = await host.SignedIn(email, People.Password);
        Assert.Equal(200, (await browser.Client.Get("/v2/session")).Status);
        await host.Write(connection => connection.Execute("UPDATE sessions SET expires_at = 1 WHERE user_id = @id", new { id = People.UserIdOf(email) }));
        Assert.Equal(401, (await browser.Client.Get("/v2/session")).Status);
        var page = await browser.Client.GetAsync("/projects", Cancellation);
        Assert.Equal("/sign-in?return_url=%2Fprojects", page.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Role_TakenAway_HoldsAtTheNextCall()
    {
        var email = await host.AddUser(Role.Admin);
        using var browser = await host.SignedIn(email, People.Password);
        Assert.Equal(201, (await browser.Client.Post("/v2/projects", """{"name":"Made by an admin"}""")).Status);
        await host.Write(connection => connection.Execute("UPDATE users SET role = 'viewer' WHERE email = @email", new { email }));
        Assert.Equal(403, (await browser.Client.Post("/v2/projects", """{"name":"Made by a viewer"}""")).Status);
    }

    [Fact]
    public async Task Session_AskedByAKey_IsAForbidden() => Assert.Equal(403, (await host.Admin.Get("/v2/session")).Status);

    static async Task<string> Alert(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        var start = html.IndexOf("role=\"alert\">", StringComparison.Ordinal);
        return html[start..html.IndexOf("</p>", start, StringComparison.Ordinal)];
    }
}
