using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Portal.Client.Desk;
using Portal.Client.Tests.Shared;
using Portal.Client.Threads;
using Portal.Client.Threads.Listing;

namespace Portal.Client.Tests.Threads;

public sealed class ThreadListTests : PageTest
{
    static readonly ChatThread[] Three = [FakeThreads.Make("thread_1", "Refund"), FakeThreads.Make("thread_2", null), FakeThreads.Make("thread_3", "Parcel")];

    [Fact]
    public void NoThreadsAndNoAssistants_LeadsToTheAssistants()
    {
        var list = Draw<ThreadList>(Owner, view => view.Add(it => it.Threads, []).Add(it => it.Assistants, []));

        Assert.Contains("No threads yet", list.Markup);
        Assert.Equal("assistants", list.Find("a.button-primary").GetAttribute("href"));
    }

    [Fact]
    public void NothingFits_LeadsBackToAll()
    {
        var list = Draw<ThreadList>(Owner, view => view.Add(it => it.Threads, []).Add(it => it.Choice, new(ThreadListView.Mine)));

        Assert.Contains("No thread fits", list.Markup);
        Assert.Equal("threads", list.Find("a.button").GetAttribute("href"));
    }

    [Fact]
    public void Threads_AreLinksThatKeepTheChoice_AndTheOpenOneIsMarked()
    {
        var list = Draw<ThreadList>(Owner, view => view
            .Add(it => it.Threads, Three)
            .Add(it => it.Choice, new(Status: ThreadStatus.Active))
            .Add(it => it.OpenId, "thread_2"));

        Assert.Equal("threads/thread_1?status=active", list.FindAll("a.line")[0].GetAttribute("href"));
        Assert.Contains("New thread", list.Find("[aria-current=page]").TextContent);
    }

    [Fact]
    public void Rows_AreRenderedOnlyWhereTheyLookDifferent()
    {
        var list = Draw<ThreadList>(Owner, view => view.Add(it => it.Threads, Three).Add(it => it.OpenId, "thread_2"));
        var rows = list.FindComponents<ThreadRow>();
        var before = rows.Select(row => row.RenderCount).ToArray();

        list.Render(view => view.Add(it => it.Threads, [.. Three.Select(thread => thread.Id == "thread_3" ? thread with { Preview = "It came." } : thread)]));

        Assert.Equal([before[0], before[1], before[2] + 1], rows.Select(row => row.RenderCount));
        Assert.Contains("It came.", rows[2].Markup, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromMinutes(1));
        list.Render(view => view.Add(it => it.OpenId, "thread_2"));
        Assert.Equal([before[0] + 1, before[1] + 1, before[2] + 2], rows.Select(row => row.RenderCount));
    }

    [Fact]
    public void Row_SaysInWordsWhatItIsAbout()
    {
        var thread = Three[0] with
        {
            Metadata = new Dictionary<string, string> { ["customer_name"] = "Mia <b>" },
            Preview = "Where is it?",
            Unread = 3,
            Pinned = true,
            Status = ThreadStatus.Resolved,
            AssigneeId = "user_1",
            WaitingFor = WaitingFor.Person,
            WaitingSince = Clock.GetUtcNow().ToUnixTimeSeconds() - 720,
            TakenOverBy = new("user_7", "Bob"),
        };
        var list = Draw<ThreadList>(Owner, view => view
            .Add(it => it.Threads, [thread])
            .Add(it => it.Presence, id => [new("user_1", "Ada", PresenceState.Viewing), new("user_7", "Bob Ray", PresenceState.Writing), new("user_8", "Cy", PresenceState.Away)]));

        var row = list.Find("a.line");
        Assert.Equal(["Mia <b>"], list.FindAll(".customer").Select(name => name.TextContent));
        foreach (var said in (string[])["Where is it?", "3 unread messages", "Pinned", "Resolved", "Yours", "Wants a person", "12 min", "Bob answers", "Here: Bob Ray, writing"])
            Assert.Contains(said, row.TextContent, StringComparison.Ordinal);
        Assert.Equal(["BR"], list.FindAll(".person").Select(person => person.TextContent));
        Assert.Contains("unread", row.ClassList);
    }

