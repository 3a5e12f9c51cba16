using System.Net;
using System.Text.RegularExpressions;
using Dapper;
using Portal.Client.Projects;
using Portal.Tests.Fakes;

namespace Portal.Tests.PeopleFeature;

public sealed partial class PasswordResetTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Password = "a fine new password";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Link_OfAnAdministrator_SetsThePasswordOnce_AndSignsOutEverywhere()
    {
        var email = await host.AddUser(Role.Agent);
        using var signedIn = await host.SignedIn(email, People.Password);
        var link = await Made(host, email);
        using var browser = host.Browser();
        Assert.Contains(email, await browser.Client.GetStringAsync(link, Cancellation));
        Assert.Contains("id=\"password-error\"", await Text(await Set(browser, link, "short")));
        Assert.Contains("id=\"password_again-error\"", await Text(await Set(browser, link, Password, "another password")));

        var done = await Set(browser, link, Password);
        Assert.Contains("The password is changed", await Text(done));
        Assert.Equal(401, (await signedIn.Client.Get("/v2/session")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.TrySignIn(email, People.Password)).StatusCode);
        using var again = await host.SignedIn(email, Password);
        Assert.Single(await host.Audit("user.password_reset", People.UserIdOf(email)));
        await Answers(link, 410, "was used already");
    }

    [Fact]
    public async Task Link_Expired_Replaced_Deactivated_AndForged_EachSaySo()
    {
        var email = await host.AddUser(Role.Agent);
        var replaced = await Made(host, email);
        var expired = await Made(host, email);
        await Answers(replaced, 410, "only the newest works");
        await host.Write(connection => connection.Execute("UPDATE password_resets SET expires_at = 1 WHERE user_id = @id", new { id = People.UserIdOf(email) }));
        await Answers(expired, 410, "has expired");

        var other = await host.AddUser(Role.Agent);
        var gone = await Made(host, other);
        await host.Write(connection => connection.Execute("UPDATE users SET status = 'deactivated' WHERE email = @other", new { other }));
        await Answers(gone, 410, "is deactivated");

        var before = (await host.Audit("access.denied", "GET /reset-password")).Count;
        await Answers(new Uri(host.Address, $"/reset-password?token={new string('0', 64)}"), 403, "does not work");
        Assert.Equal(before + 1, (await host.Audit("access.denied", "GET /reset-password")).Count);
    }

    [Fact]
    public async Task Link_UnlocksALockedAccount()
    {
        var email = await host.AddUser(Role.Agent);
        await host.Write(connection => connection.Execute("UPDATE users SET locked_until = 99999999999 WHERE email = @email", new { email }));
        using var browser = host.Browser();
        await Set(browser, await Made(host, email), Password);
        using var again = await host.SignedIn(email, Password);
    }

    [Fact]
    public async Task Forgotten_WithoutAMailServer_SaysToAskAnAdministrator()
    {
        using var browser = host.Browser();
        Assert.Contains("Ask an administrator", await browser.Client.GetStringAsync("/forgot-password", Cancellation));
        var answer = await browser.PostForm("/forgot-password", await browser.TokenAt("/sign-in"), ("email", PortalHost.AdminEmail));
        Assert.Contains("Ask an administrator", await Text(answer));
    }

    [Fact]
    public async Task Forgotten_KnownAndUnknown_AnswerTheSame_AndOnlyTheKnownGetsAMail()
    {
        await using var server = new MailServer();
        await using var own = PortalHost.Start();
        await own.Admin.Post("/v2/organization/settings", server.Settings());
        using var administrator = await own.SignedIn();
        var (known, gone) = (await own.AddUser(Role.Agent), await own.AddUser(Role.Agent));
        await own.Write(connection => connection.Execute("UPDATE users SET status = 'deactivated' WHERE email = @gone", new { gone }));
        using var browser = own.Browser();
        var unknownAnswer = await Ask(browser, "nobody@example.org");
        var goneAnswer = await Ask(browser, gone);
        var knownAnswer = await Ask(browser, known);
        Assert.Equal(unknownAnswer.Replace("nobody@example.org", "X", StringComparison.Ordinal), knownAnswer.Replace(known, "X", StringComparison.Ordinal));
        Assert.Equal(unknownAnswer.Replace("nobody@example.org", "X", StringComparison.Ordinal), goneAnswer.Replace(gone, "X", StringComparison.Ordinal));
        Assert.Equal(3, (await own.Audit("password_reset.requested")).Count);

        var mail = await FirstMail(server);
        Assert.Contains($"To: {known}", mail);
        var link = new Uri(MailedLink().Match(InviteTests.Unfolded(mail)).Value);
        Assert.Contains("The password is changed", await Text(await Set(browser, link, Password)));
        using var again = await own.SignedIn(known, Password);
    }

    [Fact]
    public async Task Forgotten_AskedForAgain_MailsOnceAMinute()
    {
        await using var server = new MailServer();
        await using var own = PortalHost.Start();
        await own.Admin.Post("/v2/organization/settings", server.Settings());
        using var administrator = await own.SignedIn();
        using var browser = own.Browser();
        for (var count = 0; count < 3; count++) await Ask(browser, PortalHost.AdminEmail);
        await FirstMail(server);
        Assert.Equal(1, await own.Read(connection => connection.ExecuteScalar<int>("SELECT COUNT(*) FROM password_resets")));
    }

    [Fact]
    public async Task Forgotten_UnderAForeignHost_MailsTheAddressOfTheAdministrators()
    {
        await using var server = new MailServer();
        await using var own = PortalHost.Start();
        await own.Admin.Post("/v2/organization/settings", server.Settings());
        using var administrator = await own.SignedIn();
        using var browser = own.Browser();
        var token = await browser.TokenAt("/forgot-password");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/forgot-password")
        {
            Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("email", PortalHost.AdminEmail)]),
        };
        request.Headers.Host = "evil.localhost";
        request.Headers.Add("Cookie", browser.Cookies.GetCookieHeader(own.Address));
        using var answer = await browser.Client.SendAsync(request, Cancellation);
        Assert.Contains("Look into your mail", await Text(answer));
        var mail = InviteTests.Unfolded(await FirstMail(server));
        Assert.DoesNotContain("evil", mail);
        Assert.Contains($"{own.Address}reset-password?token=", mail);
    }

    [GeneratedRegex(@"http://\S+/reset-password\?token=[0-9a-f]{64}")]
    private static partial Regex MailedLink();

    static async Task<string> Ask(Browser browser, string email) =>
        await Text(await browser.PostForm("/forgot-password", await browser.TokenAt("/forgot-password"), ("email", email)));

    static async Task<string> FirstMail(MailServer server)
    {
        string? mail;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (!server.Mails.TryPeek(out mail))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return mail;
    }

    static async Task<Uri> Made(PortalHost host, string email)
    {
        var made = await host.Admin.Post($"/v2/organization/users/{People.UserIdOf(email)}/password_reset");
        Assert.Equal(201, made.Status);
        return new Uri(made["link"].GetString()!);
    }

    async Task Answers(Uri link, int status, string text)
    {
        using var browser = host.Browser();
        var shown = await browser.Client.GetAsync(link, Cancellation);
        Assert.Equal(status, (int)shown.StatusCode);
        Assert.Contains(text, await Text(shown));
        Assert.Equal(status, (int)(await Set(browser, link, Password, token: await browser.TokenAt("/sign-in"))).StatusCode);
    }

    static async Task<HttpResponseMessage> Set(Browser browser, Uri link, string password, string? again = null, string? token = null) =>
        await browser.PostForm("/reset-password", token ?? await browser.TokenAt(link.PathAndQuery), ("token", link.Query["?token=".Length..]),
            ("password", password), ("password_again", again ?? password));

    static Task<string> Text(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(Cancellation);
}
