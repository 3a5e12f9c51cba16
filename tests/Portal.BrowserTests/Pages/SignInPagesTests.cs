using Microsoft.Playwright;
using Portal.Access.TwoFactor;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Hosting;

namespace Portal.BrowserTests.Pages;

/// <summary>The plain pages around a sign-in, in every look; where PORTAL_SCREENSHOTS names a folder, they are drawn there.</summary>
public sealed class SignInPagesTests(Chromium chromium)
{
    [Fact]
    public async Task PlainPages_HaveNoSeriousFault()
    {
        // The provider is never there, which is what one of the pages says.
        await using var portal = PortalHost.Start(
            ("Portal:OpenId:Authority", "http://127.0.0.1:9"), ("Portal:OpenId:ClientId", "portal"), ("Portal:OpenId:DisplayName", "Example Login"));
        await using var visit = await Visit.Begin(chromium, portal.Address);
        visit.Expected = fault => fault.Contains("503") || fault.Contains("400");
        var page = visit.Page;
        var faults = new List<string>();

        await page.GotoAsync("/sign-in");
        await page.Button("Use a passkey").WaitForAsync();
        await Look("sign-in");
        await page.GotoAsync("/sign-in/openid");
        await Look("provider-down");

        await portal.Admin.Post("/v2/organization/settings", """{"sign_in":{"two_factor_required":true}}""");
        await page.GotoAsync("/projects");
        await Enter(page);
        await page.ComesTo("**/two-factor/set-up?**");
        await Look("set-up");
        var secret = Base32.Decode(await page.GetByLabel("Key for the app").InnerTextAsync());
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(Code(secret, 10));
        await page.Button("Turn on").ClickAsync();
        await page.GetByText("5 minutes ahead").WaitForAsync();
        await Look("set-up-clock-off");
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(Code(secret, 0));
        await page.Button("Turn on").ClickAsync();
        await page.GetByLabel("Recovery codes").WaitForAsync();
        await Look("recovery-codes");

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/projects");
        await Enter(page);
        await page.ComesTo("**/sign-in/two-factor");
        await Look("second-step");
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(Code(secret, 1));
        await page.Button("Continue").ClickAsync();
        await page.ComesTo("**/projects");
        Assert.True(faults.Count == 0, string.Join("\n", faults));
        visit.AssertClean();

        async Task Look(string name)
        {
            faults.AddRange(await AccessibilityTests.FaultsInEveryLook(page));
            if (Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") is not { Length: > 0 } folder) return;
            foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 390) })
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await page.SetViewportSizeAsync(width, 844);
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}.png") });
            }
        }
    }

    static string Code(byte[] secret, int later) => Totp.Code(secret, Totp.StepAt(DateTimeOffset.UtcNow) + later);

    static async Task Enter(IPage page)
    {
        await page.GetByLabel("Email").FillAsync(PortalHost.AdminEmail);
        await page.GetByLabel("Password").FillAsync(PortalHost.AdminPassword);
        await page.Button("Sign in").ClickAsync();
    }
}
