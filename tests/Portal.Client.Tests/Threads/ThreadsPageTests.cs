using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Assistants;
using Portal.Client.CannedReplies;
using Portal.Client.Desk;
using Portal.Client.Handling;
using Portal.Client.People;
using Portal.Client.Projects;
using Portal.Client.Runs;
using Portal.Client.Sharing;
using Portal.Client.Tests.Assistants;
using Portal.Client.Tests.Desk;
using Portal.Client.Tests.Projects;
using Portal.Client.Tests.Shared;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Threads;

public sealed class ThreadsPageTests : PageTest
{
    readonly FakeThreads threads = new();
    readonly FakeDesk desk = new();
    readonly FakeChat chat = new();

    protected override void Register(IServiceCollection services) => services
        .AddSingleton<IThreadsService>(threads)
        .AddSingleton<IThreadQueueService>(threads)
        .AddSingleton<IHandlingService>(threads)
        .AddSingleton<IAssistantsService>(new FakeAssistants())
        .AddSingleton<IMessagesService>(chat)
        .AddSingleton(Refusing.Everything<ICannedRepliesService>())
        .AddSingleton(Refusing.Everything<ISharingService>())
        .AddSingleton(Refusing.Everything<IRunsService>())
        .AddSingleton(Refusing.Everything<IPeopleService>())
        .AddSingleton<IProjectsService>(new FakeProjects())
        .AddSingleton<IThreadEvents>(chat)
        .AddSingleton<IDeskEvents>(desk);

    [Fact]
    public void Change_IsSeenAtOnce_AndTheNewestGoesUp()
    {
        var page = Open();

        desk.Say(new ThreadChanged(threads.Stored[1] with { Unread = 2, LastActivityAt = 1_795_000_900 }, "message.completed"));

        page.WaitForAssertion(() => Assert.Equal(["thread_2", "thread_1"], Ids(page)));
        Assert.Contains("2 unread messages", page.Find(".unread").TextContent);
    }

    [Fact]
    public void NewAndDeletedThreads_ComeAndGo()
    {
        var page = Open();

        desk.Say(new ThreadChanged(FakeThreads.Make("thread_3", "New", 1_795_000_900), "thread.created"));
        desk.Say(new ThreadDeleted("thread_1"));

        page.WaitForAssertion(() => Assert.Equal(["thread_3", "thread_2"], Ids(page)));
    }

    [Fact]
    public void UnderThePointer_NothingMoves_UntilItLeaves()
    {
        var page = Open();
        page.Find(".scroller ul").TriggerEvent("onpointerenter", new PointerEventArgs());

        desk.Say(new ThreadChanged(threads.Stored[1] with { Unread = 2, LastActivityAt = 1_795_000_900 }, "message.completed"));

        page.WaitForAssertion(() => Assert.Contains("2 unread messages", page.FindAll("a.line")[1].TextContent));
        Assert.Contains("Show new activity", page.Find(".stale").TextContent);
        page.Find(".scroller ul").TriggerEvent("onpointerleave", new PointerEventArgs());
        page.WaitForAssertion(() => Assert.Equal(["thread_2", "thread_1"], Ids(page)));
        Assert.Empty(page.FindAll(".stale"));
    }

    [Fact]
    public void Snapshot_ReadsTheListAgain()
    {
        var page = Open();
        threads.Stored.Insert(0, FakeThreads.Make("thread_9", "Missed", 1_795_000_900));

        desk.Say(new DeskSnapshot([new("thread_9", [new("user_7", "Bob", PresenceState.Viewing)])], []));

        page.WaitForAssertion(() => Assert.Equal(["thread_9", "thread_1", "thread_2"], Ids(page)));
        Assert.Contains("Here: Bob", page.FindAll("a.line")[0].TextContent);
    }

    [Fact]
    public void Address_IsWhatTheListIsAskedFor()
    {
        GoTo("threads?project=proj_1&view=mine&status=resolved&assistant=asst_1&metadata=priority:high&q=lost+parcel");

        Open();

        var (filter, _) = threads.Asked[^1];
        Assert.Equal(("proj_1", "user_1", ThreadStatus.Resolved, "asst_1", "lost parcel"), (filter.ProjectId, filter.AssigneeId, filter.Status, filter.AssistantId, filter.Query));
        Assert.Equal([new("priority", "high")], filter.Metadata);
    }

