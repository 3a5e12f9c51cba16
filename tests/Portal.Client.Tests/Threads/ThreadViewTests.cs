using Bunit;
using Portal.Client.Tests.Handling;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Threads;

public sealed class ThreadViewTests : TeamTest
{
    [Fact]
    public void Link_OpensTheThreadAtItsMessage()
    {
        Chat.Script.Import(200);
        GoTo("threads/thread_1?message=msg_00100");

        var view = OpenAt();

        Assert.Equal("msg_00100", view.Find("article").GetAttribute("data-message-id"));
        Assert.Empty(view.FindAll(".missing"));
    }

    [Fact]
    public void Link_ToAMessageThatIsGone_SaysSoAndShowsTheLatest()
    {
        Chat.Script.Import(200);
        GoTo("threads/thread_1?message=msg_gone");

        var view = OpenAt();

        Assert.Contains("not in this thread any more", view.Find(".missing").TextContent);
        Assert.Equal("msg_00199", view.FindAll("article")[^1].GetAttribute("data-message-id"));
        view.Find(".missing button").Click();
        Assert.Empty(view.FindAll(".missing"));
    }

    [Fact]
    public void Link_InAnOpenThread_GoesThere()
    {
        Chat.Script.Import(200);
        GoTo("threads/thread_1");
        var view = OpenAt();

        GoTo("threads/thread_1?message=msg_00020");

        view.WaitForAssertion(() => Assert.Contains("linked", view.Find("[data-row=msg_00020]").ClassList));
    }

    [Fact]
    public void FirstUnread_OpensTheThreadThere()
    {
        Chat.Script.Import(200);
        GoTo("threads/thread_1");

        var view = OpenAt("msg_00150");

        Assert.Equal("msg_00150", view.Find("article").GetAttribute("data-message-id"));
        Assert.Contains("New since you were away", view.Find(".divider.new").TextContent);
    }

    [Fact]
    public void Quote_IsPutIntoTheComposer()
    {
        Chat.Script.Import(2);
        GoTo("threads/thread_1");
        var view = OpenAt();

        view.FindAll("[aria-label=Quote]")[0].Click();

        var put = JSInterop.Invocations["append"].Single();
        Assert.Equal("> Message 0\n\n", put.Arguments[0]);
    }

    [Fact]
    public void KnownSequence_IsGoneOnFrom_SoThatNoMessageFallsBetweenTheReads()
    {
        Chat.Script.Import(2);
        GoTo("threads/thread_1");
        var known = Chat.Script.Thread.LastSequence;
        // The thread is read with a message that its messages were read without.
        Team.Thread = Team.Thread with { LastSequence = known + 1 };
        var view = Draw<ThreadView>(Owner, view => view.Add(it => it.Id, "thread_1").Add(it => it.KnownSequence, known));

        Chat.Script.User("In between");
        Chat.Publish();

        view.WaitForAssertion(() => Assert.Contains("In between", view.FindAll("article")[^1].TextContent));
    }

    IRenderedComponent<ThreadView> OpenAt(string? unread = null) => Draw<ThreadView>(Owner, view => view.Add(it => it.Id, "thread_1").Add(it => it.FirstUnreadId, unread));
}
