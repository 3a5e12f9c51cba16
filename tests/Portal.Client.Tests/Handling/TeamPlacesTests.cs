using Portal.Client.Handling;
using Portal.Client.Runs;
using Portal.Client.Tests.Threads;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Handling;

public sealed class TeamPlacesTests
{
    [Fact]
    public void Lines_StandBeforeTheMessageThatCameAfterThem()
    {
        var places = new TeamPlaces([Row("a", 1), Row("b", 5), Row("c", 9)], Lines(2, 4, 8, 10, 12), hasEarlier: false);

        Assert.Empty(places.Before("a"));
        Assert.Equal([2, 4], Sequences(places.Before("b")));
        Assert.Equal([8], Sequences(places.Before("c")));
        Assert.Equal([10, 12], Sequences(places.After));
    }

    [Fact]
    public void EarlierMessagesNotLoaded_TheirLinesComeWithThem()
    {
        var places = new TeamPlaces([Row("b", 5), Row("c", 9)], Lines(2, 7), hasEarlier: true);

        Assert.Empty(places.Before("b"));
        Assert.Equal([7], Sequences(places.Before("c")));
        Assert.Empty(places.After);
    }

    [Fact]
    public void MessagesFromElsewhere_WereThereBefore()
    {
        var places = new TeamPlaces([Row("old", null), Row("b", 5)], Lines(2), hasEarlier: false);

        Assert.Empty(places.Before("old"));
        Assert.Equal([2], Sequences(places.Before("b")));
    }

    [Fact]
    public void NoMessages_AllStandAtTheEnd() => Assert.Equal([1, 2], Sequences(new TeamPlaces([], Lines(1, 2), hasEarlier: false).After));

    static IEnumerable<long> Sequences(IEnumerable<TeamLine> lines) => lines.Select(line => line.Sequence);

    static MessageEntry Row(string id, long? sequence) => new(ThreadScript.New(id, null, MessageRole.User, MessageStatus.Completed, id) with { FirstSequence = sequence });

    static IReadOnlyList<TeamLine> Lines(params long[] sequences) =>
        [.. sequences.Select(sequence => new TeamLine(FakeHandling.Did(sequence, RunEventTypes.ThreadTakenOver, FakeHandling.Bo), null))];
}
