using System.Net;
using Dapper;

namespace Portal.Tests.Access.OpenId;

/// <summary>A provider that is down, answers wrongly, or vouches for somebody who may not come in.</summary>
public sealed class OpenIdRefusalTests : IClassFixture<OpenIdScene>
{
    readonly OpenIdScene scene;
    readonly OpenIdPerson person;

    public OpenIdRefusalTests(OpenIdScene scene) => (this.scene, person) = (scene, scene.Begin());

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    OpenIdProvider Provider => scene.Provider;

    PortalHost Host => scene.Host;

    [Fact]
    public async Task WrongAudience_IsRefused()
    {
        Provider.WrongAudience = "another-application";
        Assert.Contains("Portal:OpenId:ClientId", await Host.RefusedThroughProvider());
        await Host.AssertRefusalIsAudited("wrong_audience");
    }

    [Fact]
    public async Task WrongNonce_IsRefused()
    {
        Provider.WrongNonce = "of another sign-in";
        Assert.Contains("belongs to another sign-in", await Host.RefusedThroughProvider());
        await Host.AssertRefusalIsAudited("wrong_nonce");
    }

    [Fact]
    public async Task UnverifiedOrMissingEmail_IsRefused()
    {
        Provider.Person = person with { EmailVerified = false };
        Assert.Contains("has not verified that your email address is yours", await Host.RefusedThroughProvider());
        await Host.AssertRefusalIsAudited("email_unverified");
        Provider.Person = person with { Email = null };
        Assert.Contains("did not say your email address", await Host.RefusedThroughProvider());
        await Host.AssertRefusalIsAudited("email_missing");
    }

    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("ada@sub.example.org")]
    [InlineData("ada@notexample.org")]
    public async Task EmailOfAnotherDomain_IsRefused(string email)
    {
        Provider.Person = Provider.Person with { Email = email };
        Assert.Contains("may not sign in here", await Host.RefusedThroughProvider());
        await Host.AssertRefusalIsAudited("domain_not_allowed");
    }

    [Fact]
    public async Task NoMappedRole_IsRefused_AlsoForSomebodyWhoHadOne()
    {
        Assert.Equal("agent", (await Host.SessionThroughProvider())["role"].GetString());
        Provider.Person = Provider.Person with { Groups = ["visitors"] };
        Assert.Contains("none of the roles", await Host.RefusedThroughProvider());
        await Host.AssertRefusalIsAudited("no_role");
        Provider.Person = person with { Subject = "sub-new", Email = "new@example.org", Groups = ["visitors"] };
        Assert.Contains("none of the roles", await Host.RefusedThroughProvider());
    }

    [Fact]
    public async Task Deactivated_IsRefused()
    {
        var userId = (await Host.SessionThroughProvider())["user_id"].GetString();
        await Host.Write(connection => connection.Execute("UPDATE users SET status = 'deactivated' WHERE id = @userId", new { userId }));
        Assert.Contains("deactivated", await Host.RefusedThroughProvider());
        await Host.AssertRefusalIsAudited("deactivated");
    }

    [Fact]
    public async Task NewPerson_OutsideTheOrganizationsDomainsOrWithoutCreateUsers_IsRefused()
    {
        await Host.Admin.Post("/v2/organization/settings", """{"sign_in":{"allowed_email_domains":["example.net"]}}""");
        Assert.Contains("may not sign in here", await Host.RefusedThroughProvider());
        await Host.Admin.Post("/v2/organization/settings", """{"sign_in":null}""");
        await using var closed = PortalHost.Start(Provider.Settings());
        Assert.Contains("There is no account for you here yet", await closed.RefusedThroughProvider());
        await closed.AssertRefusalIsAudited("no_account");
    }

    [Fact]
    public async Task PersonWhoSaysNo_IsToldSo()
    {
        Provider.Denies = true;
        Assert.Contains("was ended at Example Login", await Host.RefusedThroughProvider());
        await Host.AssertRefusalIsAudited("access_denied");
    }

    [Fact]
    public async Task WrongClientSecret_IsRefused()
    {
        await using var wrong = PortalHost.Start([.. Provider.Settings(("CreateUsers", "true")), ("Portal:OpenId:ClientSecret", "another")]);
        Assert.Contains("client id, secret and redirect address", await wrong.RefusedThroughProvider());
        await wrong.AssertRefusalIsAudited("provider_error");
    }

    [Fact]
    public async Task AnswerWithoutABeginning_OrForAnotherBrowser_IsRefused()
    {
        using var victim = Host.Browser();
        var begun = await victim.Client.GetAsync("/sign-in/openid", Cancellation);
        var back = await OpenIdProvider.Visit(begun.Headers.Location!);
        using var another = Host.Browser();
        var answer = await another.Client.GetAsync(back, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("begun in another window", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.BadRequest, (await another.Client.GetAsync("/sign-in/openid/callback?code=x&state=y", Cancellation)).StatusCode);
        await Host.AssertRefusalIsAudited("invalid_answer");
    }

    [Fact]
    public async Task ProviderThatIsDown_IsSaid_AndPasswordsStillWork()
    {
        var leaving = await OpenIdProvider.Start();
        await using var portal = PortalHost.Start(leaving.Settings());
        using var browser = portal.Browser();
        var begun = await browser.Client.GetAsync("/sign-in/openid", Cancellation);
        var back = await OpenIdProvider.Visit(begun.Headers.Location!);
        await leaving.DisposeAsync();
        var answer = await browser.Client.GetAsync(back, Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("Example Login cannot be reached", await answer.Content.ReadAsStringAsync(Cancellation));
        await portal.AssertRefusalIsAudited("provider_unreachable");

        await using var fresh = PortalHost.Start(leaving.Settings());
        using var first = fresh.Browser();
        var refused = await first.Client.GetAsync("/sign-in/openid", Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("Example Login cannot be reached", await refused.Content.ReadAsStringAsync(Cancellation));
        using var owner = await fresh.SignedIn();
        Assert.Equal(200, (await owner.Client.Get("/v2/session")).Status);
    }

    [Theory]
    [InlineData("Authority", "http://login.example.org", "Portal:OpenId:Authority must begin with https")]
    [InlineData("Authority", "login", "Portal:OpenId:Authority is no address")]
    [InlineData("ClientId", "", "Portal:OpenId:ClientId is missing")]
    [InlineData("Roles:admins", "owner", "Portal:OpenId:Roles:admins is 'owner'")]
    [InlineData("DefaultRole", "boss", "Portal:OpenId:DefaultRole is 'boss'")]
    [InlineData("RoleClaim", "", "Portal:OpenId:RoleClaim is missing beside Roles")]
    [InlineData("AllowedDomains:0", "@", "Portal:OpenId:AllowedDomains holds '@'")]
    public void Settings_ThatCannotWork_StopTheStartAndNameTheSetting(string name, string value, string said)
    {
        var settings = Provider.Settings(("RoleClaim", "groups"), ("Roles:staff", "agent")).ToDictionary(setting => setting.Name, setting => setting.Value);
        settings[$"Portal:OpenId:{name}"] = value;
        var error = Assert.ThrowsAny<Exception>(() => PortalHost.Start([.. settings.Select(setting => (setting.Key, setting.Value))]));
        Assert.Contains(said, error.ToString());
    }
}
