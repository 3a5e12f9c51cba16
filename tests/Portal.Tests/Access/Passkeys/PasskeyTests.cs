using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Portal.Client.Projects;
using Portal.Tests.Access.TwoFactor;

namespace Portal.Tests.Access.Passkeys;

public sealed class PasskeyTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Path = "/v2/profile/passkeys";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Passkey_SignsInWithoutPasswordAndCode()
    {
        var person = await TwoFactorPerson.Make(host);
        using var signedIn = await person.SignIn();
        using var authenticator = new SoftAuthenticator(host.Address);
        var made = await Register(signedIn, authenticator, "Work laptop");
        Assert.Equal((201, "Work laptop"), (made.Status, made["name"].GetString()));
        Assert.True(made["backed_up"].GetBoolean());

        using var browser = host.Browser();
        var answer = await SignIn(browser, authenticator, "/usage");
        Assert.Equal("/usage", answer.Headers.Location?.OriginalString);
        Assert.Equal(person.Email, (await browser.Client.Get("/v2/session"))["email"].GetString());
        var listed = (await browser.Client.Get(Path))["data"][0];
        Assert.NotEqual(JsonValueKind.Null, listed.GetProperty("last_used_at").ValueKind);
        Assert.Contains("passkey", (await host.Audit("user.signed_in", person.Id))[^1].Changes);
        Assert.Single(await host.Audit("passkey.created", made.Id));
    }

    [Fact]
    public async Task Passkey_RenamedAndRemoved()
    {
        using var browser = await host.SignedIn(await host.AddUser(Role.Agent), People.Password);
        using var authenticator = new SoftAuthenticator(host.Address);
        var id = (await Register(browser, authenticator, "Phone")).Id;
        Assert.Equal("New phone", (await browser.Client.Post($"{Path}/{id}", """{"name":"New phone"}"""))["name"].GetString());
        Assert.Contains("New phone", Assert.Single(await host.Audit("passkey.updated", id)).Changes);
        Assert.Equal(400, (await browser.Client.Post($"{Path}/{id}", """{"name":" "}""")).Status);
        Assert.Equal(200, (await browser.Client.Delete($"{Path}/{id}")).Status);
        Assert.Equal(404, (await browser.Client.Get($"{Path}/{id}")).Status);
        Assert.Single(await host.Audit("passkey.deleted", id));
        using var nobody = host.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(nobody, authenticator)).StatusCode);
    }

    [Fact]
    public async Task Passkey_OfSomebodyElse_IsNotThere()
    {
        using var mine = await host.SignedIn(await host.AddUser(Role.Agent), People.Password);
        using var other = await host.SignedIn(await host.AddUser(Role.Admin), People.Password);
        using var authenticator = new SoftAuthenticator(host.Address);
        var id = (await Register(mine, authenticator, "Phone")).Id;
        Assert.Equal(404, (await other.Client.Get($"{Path}/{id}")).Status);
        Assert.Equal(404, (await other.Client.Delete($"{Path}/{id}")).Status);
        Assert.Equal(400, (await Register(mine, authenticator, "Phone again")).Status);
    }

    [Fact]
    public async Task Passkeys_AreAtMostTwenty()
    {
        var email = await host.AddUser(Role.Agent);
        using var browser = await host.SignedIn(email, People.Password);
        await host.Write(connection => connection.Execute("""
            INSERT INTO passkeys (id, user_id, name, credential_id, public_key, sign_count, transports, backup_eligible, backed_up, created_at)
            SELECT 'pkey_' || hex(randomblob(8)), @id, 'Old', randomblob(16), randomblob(16), 0, '[]', 0, 0, 1 FROM (VALUES (1), (2), (3), (4)), (VALUES (1), (2), (3), (4), (5))
            """, new { id = People.UserIdOf(email) }));
        using var authenticator = new SoftAuthenticator(host.Address);
        Assert.Equal("too_many_passkeys", (await Register(browser, authenticator, "One more")).Code);
    }

    [Fact]
    public async Task Registration_ThatDoesNotAnswerTheOptions_IsRefused()
    {
        using var browser = await host.SignedIn(await host.AddUser(Role.Agent), People.Password);
        using var another = await host.SignedIn(await host.AddUser(Role.Agent), People.Password);
        using var authenticator = new SoftAuthenticator(host.Address);
        var options = await browser.Client.Post($"{Path}/begin");
        await Refused(await Finish(another, authenticator.Create(options["options"]), options["state"].GetString()!));
        await Refused(await Finish(browser, authenticator.Create(options["options"]), "forged"));
        await Refused(await Finish(browser, "{}", (await browser.Client.Post($"{Path}/begin"))["state"].GetString()!));

        var phished = await browser.Client.Post($"{Path}/begin");
        authenticator.Origin = "https://portal.example.com";
        await Refused(await Finish(browser, authenticator.Create(phished["options"]), phished["state"].GetString()!));
        (authenticator.Origin, authenticator.Verifies) = (host.Address.GetLeftPart(UriPartial.Authority), false);
        var unverified = await browser.Client.Post($"{Path}/begin");
        await Refused(await Finish(browser, authenticator.Create(unverified["options"]), unverified["state"].GetString()!));
        Assert.Equal(0, (await browser.Client.Get(Path))["data"].GetArrayLength());

        static Task Refused(Answered answer)
        {
            Assert.Equal((400, "credential"), (answer.Status, answer.Param));
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task SignIn_OfAnotherSite_WithoutVerification_OrRepeated_IsRefused()
    {
        using var owner = await host.SignedIn(await host.AddUser(Role.Agent), People.Password);
        using var authenticator = new SoftAuthenticator(host.Address) { Counter = 1 };
        await Register(owner, authenticator, "Key");
        using var browser = host.Browser();

        authenticator.Origin = "https://portal.example.com";
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(browser, authenticator)).StatusCode);
        (authenticator.Origin, authenticator.Verifies) = (host.Address.GetLeftPart(UriPartial.Authority), false);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(browser, authenticator)).StatusCode);
        authenticator.Verifies = true;

        var token = await browser.TokenAt("/sign-in");
        var options = await Begin(browser, token);
        var credential = authenticator.Get(options.GetProperty("options"));
        var state = options.GetProperty("state").GetString()!;
        Assert.Equal(HttpStatusCode.Redirect, (await Send(browser, token, credential, state)).StatusCode);
        using var thief = host.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, (await Send(thief, await thief.TokenAt("/sign-in"), credential, state)).StatusCode);

        authenticator.Counter = 1;
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(thief, authenticator)).StatusCode);
        Assert.Equal(401, (await thief.Client.Get("/v2/session")).Status);
    }

    [Fact]
    public async Task SignIn_Deactivated_IsRefused()
    {
        var email = await host.AddUser(Role.Agent);
        using var signedIn = await host.SignedIn(email, People.Password);
        using var authenticator = new SoftAuthenticator(host.Address);
        await Register(signedIn, authenticator, "Phone");
        await host.Write(connection => connection.Execute("UPDATE users SET status = 'deactivated' WHERE email = @email", new { email }));
        using var browser = host.Browser();
        var answer = await SignIn(browser, authenticator);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("This passkey does not sign in here", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.NotEmpty(await host.Audit("user.sign_in_failed", People.UserIdOf(email)));
    }

    [Fact]
    public async Task SignInPage_OffersItOnlyWithAScript()
    {
        using var browser = host.Browser();
        var html = await browser.Client.GetStringAsync("/sign-in", Cancellation);
        Assert.Contains("<script src=\"js/passkey.js\" defer></script>", html);
        Assert.Matches("<form [^>]*data-passkey[^>]* hidden", html);
        Assert.Equal(HttpStatusCode.OK, (await browser.Client.GetAsync("/js/passkey.js", Cancellation)).StatusCode);
        using var forged = new HttpRequestMessage(HttpMethod.Post, "/sign-in/passkey/begin");
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Client.SendAsync(forged, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Reset_TakesPasskeysAway()
    {
        var email = await host.AddUser(Role.Agent);
        using var signedIn = await host.SignedIn(email, People.Password);
        using var authenticator = new SoftAuthenticator(host.Address);
        await Register(signedIn, authenticator, "Lost phone");
        Assert.Equal(200, (await host.Admin.Delete($"/v2/organization/users/{People.UserIdOf(email)}/two_factor")).Status);
        using var browser = host.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(browser, authenticator)).StatusCode);
    }

    static async Task<Answered> Register(Browser browser, SoftAuthenticator authenticator, string name)
    {
        var begun = await browser.Client.Post($"{Path}/begin");
        Assert.Equal(200, begun.Status);
        return await Finish(browser, authenticator.Create(begun["options"]), begun["state"].GetString()!, name);
    }

    static Task<Answered> Finish(Browser browser, string credential, string state, string name = "Phone") =>
        browser.Client.Post(Path, new JsonObject { ["name"] = name, ["credential"] = JsonNode.Parse(credential), ["state"] = state }.ToJsonString());

    static async Task<HttpResponseMessage> SignIn(Browser browser, SoftAuthenticator authenticator, string returnUrl = "/")
    {
        var token = await browser.TokenAt("/sign-in");
        var begun = await Begin(browser, token);
        return await Send(browser, token, authenticator.Get(begun.GetProperty("options")), begun.GetProperty("state").GetString()!, returnUrl);
    }

    static async Task<JsonElement> Begin(Browser browser, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in/passkey/begin");
        request.Headers.Add(ApiHeaders.Antiforgery, token);
        using var answer = await browser.Client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    static Task<HttpResponseMessage> Send(Browser browser, string token, string credential, string state, string returnUrl = "/") =>
        browser.PostForm("/sign-in/passkey", token, ("credential", credential), ("state", state), ("return_url", returnUrl));
}
