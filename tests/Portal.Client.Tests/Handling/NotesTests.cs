using Bunit;
using Portal.Client.Api;
using Portal.Client.Handling;
using Portal.Client.Runs;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Handling;

public sealed class NotesTests : TeamTest
{
    [Fact]
    public void NotesAndEvents_StandAtTheirPlace_AndSayThatTheCustomerDoesNotSeeThem()
    {
        Chat.Script.User("Hello?");
        Team.Activity.Add(FakeHandling.Did(3, RunEventTypes.ThreadTakenOver, FakeHandling.Bo));
        Team.Note(4, FakeHandling.Bo, "Ask for the <b>order</b> number", mentions: FakeHandling.Ada);

        var view = Open();

        var note = view.Find(".note");
        Assert.Contains("Internal note, not seen by the customer", note.TextContent);
        Assert.Contains("Ask for the <b>order</b> number", note.TextContent);
        Assert.Contains("Mentions Ada", Plain(note.TextContent));
        Assert.NotNull(note.QuerySelector("svg"));
        Assert.Contains("Bo took over", Plain(view.Find("[data-event='thread.taken_over']").TextContent));
        Assert.Empty(view.FindAll("article .note"));
    }

    [Fact(Timeout = 60_000)]
    public async Task LiveEvents_AppearAsTheyHappen()
    {
        var view = Open();

        Chat.Script.People(RunEventTypes.ThreadHandedBack);
        Chat.Publish();
        while (view.FindAll("[data-event]").Count == 0)
        {
            Xunit.TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            Clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        Assert.Contains("You handed back to the assistant", view.Find("[data-event='thread.handed_back']").TextContent);
    }

    [Fact]
    public void Note_WithAMention_IsAdded_AndStandsInTheConversation()
    {
        var view = Open();
        Press(view, "Note");

        view.Find(".note-box textarea").Input("Look at this, @de");
        view.WaitForElement(".found button").Click();
        Assert.Equal("Look at this, @Dee ", view.Find(".note-box textarea").GetAttribute("value"));
        view.Find(".note-box").Submit();

        var added = Assert.Single(Team.Added);
        Assert.Equal((NoteKind.Note, "Look at this, @Dee"), (added.Kind, added.Text));
        Assert.Equal(["user_4"], added.Mentions);
        Assert.Equal("", view.Find(".note-box textarea").GetAttribute("value"));
        Assert.Empty(Chat.Posted);
    }

    [Fact]
    public void Note_ThatFails_StaysAndGoesAgainWithTheSameKey()
    {
        var view = Open();
        Press(view, "Note");
        view.Find(".note-box textarea").Input("For later");
        Team.Failure = ApiError.Unavailable("Portal could not be reached.");
        view.Find(".note-box").Submit();
        Assert.Contains("Portal could not be reached.", view.Find(".note-box [role=alert]").TextContent);
        Assert.Equal("For later", view.Find(".note-box textarea").GetAttribute("value"));

        Team.Failure = null;
        view.Find(".note-box").Submit();

        Assert.Equal("For later", Assert.Single(Team.Added).Text);
        Assert.Equal(Team.Keys[0], Team.Keys[1]);
    }

    [Fact]
    public void Whisper_IsForManagersToWhoHandlesIt()
    {
        Team.Thread = Team.Thread with { TakenOverBy = FakeHandling.Bo };
        Assert.Empty(Open().FindAll(".whisper"));

        var view = Open(Owner);
        view.Find(".whisper input").Change(true);
        view.Find(".note-box textarea").Input("Offer a voucher");
        Assert.Contains("Whisper, not seen by the customer", view.Find(".note-box .about").TextContent);
        view.Find(".note-box").Submit();

        Assert.Equal(NoteKind.Whisper, Assert.Single(Team.Added).Kind);
    }

    [Theory]
    [InlineData("Hello @", "")]
    [InlineData("@Ad", "Ad")]
    [InlineData("mail ada@example", null)]
    [InlineData("@Ada and", null)]
    [InlineData("nothing", null)]
    public void Mention_IsAWordAfterAnAtSign(string text, string? expected) => Assert.Equal(expected, NoteMention.BeingTyped(text));
}
