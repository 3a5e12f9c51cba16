using Dapper;
using Portal.Access.TwoFactor;
using Portal.Client.Projects;

namespace Portal.Tests.Access.TwoFactor;

/// <summary>A user with an authenticator app.</summary>
sealed class TwoFactorPerson(PortalHost host, string email, byte[] secret, IReadOnlyList<string> recoveryCodes)
{
    public string Email => email;

    public string Id => People.UserIdOf(email);

    public byte[] Secret => secret;

    public IReadOnlyList<string> RecoveryCodes => recoveryCodes;

    public static async Task<TwoFactorPerson> Make(PortalHost host, Role role = Role.Agent)
    {
        var email = await host.AddUser(role);
        using var browser = await host.SignedIn(email, People.Password);
        var begun = await browser.Client.Post("/v2/profile/two_factor/begin");
        Assert.Equal(200, begun.Status);
        var secret = Base32.Decode(begun["secret"].GetString()!);
        var confirmed = await browser.Client.Post("/v2/profile/two_factor/confirm", $$"""{"code":"{{CodeOf(secret)}}"}""");
        Assert.Equal(200, confirmed.Status);
        return new TwoFactorPerson(host, email, secret, [.. confirmed["codes"].EnumerateArray().Select(code => code.GetString()!)]);
    }

    /// <summary>What an app shows whose clock is off by so much.</summary>
    public static string CodeOf(byte[] secret, TimeSpan off = default) => Totp.Code(secret, Totp.StepAt(DateTimeOffset.UtcNow + off));

    /// <summary>A code that was not taken before, as if time had passed since.</summary>
    public async Task<string> NewCode()
    {
        await host.Write(connection => connection.Execute("UPDATE two_factors SET last_step = 0 WHERE user_id = @Id", new { Id }));
        return CodeOf(secret);
    }

    /// <summary>A browser that knows the password and is asked for the code.</summary>
    public async Task<Browser> AfterPassword(string returnUrl = "/")
    {
        var browser = host.Browser();
        var answer = await browser.TrySignIn(email, People.Password, returnUrl);
        Assert.Equal("/sign-in/two-factor", answer.Headers.Location?.OriginalString);
        return browser;
    }

    public static async Task<HttpResponseMessage> Enter(Browser browser, string code) =>
        await browser.PostForm("/sign-in/two-factor", await browser.TokenAt("/sign-in/two-factor"), ("code", code));

    public async Task<Browser> SignIn()
    {
        var browser = await AfterPassword();
        Assert.Equal("/", (await Enter(browser, await NewCode())).Headers.Location?.OriginalString);
        browser.Client.DefaultRequestHeaders.Add(ApiHeaders.Antiforgery, await browser.TokenAt("/projects"));
        return browser;
    }
}
