using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Projects;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

public abstract class AuditContract(PortalHost host, Side side) : Contract<IAuditService>(host, side)
{
    [Fact]
    public async Task List_ByTarget_TellsWhatBecameOfIt()
    {
        var project = await AddHistory();
        var events = Ok(await Service.List(new AuditFilter(TargetId: project), new ListQuery(Ascending: true), Cancellation)).Data;
        Assert.Equal(["project.created", "project.updated", "project.archived"], events.Select(one => one.Action));
        var change = Assert.Single(events[1].Changes);
        Assert.Equal(("name", "Before", "After"), (change.Field, change.Before!.Value.GetString(), change.After!.Value.GetString()));
        Assert.Equal((ActorType.User, AuditOutcome.Success, project), (events[1].Actor.Type, events[1].Outcome, events[1].ProjectId));
    }

    [Fact]
    public async Task List_ByPages_GoesForthAndBack()
    {
        var filter = new AuditFilter(TargetId: await AddHistory());
        var first = Ok(await Service.List(filter, new ListQuery(2), Cancellation));
        Assert.True(first.HasMore);
        var rest = Ok(await Service.List(filter, new ListQuery(2, After: first.LastId), Cancellation));
        Assert.Equal("project.created", Assert.Single(rest.Data).Action);
        Assert.False(rest.HasMore);
        var back = Ok(await Service.List(filter, new ListQuery(2, Before: rest.FirstId), Cancellation));
        Assert.Equal(first.Data.Select(one => one.Id), back.Data.Select(one => one.Id));
        Refused(await Service.List(filter, new ListQuery(After: "evt_unknown"), Cancellation), 400, "invalid_value", "after");
    }

    async Task<string> AddHistory()
    {
        var projects = Another<IProjectsService>();
        var project = Ok(await projects.Create(new ProjectInput { Name = "Before" }, Cancellation));
        Ok(await projects.Update(project.Id, new ProjectInput { Name = "After" }, Cancellation));
        Ok(await projects.Archive(project.Id, Cancellation));
        return project.Id;
    }
}

public sealed class AuditOnServer(PortalHost host) : AuditContract(host, Side.Server);

public sealed class AuditInBrowser(PortalHost host) : AuditContract(host, Side.Browser);
