using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Threads;

/// <summary>A long thread of which a stretch is on view that does not reach its tip.</summary>
public sealed class ConversationStretchTests
{
    readonly FakeChat chat = new();

    ThreadScript Script => chat.Script;

    [Fact]
    public void Open_AtAMessage_ShowsTheStretchAndKnowsTheTip()
    {
        Script.Import(200);
        var conversation = Open("msg_00100");

        Assert.Contains(conversation.Branch, entry => entry.Id == "msg_00100");
        Assert.True(conversation is { HasEarlier: true, HasLater: true, CanLoadLater: true });
        Assert.Equal(Script.Tip, conversation.TipId);
    }

    [Fact]
    public void NewMessages_AtTheTip_AreCountedAndNotJoined()
    {
        Script.Import(200);
        var conversation = Open("msg_00100");
        var before = conversation.Branch.Select(entry => entry.Id).ToList();

        var question = Script.User("New?");
        var reply = Script.Reply(question.Id);
        Script.Text(reply.Id, "Yes");
        Catch(conversation);

        Assert.Equal(before, conversation.Branch.Select(entry => entry.Id));
        Assert.Equal(2, conversation.Arrived);
        Assert.Equal(reply.Id, conversation.Active?.Id);
        conversation.ShowLatest();
        Assert.Equal([question.Id, reply.Id], conversation.Branch.Select(entry => entry.Id).TakeLast(2));
        Assert.Equal("Yes", conversation.Branch[^1].Text);
    }

    [Fact]
    public void ReplyAtWork_WhileReadingFurtherUp_StreamsFromItsBeginning()
    {
        Script.Import(100);
        var reply = Script.Reply(Script.User("Why?").Id);
        Script.Text(reply.Id, "Because ");
        var conversation = Open("msg_00010");
        Script.Text(reply.Id, "of gravity.");
        Catch(conversation);

        conversation.ShowLatest();

        Assert.Equal("Because of gravity.", conversation.Branch[^1].Text);
    }

    [Fact]
    public void LoadLater_UpToTheTip_JoinsBoth()
    {
        Script.Import(200);
        var conversation = Open("msg_00100");
        for (var page = 0; conversation.HasLater; page++)
        {
            Assert.True(page < 10);
            conversation.AddLater(Script.ReadBefore(conversation.Branch[^1].Id, 30));
            if (page == 1) Script.User("Meanwhile");
            Catch(conversation);
        }

        Assert.Equal(Script.Tip, conversation.Branch[^1].Id);
        AssertOnePath(conversation);
    }

    [Fact]
    public void LoadLater_OnABranchThatDoesNotGoOn_EndsThere()
    {
        Script.Import(100);
        var conversation = Open("msg_00050");
        Script.User("Another way", "msg_00020");
        Catch(conversation);

        while (conversation.CanLoadLater) conversation.AddLater(Script.ReadBefore(conversation.Branch[^1].Id, 30));

        Assert.Equal("msg_00099", conversation.Branch[^1].Id);
        Assert.True(conversation.HasLater);
        conversation.ShowLatest();
        Assert.Equal("Another way", conversation.Branch[^1].Text);
    }

    [Fact]
    public void Add_OwnMessage_LeadsToTheTip()
    {
        Script.Import(100);
        var conversation = Open("msg_00050");

        conversation.Add(Script.User("Mine"));

        Assert.False(conversation.HasLater);
        Assert.Equal("Mine", conversation.Branch[^1].Text);
    }

    [Fact]
    public async Task Session_FirstLatestAndMessage_BringTheirPartsOnView()
    {
        Script.Import(300);
        var session = new ThreadSession(Script.Thread, Script.Read(8), chat, chat, new FakeTimeProvider());
        var sought = new List<string>();
        session.Sought += sought.Add;

        Assert.Null(await session.ShowFirst(TestContext.Current.CancellationToken));
        Assert.Equal("msg_00000", session.Conversation.Branch[0].Id);
        Assert.False(session.Conversation.HasEarlier);
        Assert.Null(await session.ShowMessage("msg_00150", TestContext.Current.CancellationToken));
        Assert.Contains(session.Conversation.Branch, entry => entry.Id == "msg_00150");
        session.ShowLatest();
        Assert.Equal("msg_00299", session.Conversation.Branch[^1].Id);
        Assert.Equal(404, (await session.ShowMessage("msg_none", TestContext.Current.CancellationToken))?.Status);
        Assert.Equal("msg_00299", session.Conversation.Branch[^1].Id);
        Assert.Equal(["msg_00150"], sought);
    }

    [Fact]
    public async Task Session_AnyOrderOfLoadsAndArrivals_ShowsOnePathAndLosesNothing() =>
        await Gen.Int[0, 7].Array[1, 40].SampleAsync(async moves =>
        {
            var fresh = new FakeChat();
            fresh.Script.Import(150);
            var session = new ThreadSession(fresh.Script.Thread, fresh.Script.Read(8), fresh, fresh, new FakeTimeProvider(), fresh.Script.ReadAround("msg_00075", 16));
            var conversation = session.Conversation;
            foreach (var move in moves)
            {
                await Play(session, fresh.Script, move);
                AssertOnePath(conversation);
            }

            session.ShowLatest();
            while (conversation.HasEarlier) await session.LoadEarlier(CancellationToken.None);
            Assert.Equal(fresh.Script.Read(10_000).Data.Select(message => message.Id).Reverse(), conversation.Branch.Select(entry => entry.Id));
        }, iter: 500);

    static async Task Play(ThreadSession session, ThreadScript script, int move)
    {
        var cancellation = CancellationToken.None;
        switch (move)
        {
            case 0:
                await session.LoadEarlier(cancellation);
                break;
            case 1:
                await session.LoadLater(cancellation);
                break;
            case 2:
                await session.ShowFirst(cancellation);
                break;
            case 3:
                session.ShowLatest();
                break;
            case 4:
                await session.ShowMessage("msg_00030", cancellation);
                break;
            case 5:
                // Read before its event is there.
                script.User("Arrives");
                await session.LoadLater(cancellation);
                foreach (var happened in script.Events) session.Conversation.Apply(happened);
                break;
            case 6:
                script.User("Arrives");
                foreach (var happened in script.Events) session.Conversation.Apply(happened);
                break;
            default:
                script.End(script.Reply(script.Tip!).Id, MessageStatus.Completed);
                foreach (var happened in script.Events) session.Conversation.Apply(happened);
                break;
        }
    }

    static void AssertOnePath(Conversation conversation)
    {
        for (var i = 1; i < conversation.Branch.Count; i++)
            Assert.Equal(conversation.Branch[i - 1].Id, conversation.Branch[i].Message.ParentId);
        Assert.Equal(conversation.Branch.Count, conversation.Branch.Select(entry => entry.Id).Distinct().Count());
    }

    Conversation Open(string at) => new(Script.Thread, Script.Read(8), Script.ReadAround(at, 16));

    void Catch(Conversation conversation)
    {
        foreach (var happened in Script.Events) conversation.Apply(happened);
    }
}
