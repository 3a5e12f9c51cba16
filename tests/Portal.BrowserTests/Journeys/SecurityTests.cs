using Microsoft.Playwright;
using Portal.Access.TwoFactor;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

public sealed class SecurityTests(Chromium chromium)
{
    [Fact]
    public async Task SecondFactorAndPasskey_FromTheProfileToTheNextSignIn()
    {
        await using var portal = PortalHost.Start();
        // A passkey belongs to a name; an address of numbers has none.
        await using var visit = await Visit.Begin(chromium, new UriBuilder(portal.Address) { Host = "localhost" }.Uri);
        var page = visit.Page;
        await AddAuthenticator(page);
        await visit.SignIn("/profile");

        await page.Button("Set up").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Img, new() { Name = "QR code" })).ToBeVisibleAsync();
        var secret = Base32.Decode(await dialog.GetByLabel("Key for the app").InnerTextAsync());
        await dialog.GetByLabel("Code", new() { Exact = true }).FillAsync(Code(secret, 0));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await Expect(dialog.GetByLabel("Recovery codes")).ToContainTextAsync("-");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "I have kept them" }).ClickAsync();
        await Expect(page.GetByText("10 of 10 recovery codes are left.")).ToBeVisibleAsync();

        await page.Button("Add passkey").ClickAsync();
        await dialog.GetByLabel("Name").FillAsync("Work laptop");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Work laptop" })).ToBeVisibleAsync();

        await SignOut(page);
        await page.GetByLabel("Email").FillAsync(PortalHost.AdminEmail);
        await page.GetByLabel("Password").FillAsync(PortalHost.AdminPassword);
        await page.Button("Sign in").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Confirm that it is you" })).ToBeVisibleAsync();
        await page.GetByLabel("Code").FillAsync(Code(secret, 1));
        await page.Button("Continue").ClickAsync();
        await page.ComesTo("**/projects");

        await SignOut(page);
        await page.Button("Use a passkey").ClickAsync();
        await page.ComesTo("**/projects");
        visit.AssertClean();
    }

    static string Code(byte[] secret, int later) => Totp.Code(secret, Totp.StepAt(DateTimeOffset.UtcNow) + later);

    static async Task SignOut(IPage page)
    {
        await page.IsInteractive();
        await page.Locator("details.menu-up > summary").ClickAsync();
        await page.Locator("details.menu-up").GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.ComesTo("**/sign-in");
    }

    /// <summary>A fingerprint reader of the browser's own that always says yes.</summary>
    static async Task AddAuthenticator(IPage page)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true,
                ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
