using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Desk;
using Portal.Client.Handling;
using Portal.Client.Threads;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

public abstract class DeskContract(PortalHost host, Side side) : Contract<IDeskEvents>(host, side)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Follow_GivesASnapshot_ThenWhatChanges()
    {
        var (project, thread) = await NewThread();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var events = Service.Follow(project, leaving.Token).GetAsyncEnumerator(leaving.Token);
        Assert.IsType<DeskSnapshot>(await Next(events));

        var me = Ok(await Another<IHandlingService>().TakeOver(thread, Cancellation)).TakenOverBy!;
        var changed = Assert.IsType<ThreadChanged>(await Next(events));
        Assert.Equal(("thread.taken_over", me), (changed.Cause, changed.Thread.TakenOverBy));
        using var visitor = Host.Client(PortalHost.AdminKey);
        await visitor.Post($"/v2/threads/{thread}/messages", """{"role":"user","content":"Hello?"}""");
        Assert.Equal("Hello?", Assert.IsType<ThreadChanged>(await Next(events)).Thread.Preview);
        Assert.Equal(AttentionReason.Answer, Assert.IsType<AttentionAdded>(await Next(events)).Attention.Reason);
        var desk = Another<IDeskService>();
        Assert.Equal(thread, Ok(await desk.ListAttention(new(Limit: 1), Cancellation)).Data[0].ThreadId);
        Assert.Equal(thread, Ok(await desk.ClearAttention(new() { ThreadId = thread }, Cancellation)).ThreadId);
        Assert.IsType<ThreadChanged>(await Next(events));
        Assert.Equal(new AttentionCleared(thread), await Next(events));
        Refused(await desk.ClearAttention(new() { ThreadId = "thread_unknown" }, Cancellation), 404, "not_found", "thread_id");

        Assert.Equal(me.Id, Assert.Single(Ok(await Service.Present(thread, PresenceState.Writing, Cancellation)).People).UserId);
        Assert.Equal(PresenceState.Writing, Assert.IsType<PresenceChanged>(await Next(events)).People[0].State);
        Assert.Empty(Ok(await Service.Present(thread, PresenceState.Away, Cancellation)).People);
        Assert.Empty(Assert.IsType<PresenceChanged>(await Next(events)).People);
        Ok(await Another<IThreadsService>().Delete(thread, Cancellation));
        Assert.Equal(new ThreadDeleted(thread), await Next(events));
        Refused(await Service.Present(thread, PresenceState.Viewing, Cancellation), 404, "not_found");
        await leaving.CancelAsync();
    }

    [Fact]
    public async Task Follow_OfAProjectThatIsNot_Ends()
    {
        await foreach (var _ in Service.Follow("proj_unknown", Cancellation).WithCancellation(Cancellation)) Assert.Fail("There was something.");
    }

    static async Task<DeskEvent> Next(IAsyncEnumerator<DeskEvent> events)
    {
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(Patience, Cancellation));
        return events.Current;
    }

    async Task<(string Project, string Thread)> NewThread()
    {
        var project = await Host.AddProject();
        var assistant = Ok(await Another<IAssistantsService>().Create(project, new() { Name = "Helper", Model = "gpt-4-fast-2026" }, Cancellation));
        return (project, Ok(await Another<IThreadsService>().Create(new() { AssistantId = assistant.Id }, Cancellation)).Id);
    }
}

public sealed class DeskOnServer(PortalHost host) : DeskContract(host, Side.Server);

public sealed class DeskInBrowser(PortalHost host) : DeskContract(host, Side.Browser);
