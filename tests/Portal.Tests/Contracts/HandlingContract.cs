using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Handling;
using Portal.Client.Runs;
using Portal.Client.Threads;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

public abstract class HandlingContract(PortalHost host, Side side) : Contract<IHandlingService>(host, side)
{
    [Fact]
    public async Task TakeOver_Answer_HandBack_WithItsActivity()
    {
        var thread = await NewThread();
        Assert.NotNull(Ok(await Service.TakeOver(thread, Cancellation)).TakenOverBy);
        var said = Ok(await Another<IMessagesService>().Post(thread, new() { Role = MessageRole.Assistant, Content = "A person here." }, Cancellation));
        Assert.Equal((AuthorType.User, MessageStatus.Completed), (said.Author.Type, said.Status));
        var free = Ok(await Service.HandBack(thread, new() { Note = "Call back" }, Cancellation));
        Assert.Equal((null, null), (free.TakenOverBy, free.WaitingFor));
        Refused(await Service.HandBack(thread, new(), Cancellation), 409, "not_taken_over");
        Refused(await Another<IMessagesService>().Post(thread, new() { Role = MessageRole.Assistant, Content = "Still?" }, Cancellation), 409, "not_taken_over", "role");

        var activity = Ok(await Service.ListActivity(thread, new(Limit: 2), Cancellation));
        Assert.True(activity.HasMore);
        Assert.Equal([RunEventTypes.NoteCreated, RunEventTypes.ThreadHandedBack], activity.Data.Select(one => one.Type));
        Assert.Equal(activity.Data[0].Note, activity.Data[1].Note);
        Assert.Equal(RunEventTypes.ThreadTakenOver, Ok(await Service.ListActivity(thread, new(After: activity.LastId), Cancellation)).Data[0].Type);
        var note = Assert.Single(Ok(await Service.ListNotes(thread, ListQuery.Default, Cancellation)).Data);
        Assert.Equal((NoteKind.HandOver, "Call back", activity.Data[0].Note), (note.Kind, note.Text, note.Id));
    }

    [Fact]
    public async Task Assign_RequestPerson_Note()
    {
        var thread = await NewThread();
        var me = Ok(await Service.TakeOver(thread, Cancellation)).TakenOverBy!;
        Ok(await Service.HandBack(thread, new(), Cancellation));
        Assert.Equal(me.Id, Ok(await Service.Assign(thread, new() { AssigneeId = me.Id }, Cancellation)).AssigneeId);
        Assert.Null(Ok(await Service.Assign(thread, new() { AssigneeId = null }, Cancellation)).AssigneeId);
        Refused(await Service.Assign(thread, new() { AssigneeId = "user_nobody" }, Cancellation), 404, "not_found", "assignee_id");
        Assert.Equal(WaitingFor.Person, Ok(await Service.RequestPerson(thread, new() { Reason = "Why?" }, Cancellation)).WaitingFor);
        var note = Ok(await Service.AddNote(thread, new() { Text = "x", Kind = NoteKind.Whisper, ToUserId = me.Id, Mentions = [me.Id] }, null, Cancellation));
        Assert.Equal((me, me), (note.To, Assert.Single(note.Mentions)));
        Refused(await Service.AddNote(thread, new() { Text = "x", Mentions = ["user_nobody"] }, null, Cancellation), 404, "not_found", "mentions[0]");
        Refused(await Service.ListNotes("thread_unknown", ListQuery.Default, Cancellation), 404, "not_found");
    }

    [Fact]
    public async Task View_ReadAll_AreOnesOwn()
    {
        var threads = Another<IThreadsService>();
        var thread = await NewThread();
        using var visitor = Host.Client(PortalHost.AdminKey);
        Assert.Equal(201, (await visitor.Post($"/v2/threads/{thread}/messages", """{"role":"user","content":"Hello","reply":false}""")).Status);
        var read = Ok(await threads.Get(thread, Cancellation));
        Assert.Equal((1, false, "Hello"), (read.Unread, read.Pinned, read.Preview));
        var seen = Ok(await threads.View(thread, new() { Pinned = true, SeenSequence = read.LastSequence }, Cancellation));
        Assert.Equal((0, true, read.LastSequence, null), (seen.Unread, seen.Pinned, seen.SeenSequence, seen.FirstUnreadId));
        Refused(await threads.View(thread, new() { SeenSequence = read.LastSequence + 1 }, Cancellation), 400, "invalid_value", "seen_sequence");
        await visitor.Post($"/v2/threads/{thread}/messages", """{"role":"user","content":"Hello?","reply":false}""");
        Assert.Null(Ok(await threads.ReadAll(new(), Cancellation)).ProjectId);
        Assert.Equal(0, Ok(await threads.Get(thread, Cancellation)).Unread);
    }

    async Task<string> NewThread()
    {
        var project = await Host.AddProject();
        var assistant = Ok(await Another<IAssistantsService>().Create(project, new() { Name = "Helper", Model = "gpt-4-fast-2026" }, Cancellation));
        return Ok(await Another<IThreadsService>().Create(new() { AssistantId = assistant.Id }, Cancellation)).Id;
    }
}

public sealed class HandlingOnServer(PortalHost host) : HandlingContract(host, Side.Server);

public sealed class HandlingInBrowser(PortalHost host) : HandlingContract(host, Side.Browser);
