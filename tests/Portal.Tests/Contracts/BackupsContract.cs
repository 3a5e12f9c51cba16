using Portal.Client.Api;
using Portal.Client.Backups;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

public abstract class BackupsContract(PortalHost host, Side side) : Contract<IBackupsService>(host, side)
{
    [Fact]
    public async Task Backup_IsMadeReadListedAndDeleted()
    {
        var made = Ok(await Service.Create(Cancellation));
        Assert.Equal(BackupKind.Manual, made.Kind);
        Assert.Equal(made, Ok(await Service.Get(made.Id, Cancellation)));
        Assert.Contains(made, Ok(await Service.List(new ListQuery(Limit: 100), Cancellation)).Data);
        Assert.Equal(made.Id, Ok(await Service.Delete(made.Id, Cancellation)).Id);
        Refused(await Service.Delete(made.Id, Cancellation), 404, "not_found");
    }
}

public sealed class BackupsOnServer(PortalHost host) : BackupsContract(host, Side.Server);

public sealed class BackupsInBrowser(PortalHost host) : BackupsContract(host, Side.Browser);
