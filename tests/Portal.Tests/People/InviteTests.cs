using System.Net;
using Dapper;
using Portal.Client.Projects;
using Portal.Tests.Fakes;

namespace Portal.Tests.PeopleFeature;

public sealed class InviteTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Invites = "/v2/organization/invites";
    const string Password = "a fine new password";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invite_Accepted_MakesTheAccountWithItsPlaces_AndSignsIn()
    {
        var project = await host.AddProject();
        var made = await Made(NewEmail(), "agent", $$"""[{"project_id":"{{project}}","role":"admin","chat_access":"read"}]""");
        Assert.Equal(("pending", false), (made["status"].GetString(), made["mailed"].GetBoolean()));
        var link = Link(made);
        Assert.StartsWith($"{host.Address.GetLeftPart(UriPartial.Authority)}/invite?token=", link.ToString());

        using var browser = host.Browser();
        Assert.Contains(made["email"].GetString()!, await browser.Client.GetStringAsync(link, Cancellation));
        var accepted = await Accept(browser, link, "👩‍🚀 יעל");
        Assert.Equal("/", accepted.Headers.Location!.OriginalString);
        var session = await browser.Client.Get("/v2/session");
        Assert.Equal(("👩‍🚀 יעל", "agent"), (session["name"].GetString(), session["role"].GetString()));
        var place = Assert.Single(session["projects"].EnumerateArray());
        Assert.Equal((project, "admin", "read"), (place.GetProperty("project_id").GetString(), place.GetProperty("role").GetString(), place.GetProperty("chat_access").GetString()));

        var read = await host.Admin.Get($"{Invites}/{made.Id}");
        Assert.Equal("accepted", read["status"].GetString());
        Assert.Equal(session["user_id"].GetString(), read["user_id"].GetString());
        Assert.Single(await host.Audit("user.created", session["user_id"].GetString()));
        Assert.Equal(session["user_id"].GetString(), Assert.Single(await host.Audit("invite.accepted", made.Id)).ActorId);
    }

    [Fact]
    public async Task Link_Used_Expired_Revoked_Replaced_AndForged_EachSaySo()
    {
        using var browser = host.Browser();
        var used = Link(await Made(NewEmail()));
        await Accept(browser, used);
        await Answers(used, 410, "was accepted already");

        var expired = await Made(NewEmail());
        await host.Write(connection => connection.Execute("UPDATE invites SET expires_at = 1 WHERE id = @Id", new { expired.Id }));
        await Answers(Link(expired), 410, "has expired");
        Assert.Equal("expired", (await host.Admin.Get($"{Invites}/{expired.Id}"))["status"].GetString());

        var revoked = await Made(NewEmail());
        Assert.Equal(200, (await host.Admin.Delete($"{Invites}/{revoked.Id}")).Status);
        await Answers(Link(revoked), 410, "was withdrawn");

        var replaced = await Made(NewEmail());
        var resent = await host.Admin.Post($"{Invites}/{replaced.Id}/resend", """{"expires_in_days":1}""");
        await Answers(Link(replaced), 410, "only the newest link works");
        using var second = host.Browser();
        Assert.Equal("/", (await Accept(second, Link(resent))).Headers.Location!.OriginalString);

        var before = (await host.Audit("access.denied", "GET /invite")).Count;
        await Answers(new Uri(host.Address, $"/invite?token={new string('0', 64)}"), 403, "does not work");
        await Answers(new Uri(host.Address, "/invite"), 403, "does not work");
        Assert.Equal(before + 2, (await host.Audit("access.denied", "GET /invite")).Count);
    }

    [Fact]
    public async Task Link_UsedTwiceAtOnce_MakesOneAccount()
    {
        var made = await Made(NewEmail());
        var browsers = Enumerable.Range(0, 4).Select(_ => host.Browser()).ToList();
        var tokens = await Task.WhenAll(browsers.Select(browser => browser.TokenAt(Link(made).PathAndQuery)));
        var answers = await Task.WhenAll(browsers.Zip(tokens, (browser, token) => Accept(browser, Link(made), token: token)));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Redirect);
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.Redirect), answer => Assert.Equal(HttpStatusCode.Gone, answer.StatusCode));
    }

    [Fact]
    public async Task Form_Wrong_ShowsItselfAgain_AndTheLinkStillWorks()
    {
        var link = Link(await Made(NewEmail()));
        using var browser = host.Browser();
        foreach (var (name, password, again, field) in new[]
        {
            ("", Password, Password, "name"), (new string('x', 10_000), Password, Password, "name"),
            ("Ann", "short", "short", "password"), ("Ann", Password, "another password", "password_again"),
        })
        {
            var answer = await Accept(browser, link, name, password, again);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains($"id=\"{field}-error\"", await answer.Content.ReadAsStringAsync(Cancellation));
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await Accept(browser, link, token: "none")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Accept(browser, link)).StatusCode);
    }

    [Theory]
    [InlineData("""{"role":"agent"}""", 400, "email")]
    [InlineData("""{"email":"no address","role":"agent"}""", 400, "email")]
    [InlineData("""{"email":"a@b.org\n","role":"agent"}""", 400, "email")]
    [InlineData("""{"email":"new@b.org","role":"owner"}""", 400, "role")]
    [InlineData("""{"email":"new@b.org","role":"agent","expires_in_days":0}""", 400, "expires_in_days")]
    [InlineData("""{"email":"new@b.org","role":"agent","projects":[{"project_id":"proj_none","role":"agent"}]}""", 404, "projects[0].project_id")]
    [InlineData("""{"email":"new@b.org","role":"agent","projects":[{"project_id":"PROJECT","role":"owner"}]}""", 400, "projects[0].role")]
    [InlineData("""{"email":"new@b.org","role":"agent","projects":[{"project_id":"PROJECT","role":"viewer","chat_access":"write"}]}""", 400, "projects[0].chat_access")]
    [InlineData("""{"email":"new@b.org","role":"agent","projects":[{"project_id":"PROJECT","role":"agent"},{"project_id":"PROJECT","role":"viewer"}]}""", 400, "projects[1].project_id")]
    [InlineData("""{"email":"OWNER@example.org","role":"agent"}""", 409, "email")]
    public async Task Create_BadInput_NamesTheField(string json, int status, string param)
    {
        var refused = await host.Admin.Post(Invites, json.Replace("PROJECT", await host.AddProject(), StringComparison.Ordinal));
        Assert.Equal((status, param), (refused.Status, refused.Param));
    }

    [Fact]
    public async Task Create_ForAnAddressInvitedAlready_LeadsToTheFirst()
    {
        var email = NewEmail();
        var first = await Made(email);
        var second = await host.Admin.Post(Invites, $$"""{"email":"{{email.ToUpperInvariant()}}","role":"agent"}""");
        Assert.Equal((409, "already_invited"), (second.Status, second.Code));
        await host.Admin.Delete($"{Invites}/{first.Id}");
        Assert.Equal((409, "invite_revoked"), await Refusal(host.Admin.Post($"{Invites}/{first.Id}/resend")));
        await Made(email);
    }

    [Fact]
    public async Task Create_RepeatedUnderItsKey_ShowsNoLinkAgain_AndStoresNone()
    {
        var body = $$"""{"email":"{{NewEmail()}}","role":"viewer"}""";
        var first = await host.Admin.Post(Invites, body, ("Idempotency-Key", "invite-1"));
        var second = await host.Admin.Post(Invites, body, ("Idempotency-Key", "invite-1"));
        Assert.Equal(first.Id, second.Id);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, second["link"].ValueKind);
        var token = Link(first).Query["?token=".Length..];
        Assert.Equal(0, await host.Read(connection => connection.ExecuteScalar<int>("SELECT COUNT(*) FROM invite_links WHERE hash = @token", new { token })));
        Assert.Equal(1, await host.Read(connection => connection.ExecuteScalar<int>(
            "SELECT COUNT(*) FROM invite_links WHERE hash = @hash", new { hash = Portal.People.OneTimeLink.HashOf(token) })));
    }

    [Fact]
    public async Task List_FiltersByStatus_AndPages()
    {
        var ids = new List<string>();
        for (var count = 0; count < 3; count++) ids.Add((await Made(NewEmail())).Id);
        await host.Admin.Delete($"{Invites}/{ids[1]}");
        Assert.Equal([ids[2], ids[0]], (await Listed("status=pending&limit=100")).Where(ids.Contains));
        Assert.Equal([ids[1]], (await Listed("status=revoked&limit=100")).Where(ids.Contains));
        Assert.Equal([ids[1]], await Listed($"limit=1&after={ids[2]}"));
    }

    [Fact]
    public async Task Domains_NotAllowed_AreRefusedAtTheInviteAndAtTheLink()
    {
        await using var own = PortalHost.Start();
        var made = await own.Admin.Post(Invites, """{"email":"ann@elsewhere.org","role":"agent"}""");
        Assert.Equal(200, (await own.Admin.Post("/v2/organization/settings", """{"sign_in":{"allowed_email_domains":["example.org"]}}""")).Status);
        var refused = await own.Admin.Post(Invites, """{"email":"bob@elsewhere.org","role":"agent"}""");
        Assert.Equal((400, "domain_not_allowed", "email"), (refused.Status, refused.Code, refused.Param));
        Assert.Equal((400, "domain_not_allowed"), await Refusal(own.Admin.Post($"{Invites}/{made.Id}/resend")));
        using var browser = own.Browser();
        var answer = await browser.Client.GetAsync(Link(made), Cancellation);
        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        Assert.Equal(201, (await own.Admin.Post(Invites, """{"email":"bob@EXAMPLE.org","role":"agent"}""")).Status);
    }

    [Fact]
    public async Task Password_LengthIsTheOrganizations()
    {
        await using var own = PortalHost.Start();
        await own.Admin.Post("/v2/organization/settings", """{"sign_in":{"minimum_password_length":30}}""");
        var link = Link(await own.Admin.Post(Invites, """{"email":"ann@elsewhere.org","role":"agent"}"""));
        using var browser = own.Browser();
        var answer = await Accept(browser, link);
        Assert.Contains("30 to 256 characters", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.Redirect, (await Accept(browser, link, password: new string('x', 30))).StatusCode);
    }

    [Fact]
    public async Task MailServer_Set_SendsTheLink()
    {
        await using var server = new MailServer();
        await using var own = PortalHost.Start();
        Assert.Equal(200, (await own.Admin.Post("/v2/organization/settings", server.Settings())).Status);
        var made = await own.Admin.Post(Invites, """{"email":"ann@elsewhere.org","role":"agent"}""");
        Assert.True(made["mailed"].GetBoolean(), made.Body.ToString());
        var mail = Assert.Single(server.Mails);
        Assert.Contains("To: ann@elsewhere.org", mail);
        Assert.Contains(Link(made).Query["?token=".Length..][..20], Unfolded(mail));
    }

    [Fact]
    public async Task MailServer_ThatRefuses_LeavesTheLinkToBeHandedOver()
    {
        await using var server = new MailServer { RefuseRecipients = "550 No such user" };
        await using var own = PortalHost.Start();
        await own.Admin.Post("/v2/organization/settings", server.Settings());
        var made = await own.Admin.Post(Invites, """{"email":"ann@elsewhere.org","role":"agent"}""");
        Assert.Equal((201, false), (made.Status, made["mailed"].GetBoolean()));
        using var browser = own.Browser();
        Assert.Equal(HttpStatusCode.Redirect, (await Accept(browser, Link(made))).StatusCode);
    }

    /// <summary>Without the soft line breaks of quoted-printable.</summary>
    internal static string Unfolded(string mail) => mail.Replace("=\r\n", "", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);

    static string NewEmail() => $"{Guid.NewGuid():N}@example.org";

    static Uri Link(Answered made) => new(made["link"].GetString()!);

    async Task<Answered> Made(string email, string role = "agent", string projects = "[]")
    {
        var made = await host.Admin.Post(Invites, $$"""{"email":"{{email}}","role":"{{role}}","projects":{{projects}}}""");
        Assert.True(made.Status == 201, $"{made.Status} {made.Body}");
        return made;
    }

    async Task<List<string>> Listed(string query) =>
        [.. (await host.Admin.Get($"{Invites}?{query}"))["data"].EnumerateArray().Select(invite => invite.GetProperty("id").GetString()!)];

    async Task Answers(Uri link, int status, string text)
    {
        using var browser = host.Browser();
        var shown = await browser.Client.GetAsync(link, Cancellation);
        Assert.Equal(status, (int)shown.StatusCode);
        Assert.Contains(text, await shown.Content.ReadAsStringAsync(Cancellation));
        var token = await browser.TokenAt("/sign-in");
        var accepted = await Accept(browser, link, token: token);
        Assert.Equal(status, (int)accepted.StatusCode);
    }

    static async Task<HttpResponseMessage> Accept(
        Browser browser, Uri link, string name = "Ann", string password = Password, string? again = null, string? token = null) =>
        await browser.PostForm("/invite", token ?? await browser.TokenAt(link.PathAndQuery), ("token", link.Query.Replace("?token=", "", StringComparison.Ordinal)),
            ("name", name), ("password", password), ("password_again", again ?? password));

    static async Task<(int, string?)> Refusal(Task<Answered> call) => (await call) is var answer ? (answer.Status, answer.Code) : default;
}