    [Fact]
    public void Row_MarksTheWordsThatWereFound()
    {
        var thread = Three[0] with { Match = new(ThreadMatchField.Message, "msg_1", "the lost parcel", [new(4, 8)]) };

        var list = Draw<ThreadList>(Owner, view => view.Add(it => it.Threads, [thread]));

        Assert.Equal("lost", list.Find(".second mark").TextContent);
        Assert.Equal("the lost parcel", list.Find(".second .truncate").TextContent.Trim());
    }

    [Fact]
    public void Keys_LeadFromRowToRow_AndOneRowHasTheTab()
    {
        var list = Draw<ThreadList>(Owner, view => view.Add(it => it.Threads, Three));
        Assert.Equal([null, "-1", "-1"], list.FindAll("a.line").Select(line => line.GetAttribute("tabindex")));

        Press(list, "ArrowDown");
        Press(list, "j");
        Press(list, "j");
        Press(list, "k");

        Assert.Equal(["thread_2", "thread_3", "thread_3", "thread_2"], JSInterop.Invocations["focus"].Select(call => call.Arguments[0]));
        Assert.Equal(["-1", null, "-1"], list.FindAll("a.line").Select(line => line.GetAttribute("tabindex")));
    }

    [Fact]
    public void X_Selects_AndEscapeEndsIt()
    {
        var list = Draw<ThreadList>(Owner, view => view.Add(it => it.Threads, Three));

        Press(list, "x");
        Press(list, "J");
        Press(list, "x");

        Assert.Contains("2 threads selected", list.Find(".selection").TextContent);
        Press(list, "Escape");
        Assert.Empty(list.FindAll(".selection"));
    }

    [Fact]
    public void Selection_GivesItsThreadsToTheAction()
    {
        List<(ThreadAction Action, IReadOnlyList<ChatThread> Threads)> done = [];
        var list = Draw<ThreadList>(Owner, view => view.Add(it => it.Threads, Three).Add(it => it.OnAct, done.Add));
        list.FindAll(".pick input")[0].Change(true);
        list.FindAll(".pick input")[2].Change(true);

        list.Find(".selection [aria-label=Resolve]").Click();

        var (action, on) = Assert.Single(done);
        Assert.Equal(ThreadAction.Resolve, action);
        Assert.Equal(["thread_1", "thread_3"], on.Select(thread => thread.Id));
        Assert.Empty(list.FindAll(".selection"));
    }

    [Fact]
    public void WhoMayOnlyRead_IsOfferedNoChange()
    {
        var list = Draw<ThreadList>(Viewer, view => view.Add(it => it.Threads, [Three[0]]));

        Assert.Equal(["Pin"], list.FindAll(".quick button").Select(button => button.GetAttribute("aria-label")));
    }

    [Fact]
    public async Task LongList_DrawsWhatIsNearTheView_AndReadsMoreNearItsEnd()
    {
        var asked = 0;
        var many = Enumerable.Range(0, 10_000).Select(i => FakeThreads.Make($"thread_{i}", $"Thread {i}")).ToArray();
        var list = Draw<ThreadList>(Owner, view => view.Add(it => it.Threads, many).Add(it => it.HasMore, true).Add(it => it.LoadMore, () => asked++));
        Assert.InRange(list.FindAll("a.line").Count, 20, 40);

        await list.InvokeAsync(() => list.Instance.Look(5_000 * RowWindow.RowHeight, 800));

        Assert.InRange(list.FindAll("a.line").Count, 12, 40);
        Assert.Contains(list.FindAll("a.line"), line => line.GetAttribute("data-thread") == "thread_5000");
        Assert.Equal(0, asked);
        await list.InvokeAsync(() => list.Instance.Look((9_990 * RowWindow.RowHeight) - 800, 800));
        Assert.Equal(1, asked);
    }

    [Fact]
    public void MoreThatFailed_KeepsTheList_AndIsTriedAgain()
    {
        var asked = 0;
        var list = Draw<ThreadList>(Owner, view => view
            .Add(it => it.Threads, Three).Add(it => it.HasMore, true).Add(it => it.Error, Refused).Add(it => it.LoadMore, () => asked++));

        list.Find(".more button").Click();

        Assert.Equal(1, asked);
        Assert.Equal("Portal could not be reached.", list.Find("[role=alert]").TextContent);
        Assert.Equal(3, list.FindAll("a.line").Count);
    }

    static void Press(IRenderedComponent<ThreadList> list, string key) => list.Find("ul").KeyDown(new KeyboardEventArgs { Key = key });
}
