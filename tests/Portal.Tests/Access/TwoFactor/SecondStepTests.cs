using System.Net;
using Dapper;
using Portal.Client.Projects;

namespace Portal.Tests.Access.TwoFactor;

/// <summary>Between the password and the session.</summary>
public sealed class SecondStepTests(PortalHost host) : IClassFixture<PortalHost>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RightCode_OpensTheSessionAndComesBack()
    {
        var person = await TwoFactorPerson.Make(host);
        using var browser = await person.AfterPassword("/usage?from=1");
        Assert.Equal(401, (await browser.Client.Get("/v2/session")).Status);
        var page = await browser.Client.GetStringAsync("/sign-in/two-factor", Cancellation);
        Assert.Contains("<label for=\"code\">Code</label>", page);
        Assert.Contains("autocomplete=\"one-time-code\"", page);

        var code = await person.NewCode();
        var answer = await TwoFactorPerson.Enter(browser, $"{code[..3]} {code[3..]}");
        Assert.Equal("/usage?from=1", answer.Headers.Location?.OriginalString);
        Assert.Equal(200, (await browser.Client.Get("/v2/session")).Status);
        var row = (await host.Audit("user.signed_in", person.Id))[^1];
        Assert.Contains("\"second_factor\"", row.Changes);
        Assert.Contains("\"totp\"", row.Changes);
    }

    [Fact]
    public async Task Code_IsTakenOnce()
    {
        var person = await TwoFactorPerson.Make(host);
        var code = await person.NewCode();
        using var first = await person.AfterPassword();
        using var second = await person.AfterPassword();
        Assert.Equal(HttpStatusCode.Redirect, (await TwoFactorPerson.Enter(first, code)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TwoFactorPerson.Enter(second, code)).StatusCode);
        Assert.Equal(401, (await second.Client.Get("/v2/session")).Status);
    }

    [Fact]
    public async Task RecoveryCode_SignsInOnce()
    {
        var person = await TwoFactorPerson.Make(host);
        using var browser = await person.AfterPassword();
        Assert.Equal(HttpStatusCode.Redirect, (await TwoFactorPerson.Enter(browser, person.RecoveryCodes[3].ToUpperInvariant())).StatusCode);
        Assert.Equal(9, (await browser.Client.Get("/v2/profile/two_factor"))["recovery_codes_left"].GetInt32());
        Assert.Single(await host.Audit("user.recovery_code_used", person.Id));
        using var again = await person.AfterPassword();
        Assert.Equal(HttpStatusCode.Unauthorized, (await TwoFactorPerson.Enter(again, person.RecoveryCodes[3])).StatusCode);
        var other = await TwoFactorPerson.Make(host);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TwoFactorPerson.Enter(again, other.RecoveryCodes[0])).StatusCode);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task ClockThatIsOff_IsRefusedAndThePageNamesTheClock(int minutes)
    {
        var person = await TwoFactorPerson.Make(host);
        using var browser = await person.AfterPassword();
        var answer = await TwoFactorPerson.Enter(browser, TwoFactorPerson.CodeOf(person.Secret, TimeSpan.FromMinutes(minutes)));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("the clock of the device may be off", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task WrongCodes_LockTheAccountLikeWrongPasswords()
    {
        var person = await TwoFactorPerson.Make(host);
        using var browser = await person.AfterPassword();
        for (var attempt = 0; attempt < 4; attempt++)
            Assert.DoesNotContain("locked", await (await TwoFactorPerson.Enter(browser, "000000")).Content.ReadAsStringAsync(Cancellation));
        Assert.Contains("locked", await (await TwoFactorPerson.Enter(browser, "000000")).Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.Unauthorized, (await TwoFactorPerson.Enter(browser, await person.NewCode())).StatusCode);
        using var fresh = host.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, (await fresh.TrySignIn(person.Email, People.Password)).StatusCode);
        Assert.Single(await host.Audit("user.locked_out", person.Id));
    }

    [Fact]
    public async Task WrongPasswordsAndCodes_AreCountedTogether()
    {
        var person = await TwoFactorPerson.Make(host);
        using var browser = await person.AfterPassword();
        for (var attempt = 0; attempt < 3; attempt++) await TwoFactorPerson.Enter(browser, "000000");
        using var guessing = host.Browser();
        for (var attempt = 0; attempt < 2; attempt++) await guessing.TrySignIn(person.Email, "wrong");
        Assert.Single(await host.Audit("user.locked_out", person.Id));
    }

    [Fact]
    public async Task PendingSignIn_EndsWithThePassword_AndIsNothingByItself()
    {
        var person = await TwoFactorPerson.Make(host);
        using var browser = await person.AfterPassword();
        await host.Write(connection => connection.Execute("UPDATE users SET security_stamp = 'changed' WHERE id = @Id", new { person.Id }));
        var page = await browser.Client.GetAsync("/sign-in/two-factor", Cancellation);
        Assert.Equal("/sign-in", page.Headers.Location?.OriginalString);

        using var nobody = host.Browser();
        Assert.Equal("/sign-in", (await nobody.Client.GetAsync("/sign-in/two-factor", Cancellation)).Headers.Location?.OriginalString);
        nobody.Cookies.Add(host.Address, new Cookie("portal_second_step", "forged"));
        Assert.Equal("/sign-in", (await nobody.Client.GetAsync("/sign-in/two-factor", Cancellation)).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Form_WithoutToken_OpensNothing()
    {
        var person = await TwoFactorPerson.Make(host);
        using var browser = await person.AfterPassword();
        var answer = await browser.PostForm("/sign-in/two-factor", null, ("code", await person.NewCode()));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(401, (await browser.Client.Get("/v2/session")).Status);
    }

    [Fact]
    public async Task Deactivated_BetweenTheSteps_StaysOut()
    {
        var person = await TwoFactorPerson.Make(host, Role.Viewer);
        using var browser = await person.AfterPassword();
        await host.Write(connection => connection.Execute("UPDATE users SET status = 'deactivated' WHERE id = @Id", new { person.Id }));
        Assert.Equal(HttpStatusCode.Unauthorized, (await TwoFactorPerson.Enter(browser, await person.NewCode())).StatusCode);
    }
}
