using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Backups;
using Portal.Client.Organization;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Organization;

public sealed class SettingsPageTests : PageTest
{
    readonly FakeOrganization organization = new();

    protected override void Register(IServiceCollection services) => services
        .AddSingleton<IOrganizationService>(organization)
        .AddSingleton<IBackupsService>(organization);

    [Fact]
    public void Page_ForWhoIsNoAdministrator_ShowsNothing()
    {
        var page = Draw<SettingsPage>(Viewer);
        Assert.Contains("administrators", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public void Save_WaitsForAChange_AndSendsIt()
    {
        var page = Draw<SettingsPage>(Owner);
        Assert.True(Button(page, "Save").HasAttribute("disabled"));
        page.Find("#field-name").Input("Acme desk");
        Assert.Contains("Unsaved changes", page.Find("[role=status]").TextContent, StringComparison.Ordinal);
        page.Find("form").Submit();
        Assert.Equal("Acme desk", Assert.Single(organization.Inputs).Name);
        Assert.Null(organization.Inputs[0].Smtp!.Password);
        Assert.Contains("Saved", page.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.True(Button(page, "Save").HasAttribute("disabled"));
    }

    [Fact]
    public void Save_KeepsWhatAnotherAdministratorSavedMeanwhile()
    {
        var page = Draw<SettingsPage>(Owner);
        organization.Settings = organization.Settings with { TimeZone = "Europe/Berlin", SignIn = new SignInRules { TwoFactorRequired = true } };
        page.Find("#field-name").Input("Acme desk");
        page.Find("form").Submit();
        var sent = Assert.Single(organization.Inputs);
        Assert.Equal(("Acme desk", "Europe/Berlin", true), (sent.Name, sent.TimeZone, sent.SignIn.TwoFactorRequired));
    }

    [Fact]
    public void Save_WrongNumber_IsToldBesideTheField_AndNotSent()
    {
        var page = Draw<SettingsPage>(Owner);
        page.Find("#field-sign_in-minimum_password_length").Change("7");
        page.Find("form").Submit();
        Assert.Equal("Enter a number from 8 to 128.", page.Find("#field-sign_in-minimum_password_length-error").TextContent);
        Assert.Empty(organization.Inputs);
    }

    [Fact]
    public void Save_RefusedByTheServer_IsToldBesideTheField()
    {
        organization.Failure = ApiError.Invalid("'time_zone' must be an IANA time zone.", "time_zone", "invalid_value");
        var page = Draw<SettingsPage>(Owner);
        page.Find("#field-time_zone").Input("Nowhere");
        page.Find("form").Submit();
        Assert.Contains("IANA", page.Find("#field-time_zone-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Discard_PutsBackWhatWasSaved()
    {
        var page = Draw<SettingsPage>(Owner);
        page.Find("#field-name").Input("Acme desk");
        Button(page, "Discard changes").Click();
        Assert.Equal("Portal", page.Find("#field-name").GetAttribute("value"));
    }

    [Fact]
    public void Mail_SwitchedOff_IsSentAsNone()
    {
        var page = Draw<SettingsPage>(Owner);
        page.FindAll("input[type=checkbox]").Single(box => box.ParentElement!.TextContent.Contains("Send mail", StringComparison.Ordinal)).Change(false);
        Assert.Empty(page.FindAll("#field-smtp-host"));
        page.Find("form").Submit();
        Assert.Null(Assert.Single(organization.Inputs).Smtp);
    }

    [Fact]
    public void TestMail_SaysWhatTheServerSaid_AndWaitsForTheSave()
    {
        var page = Draw<SettingsPage>(Owner);
        Button(page, "Send a test").Click();
        Assert.Contains("ada@example.test", page.Find(".notice-good").TextContent, StringComparison.Ordinal);
        organization.Mail = new TestMail(false, "ada@example.test", 3, "The mail server refused the user name or password.");
        Button(page, "Send a test").Click();
        Assert.Contains("refused the user name", page.Find(".notice-bad").TextContent, StringComparison.Ordinal);
        page.Find("#field-smtp-host").Input("mail.example.org");
        Assert.True(Button(page, "Send a test").HasAttribute("disabled"));
    }

    [Fact]
    public void Backups_AreMade_Downloaded_AndDeletedAfterAsking()
    {
        var dialogs = DrawDialogs();
        var page = Draw<SettingsPage>(Owner);
        var link = page.Find("a[download]");
        Assert.Equal("v2/organization/backups/bak_1/content", link.GetAttribute("href"));
        Button(page, "Make a backup").Click();
        Assert.Equal(2, page.FindAll("a[download]").Count);
        page.FindAll("button").Last(button => button.GetAttribute("aria-label")?.StartsWith("Delete the backup", StringComparison.Ordinal) == true).Click();
        Assert.Equal(2, organization.Backups.Count);
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Delete backup").Click();
        Assert.Equal("bak_2", Assert.Single(organization.Backups).Id);
    }

    [Fact]
    public void BackupThatFailed_IsSaid()
    {
        organization.BackupFailure = "The disk is full.";
        var page = Draw<SettingsPage>(Owner);
        Assert.Contains("The disk is full.", page.Find(".notice-bad").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Status_ShowsFolderSizeVersionAndNotes()
    {
        var page = Draw<SettingsPage>(Owner);
        var facts = page.Find(".facts").TextContent;
        Assert.All((string[])["/var/lib/portal/data", "1.5 MiB", "0.2.0", "0012_organization"], fact => Assert.Contains(fact, facts, StringComparison.Ordinal));
        Assert.Equal("New", page.Find(".release-notes strong").TextContent);
    }

    static IElement Button(IRenderedComponent<SettingsPage> page, string text) => page.FindAll("button").Single(button => button.TextContent.Trim() == text);
}
