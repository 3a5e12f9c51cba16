using Portal.Client.Organization;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

public abstract class OrganizationContract(PortalHost host, Side side) : Contract<IOrganizationService>(host, side)
{
    [Fact]
    public async Task Update_ComesBackAsItWasSaved()
    {
        var input = new OrganizationSettingsInput
        {
            Name = "Contract",
            TimeZone = "Europe/Paris",
            SignIn = new SignInRules { MinimumPasswordLength = 10, SessionHours = 12, AllowedEmailDomains = ["example.org"] },
            Smtp = new SmtpServerInput { Host = "smtp.example.org", From = "portal@example.org", Username = "portal", Password = "secret" },
            Backup = new BackupSchedule { Interval = BackupInterval.Weekly, Hour = 5, Keep = 9 },
        };
        var saved = Ok(await Service.Update(input, Cancellation));
        Assert.Equal(("Contract", "Europe/Paris", true), (saved.Name, saved.TimeZone, saved.Smtp!.HasPassword));
        Assert.Equal(input.Backup, saved.Backup);
        Assert.Equal(["example.org"], Ok(await Service.Get(Cancellation)).SignIn.AllowedEmailDomains);
        Assert.Null(Ok(await Service.Update(new OrganizationSettingsInput(), Cancellation)).Smtp);
    }

    [Fact]
    public async Task Update_WrongZone_IsRefused() =>
        Refused(await Service.Update(new OrganizationSettingsInput { TimeZone = "Nowhere" }, Cancellation), 400, "invalid_value", "time_zone");

    [Fact]
    public async Task Status_HoldsTheReleaseNotes() => Assert.Contains("# Release notes", Ok(await Service.GetStatus(Cancellation)).ReleaseNotes);
}

public sealed class OrganizationOnServer(PortalHost host) : OrganizationContract(host, Side.Server);

public sealed class OrganizationInBrowser(PortalHost host) : OrganizationContract(host, Side.Browser);
