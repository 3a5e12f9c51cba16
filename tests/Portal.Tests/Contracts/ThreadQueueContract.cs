using Portal.Client.Api;
using Portal.Client.Threads;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

public abstract class ThreadQueueContract(PortalHost host, Side side) : Contract<IThreadQueueService>(host, side)
{
    [Fact]
    public async Task Change_SetsWhatIsGiven_AndSaysWhatWasRefused()
    {
        var (project, thread) = await NewThread();
        var owner = Ok(await Another<Portal.Client.People.IProfileService>().Get(Cancellation)).Id;
        var done = Ok(await Service.Change(new ThreadBulkInput { Ids = [thread, "thread_none"], AssigneeId = new(owner), Pinned = true }, Cancellation));
        Assert.Equal([(thread, ThreadBulkStatus.Done, null), ("thread_none", ThreadBulkStatus.Refused, "not_found")], done.Data.Select(one => (one.Id, one.Status, one.Error?.Code)));
        var changed = Ok(await Another<IThreadsService>().Get(thread, Cancellation));
        Assert.Equal((owner, true, ThreadStatus.Active), (changed.AssigneeId, changed.Pinned, changed.Status));

        Ok(await Service.Change(new ThreadBulkInput { Ids = [thread], Status = ThreadStatus.Resolved }, Cancellation));
        Assert.Equal(owner, Ok(await Another<IThreadsService>().Get(thread, Cancellation)).AssigneeId);
        Ok(await Service.Change(new ThreadBulkInput { Ids = [thread], AssigneeId = new(null) }, Cancellation));
        changed = Ok(await Another<IThreadsService>().Get(thread, Cancellation));
        Assert.Equal((null, ThreadStatus.Resolved), (changed.AssigneeId, changed.Status));
        Refused(await Service.Change(new ThreadBulkInput { Ids = [thread] }, Cancellation), 400, "missing_field", "status");

        var found = Ok(await Another<IThreadsService>().List(
            new ThreadFilter { ProjectId = project, AssigneeId = ThreadFilter.Nobody, Pinned = true, Waiting = false, Sort = ThreadSort.LastActivityAt, Query = "lam" }, ListQuery.Default, Cancellation));
        var match = Assert.Single(found.Data).Match!;
        Assert.Equal((ThreadMatchField.Title, "Lamp", new TextRange(0, 4)), (match.Field, match.Text, Assert.Single(match.Ranges)));
    }

    [Fact]
    public async Task Stats_AreOfTheProject()
    {
        var (project, thread) = await NewThread();
        Assert.Equal(new ThreadQueueStats(project, 0, 0, null, null), Ok(await Service.GetStats(project, Cancellation)));
        await Host.Admin.Post($"/v2/threads/{thread}/request_person");
        var stats = Ok(await Service.GetStats(project, Cancellation));
        Assert.Equal((1, 1), (stats.Waiting, stats.Unassigned));
        Assert.NotNull(stats.OldestWaitingSince);
        Refused(await Service.GetStats("proj_none", Cancellation), 404, "not_found", "project_id");
    }

    async Task<(string Project, string Thread)> NewThread()
    {
        var project = await Host.AddProject();
        var assistant = await Host.Admin.Post("/v2/assistants", """{"name":"Helper","model":"gpt-4-fast-2026"}""", (ApiHeaders.Project, project));
        return (project, Ok(await Another<IThreadsService>().Create(new ThreadCreate { AssistantId = assistant.Id, Title = "Lamp" }, Cancellation)).Id);
    }
}

public sealed class ThreadQueueOnServer(PortalHost host) : ThreadQueueContract(host, Side.Server);

public sealed class ThreadQueueInBrowser(PortalHost host) : ThreadQueueContract(host, Side.Browser);
