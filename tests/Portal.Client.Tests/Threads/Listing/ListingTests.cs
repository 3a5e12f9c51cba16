using Portal.Client.Threads;
using Portal.Client.Threads.Listing;

namespace Portal.Client.Tests.Threads.Listing;

public sealed class ListingTests
{
    [Theory]
    [InlineData("email=a@b.test;customer_name=Mia", "Mia")]
    [InlineData("name=Mia;customer=Acme", "Acme")]
    [InlineData("customer_name= ;email= a@b.test ", "a@b.test")]
    [InlineData("priority=high", null)]
    public void CustomerName_IsTheFirstUsualKeyWithAText(string metadata, string? expected) =>
        Assert.Equal(expected, CustomerName.Of(metadata.Split(';').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1])));

    [Theory]
    [InlineData("Ada", "A")]
    [InlineData("ada  king lovelace", "AL")]
    [InlineData("👩‍💻 Émile", "👩‍💻É")]
    [InlineData(" ", "?")]
    public void Initials_AreWholeCharacters(string name, string expected) => Assert.Equal(expected, Initials.Of(name));

    [Theory]
    [InlineData(0, 0, 10_000, 0, 38)]
    [InlineData(0, 760, 5, 0, 5)]
    [InlineData(7600, 760, 10_000, 92, 119)]
    [InlineData(1_000_000, 760, 100, 89, 100)]
    public void RowWindow_ReachesAroundTheView(double top, double height, int count, int start, int end) =>
        Assert.Equal((start, end), RowWindow.Of(top, height, count));

    [Fact]
    public void Highlight_TakesAnyRanges()
    {
        Assert.Equal([("the ", false), ("lost", true), (" one", false)], Highlight.Parts("the lost one", [new(4, 8)]));
        Assert.Equal([("abc", true), ("d", false)], Highlight.Parts("abcd", [new(2, 3), new(0, 2), new(1, 2), new(9, 12), new(-4, 0)]).Aggregate(new List<(string, bool)>(), Join));
        Assert.Empty(Highlight.Parts("", [new(0, 4)]));
    }

    [Fact]
    public void Choice_GoesThroughTheAddress()
    {
        var choice = new ThreadChoice(ThreadListView.Mine, ThreadStatus.Archived, "asst_1", new("priority", "high:1"), "a & b");

        Assert.Equal("threads?project=p&view=mine&status=archived&assistant=asst_1&metadata=priority%3Ahigh%3A1&q=a%20%26%20b", choice.On("threads?project=p"));
        Assert.Equal("threads", ThreadChoice.All.On("threads"));
        Assert.Equal(choice, ThreadChoice.Of("mine", "archived", "asst_1", " priority : high:1", " a & b "));
        Assert.Equal(ThreadChoice.All, ThreadChoice.Of("bogus", "", " ", "priority", null));
    }

    [Fact]
    public void Choice_OfEachView_AsksForItsThreads_AndKeepsNoOthers()
    {
        var mine = Make("mine", 1) with { AssigneeId = "user_1" };
        var free = Make("free", 1) with { Unread = 2 };
        var kept = Make("kept", 1) with { AssigneeId = "user_2", Pinned = true, WaitingFor = WaitingFor.Person, WaitingSince = 5 };

        string[] In(ThreadListView view) => [.. new[] { mine, free, kept }.Where(thread => new ThreadChoice(view).Holds(thread, null, "user_1")).Select(thread => thread.Id)];

        Assert.Equal(["mine", "free", "kept"], In(ThreadListView.All));
        Assert.Equal(["mine"], In(ThreadListView.Mine));
        Assert.Equal(["free"], In(ThreadListView.Unassigned));
        Assert.Equal(["free"], In(ThreadListView.Unread));
        Assert.Equal(["kept"], In(ThreadListView.Waiting));
        Assert.Equal(["kept"], In(ThreadListView.Pinned));
        Assert.Equal(ThreadFilter.Nobody, new ThreadChoice(ThreadListView.Unassigned).ToFilter(null, "user_1").AssigneeId);
        Assert.Equal(ThreadSort.LastActivityAt, ThreadChoice.All.ToFilter(null, "user_1").Sort);
        Assert.Equal(ThreadSort.CreatedAt, new ThreadChoice(Query: "lost").ToFilter(null, "user_1").Sort);
    }

    [Fact]
    public void Rows_PinnedFirst_ThenTheNewestActivity()
    {
        var rows = new ThreadRows(RowOrder.Activity);
        rows.Append([Make("a", 3), Make("b", 2), Make("c", 1) with { Pinned = true }], "b", true);

        rows.Take(Make("b", 9), true);
        rows.Take(Make("old", 0), true);

        Assert.Equal(["c", "b", "a"], rows.Shown.Select(thread => thread.Id));
    }

    [Fact]
    public void Rows_Held_ChangeInPlace()
    {
        var rows = new ThreadRows(RowOrder.Activity);
        rows.Append([Make("a", 3), Make("b", 2)], null, false);
        rows.Hold(true);

        rows.Take(Make("b", 9) with { Unread = 1 }, true);
        rows.Take(Make("c", 10), true);
        rows.Take(Make("a", 3), false);

        Assert.True(rows.IsStale);
        Assert.Equal([("a", 0), ("b", 1)], rows.Shown.Select(thread => (thread.Id, thread.Unread!.Value)));
        rows.Hold(false);
        Assert.False(rows.IsStale);
        Assert.Equal(["c", "b"], rows.Shown.Select(thread => thread.Id));
    }

    [Fact]
    public void Rows_Waiting_TheLongestIsFirst()
    {
        var rows = new ThreadRows(RowOrder.Waiting);
        rows.Append([Make("a", 3) with { WaitingSince = 20 }, Make("b", 2) with { WaitingSince = 30 }], "b", true);

        rows.Take(Make("c", 1) with { WaitingSince = 10 }, true);
        rows.Take(Make("d", 1) with { WaitingSince = 40 }, true);

        Assert.Equal(["c", "a", "b"], rows.Shown.Select(thread => thread.Id));
    }

    [Fact]
    public void Rows_Found_KeepTheirOrderAndWhatWasFound()
    {
        var rows = new ThreadRows(RowOrder.Found);
        var match = new ThreadMatch(ThreadMatchField.Title, null, "A", []);
        rows.Append([Make("a", 1) with { Match = match }, Make("b", 2)], null, false);

        rows.Take(Make("a", 9), true);
        rows.Take(Make("c", 10), true);

        Assert.Equal(["a", "b"], rows.Shown.Select(thread => thread.Id));
        Assert.Equal(match, rows.Shown[0].Match);
    }

    static ChatThread Make(string id, long activity) => FakeThreads.Make(id, id, activity);

    static List<(string, bool)> Join(List<(string Text, bool IsMarked)> parts, (string Text, bool IsMarked) next)
    {
        if (parts is [.., var last] && last.IsMarked == next.IsMarked) parts[^1] = (last.Text + next.Text, next.IsMarked);
        else parts.Add(next);
        return parts;
    }
}
