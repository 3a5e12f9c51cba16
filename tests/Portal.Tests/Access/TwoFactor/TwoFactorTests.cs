using Dapper;
using Portal.Access.TwoFactor;
using Portal.Client.Projects;

namespace Portal.Tests.Access.TwoFactor;

/// <summary>Setting the second factor up, proving oneself, and taking it away.</summary>
public sealed class TwoFactorTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Path = "/v2/profile/two_factor";

    [Fact]
    public async Task SetUp_GivesWhatAnAppNeeds_AndChangesNothingBeforeACodeIsConfirmed()
    {
        var email = await host.AddUser(Role.Agent);
        using var browser = await host.SignedIn(email, People.Password);
        var begun = await browser.Client.Post($"{Path}/begin");
        var secret = begun["secret"].GetString()!;
        Assert.Equal(20, Base32.Decode(secret).Length);
        Assert.Equal(
            $"otpauth://totp/Portal:{Uri.EscapeDataString(email)}?secret={secret}&issuer=Portal&algorithm=SHA1&digits=6&period=30",
            begun["otpauth_uri"].GetString());
        Assert.StartsWith("M4 4h7v1h-7z", begun["qr"].GetProperty("path").GetString());
        Assert.InRange(begun["qr"].GetProperty("size").GetInt32(), 29, 100);
        Assert.Equal(secret, (await browser.Client.Post($"{Path}/begin"))["secret"].GetString());

        Assert.False((await browser.Client.Get(Path))["enabled"].GetBoolean());
        using var another = await host.SignedIn(email, People.Password);
        Assert.Equal(200, (await another.Client.Get("/v2/session")).Status);
    }

    [Fact]
    public async Task Confirm_RightCode_TurnsItOnAndGivesTenCodesOnce()
    {
        var person = await TwoFactorPerson.Make(host);
        Assert.Equal(10, person.RecoveryCodes.Distinct().Count());
        using var browser = await person.SignIn();
        var status = await browser.Client.Get(Path);
        Assert.True(status["enabled"].GetBoolean());
        Assert.Equal(10, status["recovery_codes_left"].GetInt32());
        var again = await browser.Client.Post($"{Path}/begin");
        Assert.Equal((409, "two_factor_enabled"), (again.Status, again.Code));
        Assert.Equal("success", Assert.Single(await host.Audit("user.two_factor_enabled", person.Id)).Outcome);
    }

    [Theory]
    [InlineData(5, "5 minutes ahead")]
    [InlineData(-10, "10 minutes behind")]
    public async Task Confirm_ClockThatIsOff_SaysByHowMuch(int minutes, string said)
    {
        using var browser = await host.SignedIn(await host.AddUser(Role.Agent), People.Password);
        var secret = Base32.Decode((await browser.Client.Post($"{Path}/begin"))["secret"].GetString()!);
        var refused = await browser.Client.Post($"{Path}/confirm", $$"""{"code":"{{TwoFactorPerson.CodeOf(secret, TimeSpan.FromMinutes(minutes))}}"}""");
        Assert.Equal((400, "clock_off", "code"), (refused.Status, refused.Code, refused.Param));
        Assert.Contains(said, refused.Error.GetProperty("message").GetString());
        Assert.False((await browser.Client.Get(Path))["enabled"].GetBoolean());
    }

    [Fact]
    public async Task Confirm_WrongCodeOrNothingBegun_IsRefused()
    {
        using var browser = await host.SignedIn(await host.AddUser(Role.Agent), People.Password);
        Assert.Equal("two_factor_not_begun", (await browser.Client.Post($"{Path}/confirm", """{"code":"123456"}""")).Code);
        await browser.Client.Post($"{Path}/begin");
        var refused = await browser.Client.Post($"{Path}/confirm", """{"code":"nonsense"}""");
        Assert.Equal((400, "wrong_code", "code"), (refused.Status, refused.Code, refused.Param));
    }

    [Fact]
    public async Task RecoveryCodes_Renewed_ReplaceTheOldOnes()
    {
        var person = await TwoFactorPerson.Make(host);
        using var browser = await person.SignIn();
        var renewed = await browser.Client.Post($"{Path}/recovery_codes", $$"""{"password":"{{People.Password}}"}""");
        Assert.Equal(10, renewed["codes"].GetArrayLength());
        using var old = await person.AfterPassword();
        Assert.Equal(401, (int)(await TwoFactorPerson.Enter(old, person.RecoveryCodes[0])).StatusCode);
        Assert.Equal(302, (int)(await TwoFactorPerson.Enter(old, renewed["codes"][0].GetString()!)).StatusCode);
        Assert.Single(await host.Audit("user.recovery_codes_renewed", person.Id));
    }

    [Fact]
    public async Task Disable_TakesThePasswordOrACode_AndNothingElse()
    {
        var person = await TwoFactorPerson.Make(host);
        using var browser = await person.SignIn();
        Assert.Equal(400, (await browser.Client.Post($"{Path}/disable", "{}")).Status);
        var wrong = await browser.Client.Post($"{Path}/disable", """{"password":"not the password"}""");
        Assert.Equal((400, "password"), (wrong.Status, wrong.Param));
        Assert.Equal("code", (await browser.Client.Post($"{Path}/disable", """{"code":"000000"}""")).Param);
        var off = await browser.Client.Post($"{Path}/disable", $$"""{"code":"{{await person.NewCode()}}"}""");
        Assert.False(off["enabled"].GetBoolean());
        Assert.Equal(0, off["recovery_codes_left"].GetInt32());
        using var another = await host.SignedIn(person.Email, People.Password);
        Assert.Single(await host.Audit("user.two_factor_disabled", person.Id));
    }

    [Fact]
    public async Task Proof_WrongFiveTimes_LocksTheAccount()
    {
        var person = await TwoFactorPerson.Make(host);
        using var browser = await person.SignIn();
        for (var attempt = 0; attempt < 5; attempt++)
            Assert.Equal(400, (await browser.Client.Post($"{Path}/disable", """{"code":"000000"}""")).Status);
        var right = await browser.Client.Post($"{Path}/disable", $$"""{"password":"{{People.Password}}"}""");
        Assert.Equal((429, "locked_out"), (right.Status, right.Code));
    }

    [Fact]
    public async Task Reset_ByAnAdministrator_LetsThePersonBeginAnew()
    {
        var person = await TwoFactorPerson.Make(host);
        using var browser = await person.SignIn();
        using var admin = await host.SignedIn(await host.AddUser(Role.Admin), People.Password);
        Assert.Equal(200, (await admin.Client.Delete($"/v2/organization/users/{person.Id}/two_factor")).Status);
        Assert.Equal(401, (await browser.Client.Get("/v2/session")).Status);
        using var anew = await host.SignedIn(person.Email, People.Password);
        Assert.False((await anew.Client.Get(Path))["enabled"].GetBoolean());
        Assert.Single(await host.Audit("user.two_factor_reset", person.Id));
        Assert.Equal(404, (await admin.Client.Delete("/v2/organization/users/user_none/two_factor")).Status);
    }

    [Fact]
    public async Task Reset_OfTheOwner_IsForTheOwnerAlone()
    {
        using var owner = await host.SignedIn();
        var ownerId = (await owner.Client.Get("/v2/session"))["user_id"].GetString();
        using var admin = await host.SignedIn(await host.AddUser(Role.Admin), People.Password);
        Assert.Equal(403, (await admin.Client.Delete($"/v2/organization/users/{ownerId}/two_factor")).Status);
    }

    [Fact]
    public async Task Secrets_AreNeitherInTheDatabaseNorInAuditOrLog()
    {
        var person = await TwoFactorPerson.Make(host);
        var secret = Base32.Encode(person.Secret);
        Assert.DoesNotContain(secret, await host.Read(connection => connection.ExecuteScalar<string>("SELECT protected_secret FROM two_factors WHERE user_id = @Id", new { person.Id })));
        var audit = await host.Read(connection => string.Join('\n', connection.Query<string>("SELECT changes FROM audit_log")));
        var hashes = await host.Read(connection => string.Join('\n', connection.Query<string>("SELECT hash FROM recovery_codes")));
        foreach (var shown in person.RecoveryCodes.Append(secret))
        {
            Assert.DoesNotContain(shown, audit);
            Assert.DoesNotContain(shown.Replace("-", "", StringComparison.Ordinal), hashes);
            Assert.DoesNotContain(host.Log, line => line.Contains(shown, StringComparison.Ordinal));
        }
    }
}
