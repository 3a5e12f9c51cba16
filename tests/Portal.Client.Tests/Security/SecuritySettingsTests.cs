using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Portal.Client.Api;
using Portal.Client.Security;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Security;

public sealed class SecuritySettingsTests : PageTest
{
    readonly FakeTwoFactor twoFactor = new();
    readonly FakePasskeys passkeys = new();

    protected override void Register(IServiceCollection services) =>
        services.AddSingleton<ITwoFactorService>(twoFactor).AddSingleton<IPasskeysService>(passkeys);

    [Fact]
    public void SetUp_ShowsCodeAndKey_ThenRecoveryCodesOnce()
    {
        var (page, dialogs) = Draw();
        Press(page, "Set up");
        Assert.Equal("0 0 29 29", dialogs.WaitForElement("svg.qr").GetAttribute("viewBox"));
        Assert.Equal("JBSWY3DP", dialogs.WaitForElement("pre").TextContent);
        dialogs.WaitForElement("#field-code").Input(" 123 456 ");
        dialogs.WaitForElement("form").Submit();

        Assert.Equal("123 456", Assert.IsType<TwoFactorConfirmation>(Assert.Single(twoFactor.Inputs)).Code);
        Assert.Equal(string.Join('\n', FakeTwoFactor.Codes), dialogs.WaitForElement("pre").TextContent);
        Assert.Contains("10 of 10 recovery codes", page.Markup, StringComparison.Ordinal);
        Press(dialogs, "I have kept them");
        Assert.DoesNotContain(FakeTwoFactor.Codes[0], page.Markup + dialogs.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void SetUp_ClockThatIsOff_StandsBesideTheCode()
    {
        var (page, dialogs) = Draw();
        Press(page, "Set up");
        twoFactor.Failure = ApiError.Invalid("The clock of the device is about 5 minutes ahead.", "code", "clock_off");
        dialogs.WaitForElement("#field-code").Input("123456");
        dialogs.WaitForElement("form").Submit();
        Assert.Equal("The clock of the device is about 5 minutes ahead.", dialogs.WaitForElement("#field-code-error").TextContent);
    }

    [Fact]
    public void TurnOff_TakesOneProof_AndShowsItOff()
    {
        twoFactor.Status = new(true, false, 1_795_000_000, 2);
        var (page, dialogs) = Draw();
        Assert.Contains("2 of 10 recovery codes are left. Make new ones", page.Find(".notice-warning").TextContent, StringComparison.Ordinal);
        Press(page, "Turn off");
        dialogs.WaitForElement("form").Submit();
        Assert.Empty(twoFactor.Inputs);
        Assert.Contains("one of the two", dialogs.WaitForElement("#field-password-error").TextContent, StringComparison.Ordinal);
        dialogs.WaitForElement("#field-password").Input("the password");
        dialogs.WaitForElement("form").Submit();
        Assert.Equal(new TwoFactorProof { Password = "the password" }, Assert.Single(twoFactor.Inputs));
        Assert.Contains(page.FindAll("button"), button => button.TextContent.Trim() == "Set up");
    }

    [Fact]
    public void Required_CannotBeTurnedOff()
    {
        twoFactor.Status = new(true, true, 1_795_000_000, 10);
        var (page, _) = Draw();
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Trim() == "Turn off");
        Assert.Contains("so it stays on", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void RecoveryCodes_Renewed_AreShownOnce()
    {
        twoFactor.Status = new(true, false, 1_795_000_000, 1);
        var (page, dialogs) = Draw();
        Press(page, "New recovery codes");
        dialogs.WaitForElement("#field-code").Input("123456");
        dialogs.WaitForElement("form").Submit();
        Assert.Equal(new TwoFactorProof { Code = "123456" }, Assert.Single(twoFactor.Inputs));
        Assert.Contains(FakeTwoFactor.Codes[9], dialogs.WaitForElement("pre").TextContent, StringComparison.Ordinal);
        Assert.Contains("10 of 10", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Passkey_MadeByTheBrowser_IsRegisteredAndListed()
    {
        var module = JSInterop.SetupModule("./Security/PasskeyDialog.razor.js");
        module.Setup<string?>("create", _ => true).SetResult("""{"id":"AAAA"}""");
        var (page, dialogs) = Draw();
        Press(page, "Add passkey");
        dialogs.WaitForElement("#field-name").Input("Phone");
        dialogs.WaitForElement("form").Submit();
        var input = Assert.Single(passkeys.Registered);
        Assert.Equal(("Phone", "state-1", "AAAA"), (input.Name, input.State, input.Credential.GetProperty("id").GetString()));
        Assert.Equal(2, page.FindAll("tbody tr").Count);
    }

    [Fact]
    public void Passkey_TheBrowserMakesNone_IsSaid()
    {
        var module = JSInterop.SetupModule("./Security/PasskeyDialog.razor.js");
        module.Setup<string?>("create", _ => true).SetResult(null);
        var (page, dialogs) = Draw();
        Press(page, "Add passkey");
        dialogs.WaitForElement("#field-name").Input("Phone");
        dialogs.WaitForElement("form").Submit();
        Assert.Empty(passkeys.Registered);
        Assert.Contains("made no passkey", dialogs.WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Passkey_RenamedAndRemoved()
    {
        var (page, dialogs) = Draw();
        Press(page, "Rename");
        dialogs.WaitForElement("#field-name").Input("Old laptop");
        dialogs.WaitForElement("form").Submit();
        page.WaitForAssertion(() => Assert.Contains("Old laptop", page.Find("tbody").TextContent, StringComparison.Ordinal));
        Press(page, "Remove");
        Assert.Empty(passkeys.Removed);
        Press(dialogs, "Remove passkey");
        page.WaitForAssertion(() => Assert.Contains("No passkeys yet", page.Markup, StringComparison.Ordinal));
        Assert.Equal(["pkey_1"], passkeys.Removed);
    }

    [Fact]
    public void Failure_OffersARetry()
    {
        twoFactor.Failure = Refused;
        var (page, _) = Draw();
        twoFactor.Failure = null;
        Press(page, "Try again");
        Assert.Contains("Two-factor sign-in", page.Markup, StringComparison.Ordinal);
    }

    (IRenderedComponent<SecuritySettings> Page, IRenderedComponent<MudDialogProvider> Dialogs) Draw()
    {
        var dialogs = DrawDialogs();
        return (Draw<SecuritySettings>(Owner), dialogs);
    }

    /// <summary>Dialogs come and go a moment after what called them.</summary>
    static void Press<T>(IRenderedComponent<T> drawn, string text)
        where T : Microsoft.AspNetCore.Components.IComponent
    {
        drawn.WaitForState(() => drawn.FindAll("button").Any(button => button.TextContent.Trim() == text));
        drawn.FindAll("button").First(button => button.TextContent.Trim() == text).Click();
    }
}
