using Bunit;
using Portal.Client.Api;
using Portal.Client.Desk;
using Portal.Client.Runs;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Handling;

public sealed class TeamBarTests : TeamTest
{
    [Fact]
    public void TakeOver_SaysWhoAnswersSinceWhen_AndHandBackTakesItBack()
    {
        var dialogs = DrawDialogs();
        var view = Open();
        Assert.Contains("Assistant answers", Who(view));

        Press(view, "Take over");

        Assert.Equal("You answer since 12:04", Who(view));
        Assert.Contains("You answer the customer; the assistant is silent.", view.Find(".mode").TextContent);
        Press(view, "Hand back");
        Assert.Contains("The assistant answers again", dialogs.Find("[role=dialog]").TextContent);
        dialogs.Find("textarea").Input("Refund is on its way");
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Hand back").Click();

        Assert.Equal(["take over", "hand back Refund is on its way"], Team.Calls);
        view.WaitForAssertion(() => Assert.Equal("Assistant answers", Who(view)));
    }

    [Fact]
    public void TakeOver_Refused_SaysWhy()
    {
        var view = Open();
        Team.Failure = ApiError.Conflict("Bo has taken this thread over.", "taken_over");

        Press(view, "Take over");

        Assert.Contains("Bo has taken this thread over.", view.Find(".wrong").TextContent);
        Assert.Equal("Assistant answers", Who(view));
    }

    [Fact]
    public void SomebodyElseAnswers_OffersNotes_AndOnlyAManagerTakesIt()
    {
        Team.Thread = Team.Thread with { TakenOverBy = FakeHandling.Bo, TakenOverAt = 1_795_000_000 };

        var view = Open();

        Assert.Equal("Bo answers", Who(view));
        Assert.Equal("Bo answers the customer. You can leave a note.", Plain(view.Find(".mode p").TextContent));
        Assert.NotNull(view.Find(".note-box"));
        Assert.True(view.Find(".composing").ParentElement!.HasAttribute("hidden"));
        Assert.DoesNotContain(view.FindAll("button"), button => button.TextContent.Contains("Take over"));
        Assert.Contains(Open(Owner).FindAll("button"), button => Plain(button.TextContent).Trim() == "Take over from Bo");
    }

    [Fact]
    public void Viewer_SeesWhoAnswers_AndHasNoActions()
    {
        var view = Open(Viewer);

        Assert.Equal("Assistant answers", Who(view));
        Assert.Empty(view.FindAll(".acts, .mode .segmented"));
    }

    [Fact]
    public void Assign_FindsPeopleWhoMayChat_AndTakesANote()
    {
        var dialogs = DrawDialogs();
        var view = Open();
        Press(view, "Assign");
        Assert.Equal(["Ada (you)", "Bo", "Dee", "Nobody"], dialogs.FindAll(".people label").Select(label => label.TextContent.Trim()));

        dialogs.Find("#assign-search").Input("de");
        Assert.Equal(["Dee", "Nobody"], dialogs.FindAll(".people label").Select(label => label.TextContent.Trim()));
        dialogs.FindAll(".people input")[0].Change(true);
        dialogs.Find("textarea").Input("Knows the carrier");
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Assign").Click();

        Assert.Equal(["assign user_4 Knows the carrier"], Team.Calls);
    }

    [Fact]
    public void Waiting_SaysWhyAndSinceWhen()
    {
        Team.Thread = Team.Thread with { WaitingFor = WaitingFor.Person, WaitingSince = Clock.GetUtcNow().AddMinutes(-5).ToUnixTimeSeconds() };
        Team.Activity.Add(FakeHandling.Did(1, RunEventTypes.ThreadPersonRequested, FakeHandling.Bo) with { Reason = "wants a refund" });

        var banner = Open().Find(".waits");

        Assert.Contains("It waits for a person: wants a refund", Plain(banner.TextContent));
        Assert.Contains("5 min ago", banner.TextContent);
    }

    [Fact]
    public void Others_AreShownAsTheyComeAndWrite_ButNotOneself()
    {
        var view = Open();
        Assert.Empty(view.FindAll(".here"));

        Desk.Tell(new PresenceChanged("thread_1", [new("user_1", "Ada", PresenceState.Viewing), new("user_2", "Bo", PresenceState.Writing)]));

        view.WaitForAssertion(() => Assert.Equal("Bo is writing", Plain(view.Find(".here").TextContent)));
        Assert.Equal([PresenceState.Viewing], Desk.Told);
    }

    [Fact]
    public void TakenOverInAnotherTab_ShowsHere()
    {
        var view = Open();

        Desk.Tell(new ThreadChanged(Team.Thread with { TakenOverBy = FakeHandling.Bo, LastSequence = 50 }, "thread.taken_over"));

        view.WaitForAssertion(() => Assert.Equal("Bo answers", Who(view)));
        Assert.NotNull(view.Find(".note-box"));
    }

    [Fact]
    public async Task WhileIAnswer_TheComposerPostsInTheAssistantsPlace()
    {
        var view = Open();
        Press(view, "Take over");
        var composer = view.FindComponent<Composer>();

        await composer.InvokeAsync(() => composer.Instance.Submit("It is on its way.", true));

        Assert.Equal(MessageRole.Assistant, Assert.Single(Chat.Posted).Role);
        Assert.Equal("Your answer to the customer", composer.Find("textarea").GetAttribute("aria-label"));
    }

    static string Who(IRenderedComponent<ThreadView> view) => Plain(view.Find(".team .who").TextContent).Trim();
}
