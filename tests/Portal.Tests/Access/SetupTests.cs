using System.Net;
using Microsoft.Extensions.Options;
using Portal.Access.Setup;

namespace Portal.Tests.Access;

public sealed class SetupTests
{
    static readonly (string, string?)[] NoOwner = [("Portal:Setup:AdminEmail", null), ("Portal:Setup:AdminPassword", null), ("Portal:Setup:AdminKey", null)];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FirstStart_WithoutSettings_EndsItsLogWithTheOneTimeLink()
    {
        await using var host = PortalHost.Start(NoOwner);
        using var browser = host.Browser();
        Assert.Contains("has no owner yet", await browser.Client.GetStringAsync("/projects", Cancellation));
        Assert.Contains("has no owner yet", await browser.Client.GetStringAsync("/sign-in", Cancellation));

        var link = LinkIn(host);
        Assert.StartsWith(host.Address.ToString(), link.ToString());
        var empty = await Claim(browser, link, name: "", email: "no address", password: "short", again: "other");
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        var html = await empty.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("id=\"name-error\"", html);
        Assert.Contains("id=\"email-error\"", html);
        Assert.Contains("id=\"password-error\"", html);
        Assert.DoesNotContain("value=\"short\"", html);

        var made = await Claim(browser, link);
        Assert.Equal("/", made.Headers.Location!.OriginalString);
        var session = await browser.Client.Get("/v2/session");
        Assert.Equal("owner", session["role"].GetString());
        Assert.Equal("Ann", session["name"].GetString());
        var row = Assert.Single(await host.Audit("user.created"));
        Assert.Equal(session["user_id"].GetString(), row.ActorId);

        using var other = host.Browser();
        Assert.Contains("is set up", await other.Client.GetStringAsync(link, Cancellation));
        Assert.DoesNotContain(host.Log, line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SetupLink_SurvivesARestart_AndEndsWithTheOwner()
    {
        var directory = Directory.CreateTempSubdirectory("portal-setup-").FullName;
        try
        {
            Uri first;
            await using (var host = PortalHost.Over(directory, NoOwner)) first = LinkIn(host);
            await using (var host = PortalHost.Over(directory, NoOwner))
            {
                using var browser = host.Browser();
                Assert.NotEqual(first.Query, LinkIn(host).Query);
                var made = await Claim(browser, new Uri(host.Address, first.PathAndQuery));
                Assert.Equal("/", made.Headers.Location!.OriginalString);
                var second = await Claim(browser, LinkIn(host), token: await browser.TokenAt("/projects"));
                Assert.Contains("is set up", await second.Content.ReadAsStringAsync(Cancellation));
                Assert.Single(await host.Audit("user.created"));
            }

            await using (var host = PortalHost.Over(directory, NoOwner)) Assert.DoesNotContain(host.Log, line => line.Contains("/setup?token=", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task SetupLink_Mistyped_IsRefusedAndRecorded()
    {
        await using var host = PortalHost.Start(NoOwner);
        using var browser = host.Browser();
        var answer = await browser.Client.GetAsync("/setup?token=0000", Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("does not work", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Single(await host.Audit("access.denied", "GET /setup"));
    }

    [Fact]
    public async Task Settings_MakeTheOwnerAndTheKeyOnce()
    {
        var directory = Directory.CreateTempSubdirectory("portal-setup-").FullName;
        try
        {
            await using (var host = PortalHost.Over(directory))
            {
                using var browser = await host.SignedIn();
                Assert.Equal(200, (await host.Admin.Get("/v2/projects")).Status);
                Assert.DoesNotContain(host.Log, line => line.Contains("/setup?token=", StringComparison.Ordinal));
            }

            await using (var host = PortalHost.Over(directory, ("Portal:Setup:AdminPassword", "another password"), ("Portal:Setup:AdminKey", "sk-another-organization-key")))
            {
                using var browser = await host.SignedIn();
                using var other = host.Client("sk-another-organization-key");
                Assert.Equal(401, (await other.Get("/v2/projects")).Status);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Theory]
    [InlineData("a@b.org", null, null, "Portal:Setup:AdminPassword")]
    [InlineData(null, "long enough", null, "Portal:Setup:AdminEmail")]
    [InlineData("no address", "long enough", null, "Portal:Setup:AdminEmail")]
    [InlineData("a@b.org", "short", null, "Portal:Setup:AdminPassword")]
    [InlineData(null, null, "sk-short", "Portal:Setup:AdminKey")]
    [InlineData(null, null, "sk-with a space inside", "Portal:Setup:AdminKey")]
    public void Settings_Wrong_AreNamedWithTheFix(string? email, string? password, string? key, string setting)
    {
        var outcome = new SetupOptionsRules().Validate(null, new SetupOptions { AdminEmail = email, AdminPassword = password, AdminKey = key });
        Assert.True(outcome.Failed);
        var failure = Assert.Single(outcome.Failures!);
        Assert.StartsWith(setting, failure);
        Assert.Contains($"(environment: {setting.Replace(":", "__", StringComparison.Ordinal)})", failure);
        if (password is not null) Assert.DoesNotContain(password, failure);
    }

    [Fact]
    public void Start_WithAWrongSetting_Fails()
    {
        var failure = Assert.ThrowsAny<Exception>(() => PortalHost.Start(("Portal:Setup:AdminPassword", "short")));
        var reason = Assert.IsType<OptionsValidationException>(failure.GetBaseException());
        Assert.Contains("Portal:Setup:AdminPassword", reason.Message);
    }

    static Uri LinkIn(PortalHost host)
    {
        var last = host.Log.Last(line => line.Contains("Portal is at", StringComparison.Ordinal));
        return new Uri(last[last.LastIndexOf("http", StringComparison.Ordinal)..]);
    }

    static async Task<HttpResponseMessage> Claim(
        Browser browser, Uri link, string name = "Ann", string email = "ann@example.org", string password = "long enough", string? again = null, string? token = null) =>
        await browser.PostForm("/setup", token ?? await browser.TokenAt(link.PathAndQuery), ("token", link.Query["?token=".Length..]),
            ("name", name), ("email", email), ("password", password), ("password_again", again ?? password));
}
