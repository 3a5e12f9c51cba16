using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Layout;
using Portal.Client.People;
using Portal.Client.Security;
using Portal.Client.Tests.Security;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.People;

public sealed class ProfilePageTests : PageTest
{
    readonly FakePeople people = new();

    protected override void Register(IServiceCollection services) => services
        .AddSingleton<IProfileService>(people).AddSingleton<ITwoFactorService>(new FakeTwoFactor()).AddSingleton<IPasskeysService>(new FakePasskeys());

    [Fact]
    public void Save_SendsTheZoneAndTheLanguage_AndTellsTheShell()
    {
        var told = 0;
        Services.GetRequiredService<SessionChanges>().Changed += () => told++;
        var page = Draw<ProfilePage>(Owner);
        page.Find("#field-time_zone").Change("Asia/Kathmandu");
        page.Find("#field-locale").Change("de");
        Assert.Contains("23. Nov. 2026, 17:45", page.Find("#field-time_zone-help").TextContent, StringComparison.Ordinal);
        Assert.Contains("vor 3 Std.", page.Find("#field-locale-help").TextContent, StringComparison.Ordinal);

        page.Find("form[aria-label=Profile]").Submit();

        Assert.Equal(new ProfileInput { Name = "Ada", TimeZone = "Asia/Kathmandu", Locale = "de" }, Assert.Single(people.Inputs));
        Assert.Equal(1, told);
        Assert.Contains("Saved", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_RefusedName_StandsBesideTheField()
    {
        var page = Draw<ProfilePage>(Owner);
        people.Failure = ApiError.Invalid("This name is not one.", "name");
        page.Find("#field-name").Input("x");

        page.Find("form[aria-label=Profile]").Submit();

        Assert.Equal("This name is not one.", page.Find("#field-name-error").TextContent);
    }

    [Fact]
    public void Password_ThatCannotBe_IsNotSent()
    {
        var page = Draw<ProfilePage>(Owner);
        page.Find("#field-new_password").Input("short");

        page.Find("form[aria-label=Password]").Submit();

        Assert.Equal("Enter your present password.", page.Find("#field-current_password-error").TextContent);
        Assert.Equal("Use 12 characters or more.", page.Find("#field-new_password-error").TextContent);
        page.Find("#field-current_password").Input("the old one");
        page.Find("#field-new_password").Input("a fine new password");
        page.Find("#field-again").Input("another");
        page.Find("form[aria-label=Password]").Submit();
        Assert.Equal("The two passwords differ.", page.Find("#field-again-error").TextContent);
        Assert.Empty(people.Inputs);
    }

    [Fact]
    public void Password_Changed_EmptiesTheForm_AndTheListOfSessionsIsReadAgain()
    {
        var page = Draw<ProfilePage>(Owner);
        Assert.Contains("Firefox on Windows", page.Markup, StringComparison.Ordinal);
        page.Find("#field-current_password").Input("the old one");
        page.Find("#field-new_password").Input("a fine new password");
        page.Find("#field-again").Input("a fine new password");

        page.Find("form[aria-label=Password]").Submit();

        Assert.Equal(new PasswordChange { CurrentPassword = "the old one", NewPassword = "a fine new password" }, Assert.Single(people.Inputs));
        Assert.Equal("", page.Find("#field-new_password").GetAttribute("value") ?? "");
        Assert.DoesNotContain("Firefox on Windows", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void SignOutEverywhere_LeadsToTheSignIn()
    {
        var page = Draw<ProfilePage>(Owner);

        page.FindAll("button").Single(button => button.TextContent.Trim() == "Sign out everywhere").Click();

        Assert.Equal("/sign-in", Address);
    }

    [Fact]
    public void AnotherBrowser_SignedOut_LeavesTheList()
    {
        var page = Draw<ProfilePage>(Owner);

        page.Find("button[title='Sign out Firefox on Windows']").Click();

        Assert.DoesNotContain("Firefox on Windows", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Chrome on Linux", page.Markup, StringComparison.Ordinal);
        Assert.NotEqual("/sign-in", Address);
    }
}
