using Portal.Client.Access;
using Portal.Client.Projects;
using Portal.Client.Usage;
using Portal.Tests.Hosting;
using Portal.Tests.Usage;

namespace Portal.Tests.Contracts;

public abstract class UsageContract(PortalHost host, Side side) : Contract<IUsageService>(host, side)
{
    [Fact]
    public async Task Get_SumsByTimeAndGroup()
    {
        var project = await Host.AddProject();
        var day = new DateTimeOffset(2026, 3, 5, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        await Host.AddUsage(
            UsageRows.Of(project, day + 10) with { Model = "a", CostNanodollars = 1_500_000_000 },
            UsageRows.Of(project, day + 90_000) with { Model = "b", CostNanodollars = null, FirstOfRun = false });

        var report = Ok(await Service.Get(project, new UsageQuery(day, day + (2 * 86_400), UsageInterval.Day, "model"), Cancellation));
        Assert.Equal((day, day + (2 * 86_400)), (report.From, report.To));
        Assert.Equal([(day, "a", 1L, 1.5m), (day + 86_400, "b", 0L, 0m)], report.Data.Select(one => (one.Start, one.Group!, one.Runs, one.Cost)));
        Refused(await Service.Get(project, new UsageQuery(GroupBy: "colour"), Cancellation), 400, "invalid_value", "group_by");
        Refused(await Service.Get("proj_unknown", new UsageQuery(), Cancellation), 404, "not_found");
    }
}

public sealed class UsageOnServer(PortalHost host) : UsageContract(host, Side.Server);

public sealed class UsageInBrowser(PortalHost host) : UsageContract(host, Side.Browser);

public abstract class SessionContract(PortalHost host, Side side) : Contract<ISessionService>(host, side)
{
    [Fact]
    public async Task Get_TellsWhoIsSignedIn()
    {
        var session = Ok(await Service.Get(Cancellation));
        Assert.Equal((PortalHost.AdminEmail, Role.Owner, true), (session.Email, session.Role, session.ManagesOrganization));
    }
}

public sealed class SessionOnServer(PortalHost host) : SessionContract(host, Side.Server);

public sealed class SessionInBrowser(PortalHost host) : SessionContract(host, Side.Browser);
