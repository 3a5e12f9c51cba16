using System.Net;
using Dapper;
using Portal.Client.Projects;
using Portal.Tests.Access.TwoFactor;

namespace Portal.Tests.Access.OpenId;

/// <summary>Sign-in through a real provider that says the truth.</summary>
public sealed class OpenIdSignInTests : IClassFixture<OpenIdScene>
{
    readonly OpenIdScene scene;
    readonly OpenIdPerson person;

    public OpenIdSignInTests(OpenIdScene scene) => (this.scene, person) = (scene, scene.Begin());

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    OpenIdProvider Provider => scene.Provider;

    PortalHost Host => scene.Host;

    [Fact]
    public async Task FirstSignIn_MakesTheAccount_AndTheSecondFindsIt()
    {
        using var browser = Host.Browser();
        Assert.Contains("href=\"sign-in/openid?return_url=%2F\">Sign in with Example Login</a>", await browser.Client.GetStringAsync("/sign-in", Cancellation));
        var answer = await browser.SignInThroughProvider("/usage?from=1");
        Assert.Equal("/usage?from=1", answer.Headers.Location?.OriginalString);
        var session = await browser.Client.Get("/v2/session");
        Assert.Equal((person.Email, person.Name, "agent"),
            (session["email"].GetString(), session["name"].GetString(), session["role"].GetString()));
        var userId = session["user_id"].GetString()!;
        Assert.Contains(person.Subject, Assert.Single(await Host.Audit("user.created", userId)).Changes);
        Assert.Contains("open_id", Assert.Single(await Host.Audit("user.signed_in", userId)).Changes);

        // Another address and name at the provider is still the same person.
        Provider.Person = person with { Email = "ada.lovelace@example.org", Name = "Countess" };
        Assert.Equal(userId, (await Host.SessionThroughProvider())["user_id"].GetString());
        Assert.Single(await Host.Audit("user.created", userId));
    }

    [Fact]
    public async Task Person_ToldByTheUserInfoEndpoint_IsTheSamePerson()
    {
        var userId = (await Host.SessionThroughProvider())["user_id"].GetString();
        Provider.TellsByUserInfo = true;
        Provider.Person = person with { Groups = ["staff", "admins"] };
        var session = await Host.SessionThroughProvider();
        Assert.Equal((userId, "admin"), (session["user_id"].GetString(), session["role"].GetString()));
        Provider.Person = person with { EmailVerified = false };
        Assert.Contains("has not verified", await Host.RefusedThroughProvider());
    }

    [Fact]
    public async Task Role_FollowsTheMappingAtEachSignIn_ButNeverOwnership()
    {
        await using var host = PortalHost.Start(Provider.Settings(
            ("CreateUsers", "true"), ("RoleClaim", "groups"), ("Roles:staff", "agent"), ("Roles:admins", "admin"), ("DefaultRole", "viewer")));
        Provider.Person = Provider.Person with { Groups = ["everybody", "staff"] };
        var first = await host.SessionThroughProvider();
        Assert.Equal("agent", first["role"].GetString());
        Provider.Person = Provider.Person with { Groups = ["staff", "admins"] };
        Assert.Equal("admin", (await host.SessionThroughProvider())["role"].GetString());
        Assert.Contains("admin", Assert.Single(await host.Audit("user.updated", first["user_id"].GetString())).Changes);
        Provider.Person = Provider.Person with { Groups = [] };
        Assert.Equal("viewer", (await host.SessionThroughProvider())["role"].GetString());

        await host.Write(connection => connection.Execute("UPDATE users SET role = 'viewer' WHERE role = 'owner'"));
        await host.Write(connection => connection.Execute("UPDATE users SET role = 'owner' WHERE id = @id", new { id = first["user_id"].GetString() }));
        Assert.Equal("owner", (await host.SessionThroughProvider())["role"].GetString());
    }

    [Fact]
    public async Task Account_WithTheSameEmail_IsLinkedOnlyWhereTheSettingSaysSo_AndNeverTheOwners()
    {
        var email = await Host.AddUser(Role.Agent);
        Provider.Person = person with { Email = email };
        Assert.Contains("There is an account with your email address already", await Host.RefusedThroughProvider());
        await Host.AssertRefusalIsAudited("account_exists");

        await using var linking = PortalHost.Start(Provider.Settings(("CreateUsers", "true"), ("LinkUsers", "true")));
        email = await linking.AddUser(Role.Agent);
        Provider.Person = new("sub-2", email.ToUpperInvariant());
        Assert.Equal(People.UserIdOf(email), (await linking.SessionThroughProvider())["user_id"].GetString());
        Assert.Single(await linking.Audit("user.linked", People.UserIdOf(email)));
        Provider.Person = new("sub-3", PortalHost.AdminEmail);
        Assert.Contains("There is an account", await linking.RefusedThroughProvider());
    }

    [Fact]
    public async Task SecondFactor_OfThePerson_IsAskedForUnlessTheProviderDid()
    {
        await using var host = PortalHost.Start(Provider.Settings(("LinkUsers", "true")));
        var person = await TwoFactorPerson.Make(host);
        Provider.Person = new("sub-4", person.Email);
        using var browser = host.Browser();
        Assert.Equal("/sign-in/two-factor", (await browser.SignInThroughProvider("/usage")).Headers.Location?.OriginalString);
        Assert.Equal(401, (await browser.Client.Get("/v2/session")).Status);
        Assert.Equal("/usage", (await TwoFactorPerson.Enter(browser, await person.NewCode())).Headers.Location?.OriginalString);

        Provider.Person = Provider.Person with { Methods = ["pwd", "mfa"] };
        Assert.Equal(200, (await host.SessionThroughProvider()).Status);
        Assert.Contains("\"provider\"", (await host.Audit("user.signed_in", person.Id))[^1].Changes);
    }

    [Fact]
    public async Task SignOut_EndsPortalsSession_AndOffersToEndTheProviders()
    {
        using var browser = Host.Browser();
        await browser.SignInThroughProvider();
        var left = await browser.SignOut();
        Assert.Equal("/sign-in?signed_out=1", left.Headers.Location?.OriginalString);
        Assert.Contains("Sign out at Example Login as well", await browser.Client.GetStringAsync(left.Headers.Location, Cancellation));
        var ended = await browser.Client.GetAsync("/sign-in/openid/sign-out", Cancellation);
        Assert.StartsWith($"{Provider.Address}logout?client_id=portal&post_logout_redirect_uri=", ended.Headers.Location?.OriginalString);
        Assert.Contains(Uri.EscapeDataString($"{Host.Address}sign-in"), ended.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task WithoutSettings_NothingIsOffered()
    {
        await using var host = PortalHost.Start();
        using var browser = host.Browser();
        Assert.DoesNotContain("Sign in with Example", await browser.Client.GetStringAsync("/sign-in", Cancellation));
        Assert.Equal("/sign-in", (await browser.Client.GetAsync("/sign-in/openid", Cancellation)).Headers.Location?.OriginalString);
        Assert.Equal("/sign-in", (await browser.Client.GetAsync("/sign-in/openid/sign-out", Cancellation)).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.Client.GetAsync("/sign-in?signed_out=1", Cancellation)).StatusCode);
    }
}