    [Fact]
    public void Filters_GoToTheAddress_AndTheListIsReadForThem()
    {
        GoTo("threads");
        var page = Open();

        page.Find(".menus select").Change("archived");
        page.Find("input.metadata").Change("priority");
        Assert.Contains("such as priority:high", page.Find("#metadata-wrong").TextContent);
        page.Find("input.metadata").Change("priority: high");
        page.Find("input[type=search]").Input("lost parcel");
        Clock.Advance(TimeSpan.FromMilliseconds(250));

        page.WaitForAssertion(() => Assert.Equal("/threads?status=archived&metadata=priority%3Ahigh&q=lost%20parcel", Address));
        page.WaitForAssertion(() => Assert.Equal((ThreadStatus.Archived, "lost parcel"), (threads.Asked[^1].Filter.Status, threads.Asked[^1].Filter.Query)));
    }

    [Fact]
    public void Pinned_IsFirst_HoweverFarDownItWasActive()
    {
        threads.Stored.AddRange(Enumerable.Range(0, 60).Select(number => FakeThreads.Make($"thread_old_{number:00}", null, 1_794_000_000 - number)));
        threads.Stored[^1] = threads.Stored[^1] with { Pinned = true };

        var page = Open();

        Assert.Equal(["thread_old_59", "thread_1", "thread_2"], Ids(page).Take(3));
    }

    [Fact]
    public void ThreadThatNoLongerFits_LeavesTheList()
    {
        GoTo("threads?status=active");
        var page = Open();

        desk.Say(new ThreadChanged(threads.Stored[0] with { Status = ThreadStatus.Resolved }, "thread.updated"));

        page.WaitForAssertion(() => Assert.Equal(["thread_2"], Ids(page)));
    }

    [Fact]
    public void OpenThread_BeginsAtTheFirstUnread_AndIsSeen()
    {
        JSInterop.SetupModule("./Desk/ThreadAttendance.razor.js").SetupModule("watch", _ => true).Setup<bool>("isHidden").SetResult(false);
        chat.Script.Import(200);
        threads.Stored.Add(chat.Script.Thread with { Id = "thread_1x", Unread = 50, FirstUnreadId = "msg_00150", LastSequence = 400 });

        var page = Open("thread_1x");

        page.WaitForAssertion(() => Assert.Contains("view thread_1x  400", threads.Calls));
        Assert.Equal("msg_00150", page.Find("article").GetAttribute("data-message-id"));
        Assert.Contains(("thread_1x", PresenceState.Viewing), desk.Told);
    }

    [Fact]
    public void ActionOnManyThreads_ChangesEach_AndTellsOfThoseRefused()
    {
        var page = Open();
        threads.Refusals.Add("thread_2");
        foreach (var box in page.FindAll(".pick input")) box.Change(true);

        page.Find(".selection [aria-label='Assign to me']").Click();

        Assert.Equal(["change thread_1 thread_2:  user_1"], threads.Calls);
        Assert.Contains("1 thread was not changed: Not yours to change.", page.Find(".refused").TextContent);
        Assert.Contains("Yours", page.FindAll("a.line")[0].TextContent);
    }

    [Fact]
    public void Waiting_IsAskedForOldestFirst_AndSaysHowTheQueueDoes()
    {
        GoTo("threads?view=waiting");

        var page = Open();

        var (filter, query) = Assert.Single(threads.Asked);
        Assert.True(filter.Waiting);
        Assert.Equal(ThreadSort.WaitingSince, filter.Sort);
        Assert.True(query.Ascending);
        Assert.Equal("2 waiting, 1 unassigned. Median response 4 minutes", page.Find(".queue").TextContent.Trim());
    }

    IRenderedComponent<ThreadsPage> Open(string? id = null)
    {
        threads.Stored.InsertRange(0, [FakeThreads.Make("thread_1", "Refund", 1_795_000_200), FakeThreads.Make("thread_2", "Parcel", 1_795_000_100)]);
        return Draw<ThreadsPage>(Owner, page => page.Add(it => it.Id, id));
    }

    static IEnumerable<string?> Ids(IRenderedComponent<ThreadsPage> page) => page.FindAll("a.line").Select(line => line.GetAttribute("data-thread"));
}
