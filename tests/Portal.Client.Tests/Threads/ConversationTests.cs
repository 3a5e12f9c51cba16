using CsCheck;
using Portal.Client.Runs;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Threads;

public sealed class ConversationTests
{
    [Fact]
    public void Apply_AnyOverlapAndRepetition_GivesTheSameConversation() =>
        Gen.Select(Gen.Int[0, 7].Array[1, 60], Gen.Int[0, 200], Gen.Int[0, 200].Array[0, 8]).Sample((moves, cut, repeats) =>
        {
            var script = new ThreadScript();
            List<Func<Conversation>> openings = [Snapshot(script)];
            foreach (var move in moves)
            {
                Play(script, move);
                openings.Add(Snapshot(script));
            }

            var reopened = script.Open(1000);
            Catch(reopened, script);
            var expected = Picture.Of(reopened);
            var conversation = openings[cut % openings.Count]();
            var from = (int)conversation.Sequence;
            foreach (var again in repeats.Append(0))
            {
                var begin = Math.Min(from, again);
                foreach (var happened in script.Events.Skip(begin).Take(again + 7)) Follow(conversation, happened);
            }

            foreach (var happened in script.Events) Follow(conversation, happened);
            Assert.Equal(expected, Picture.Of(conversation));
            Assert.Equal(script.Events.Count, conversation.Sequence);
        }, iter: 2000);

    [Fact]
    public void Apply_UnfinishedInTheSnapshot_ShowsWhatWasReadAndThenTheWholeStream()
    {
        var script = new ThreadScript();
        var question = script.User("Why?");
        var reply = script.Reply(question.Id);
        script.Text(reply.Id, "Because ");
        script.Text(reply.Id, "of ");
        var conversation = script.Open();
        Assert.Equal("Because of ", conversation.Branch[^1].Text);
        Assert.Equal(reply.FirstSequence - 1, conversation.Sequence);

        script.Text(reply.Id, "gravity.");
        foreach (var happened in script.Events) conversation.Apply(happened);

        Assert.Equal("Because of gravity.", conversation.Branch[^1].Text);
    }

    [Fact]
    public void Apply_Waiting_UntilThereIsRoomOrTheEnd()
    {
        var script = new ThreadScript();
        var (spoken, refused, asked) = (script.Reply(script.User("Why?").Id), script.Reply(script.User("And?").Id), script.Reply(script.User("Then?").Id));
        var conversation = script.Open();
        script.Wait(asked.Id, "This project may have 1 reply in the making.");
        script.Wait(spoken.Id, "This project may have 1 reply in the making.");
        script.Wait(refused.Id, "This project may have 1 reply in the making.");
        foreach (var happened in script.Events) conversation.Apply(happened);
        Assert.Equal("This project may have 1 reply in the making.", Entry(spoken.Id).WaitsFor);
        Assert.Contains(Entry(spoken.Id), conversation.TakeChanges());

        script.Wait(asked.Id, null);
        script.Text(spoken.Id, "Because.");
        script.End(refused.Id, MessageStatus.Failed);
        foreach (var happened in script.Events) conversation.Apply(happened);
        Assert.Null(Entry(spoken.Id).WaitsFor);
        Assert.Null(Entry(asked.Id).WaitsFor);
        Assert.True(Entry(refused.Id).IsEnded);

        MessageEntry Entry(string id) => conversation.TryGet(id, out var entry) ? entry : throw new InvalidOperationException(id);
    }

    [Fact]
    public void Apply_EventsOfAnEndedMessage_ChangeNothing()
    {
        var script = new ThreadScript();
        var reply = script.Reply(script.User("Why?").Id);
        script.Text(reply.Id, "Because.");
        var before = script.Thread;
        script.End(reply.Id, MessageStatus.Completed);
        var conversation = new Conversation(before with { LastSequence = 1 }, script.Read());

        foreach (var happened in script.Events) conversation.Apply(happened);

        Assert.Equal("Because.", conversation.Branch[^1].Text);
        Assert.Equal(MessageStatus.Completed, conversation.Branch[^1].Status);
    }

    [Fact]
    public void Apply_EventsOfMessagesThatWereReadAfterTheThread_AreNoNews()
    {
        var script = new ThreadScript();
        script.Import(20);
        var before = script.Thread;
        for (var i = 0; i < 12; i++) script.User($"Later {i}");
        var conversation = new Conversation(before, script.Read(8));
        var branch = conversation.Branch;

        foreach (var happened in script.Events)
        {
            conversation.Apply(happened);
            Assert.Same(branch, conversation.Branch);
        }

        Assert.Equal(0, conversation.Arrived);
    }

    [Fact]
    public void Branch_RetryByAnotherViewer_GoesToTheNewSibling()
    {
        var script = new ThreadScript();
        var question = script.User("Why?");
        var first = script.Reply(question.Id);
        script.End(first.Id, MessageStatus.Failed, new("provider_error", "The provider failed."));
        var conversation = script.Open();

        var second = script.Reply(question.Id);
        Catch(conversation, script);

        Assert.Equal([question.Id, second.Id], conversation.Branch.Select(entry => entry.Id));
        Assert.Equal([first.Id, second.Id], conversation.Siblings(conversation.Branch[^1]));
    }

    [Fact]
    public void Branch_ChosenByTheViewer_StaysUntilTheyWrite()
    {
        var script = new ThreadScript();
        var question = script.User("Why?");
        var first = script.Reply(question.Id);
        script.End(first.Id, MessageStatus.Completed);
        var second = script.Reply(question.Id);
        script.End(second.Id, MessageStatus.Completed);
        var conversation = script.Open();
        conversation.Show(script.Read(from: first.Id));

        script.User("And then?", second.Id);
        Catch(conversation, script);
        Assert.Equal(first.Id, conversation.TipId);

        var own = script.User("Really?", first.Id);
        var reply = script.Reply(own.Id);
        Catch(conversation, script);
        conversation.Add(own);
        Assert.Equal([question.Id, first.Id, own.Id, reply.Id], conversation.Branch.Select(entry => entry.Id));
    }

    [Fact]
    public void Add_AnswerAfterItsEvents_ShowsTheReplyToo()
    {
        var script = new ThreadScript();
        var first = script.User("One");
        var conversation = script.Open();
        conversation.Show(script.Read());

        var edited = script.User("One, edited", null);
        var reply = script.Reply(edited.Id);
        Catch(conversation, script);
        Assert.Equal(first.Id, conversation.TipId);
        conversation.Add(edited);

        Assert.Equal([edited.Id, reply.Id], conversation.Branch.Select(entry => entry.Id));
        Assert.Equal([first.Id, edited.Id], conversation.Siblings(conversation.Branch[0]));
    }

    [Fact]
    public void PostedWhileToolsWereCalled_GoesOnAfterTheReply()
    {
        var script = new ThreadScript();
        var question = script.User("Weather?");
        var calling = script.Reply(question.Id);
        script.Call(calling.Id, "call_1", "weather", "{}");
        script.End(calling.Id, MessageStatus.RequiresAction);
        var conversation = script.Open();
        var next = script.User("And tomorrow?", calling.Id);
        var waiting = script.Reply(next.Id);
        var output = script.Tool("call_1", "12 °C", calling.Id);
        var answer = script.Reply(output.Id);
        script.End(answer.Id, MessageStatus.Completed);
        Catch(conversation, script);
        Assert.False(conversation.TakeStray());

        script.Move(next.Id, answer.Id, waiting.Id);
        script.Text(waiting.Id, "Rain");
        Catch(conversation, script);
        Assert.True(conversation.TakeStray());
        conversation.Reread(script.Read());

        Assert.Equal([question.Id, calling.Id, output.Id, answer.Id, next.Id, waiting.Id], conversation.Branch.Select(entry => entry.Id));
        Assert.Equal("Rain", conversation.Branch[^1].Text);
        Assert.Equal([output.Id], conversation.Siblings(conversation.Branch[2]));
        Assert.False(conversation.TakeStray());
    }

    [Fact]
    public void PendingCalls_AreThoseWithoutAnOutput()
    {
        var script = new ThreadScript();
        var reply = script.Reply(script.User("Weather?").Id);
        script.Call(reply.Id, "call_1", "weather", """{"city":"Oslo"}""");
        script.Call(reply.Id, "call_2", "weather", """{"city":"Rome"}""");
        script.End(reply.Id, MessageStatus.RequiresAction);
        var conversation = script.Open();
        Assert.Equal(["call_1", "call_2"], conversation.PendingCalls(conversation.Branch[^1]).Select(call => call.Id));

        script.Tool("call_1", "12 °C");
        Catch(conversation, script);

        Assert.Equal(["call_2"], conversation.PendingCalls(conversation.Branch[1]).Select(call => call.Id));
        Assert.Equal("12 °C", conversation.OutputOf("call_1"));
    }

    [Fact]
    public void Apply_WhatPeopleDoWithTheThread_LeavesTheMessages()
    {
        var script = new ThreadScript();
        script.Reply(script.User("Why?").Id);
        var conversation = script.Open();
        var before = Picture.Of(conversation);
        foreach (var type in new[] { RunEventTypes.ThreadTakenOver, RunEventTypes.NoteCreated, RunEventTypes.ThreadUpdated, "thread.unheard_of" })
            script.People(type);
        Catch(conversation, script);
        Assert.Equal((before, script.Events.Count), (Picture.Of(conversation), conversation.Sequence));

        script.Text(conversation.TipId!, "Because.");
        Catch(conversation, script);
        Assert.Equal("Because.", conversation.Branch[^1].Text);
    }

    [Fact]
    public void AddEarlier_JoinsThePagesOfALongThread()
    {
        var script = new ThreadScript();
        for (var i = 0; i < 10_000; i++) script.User($"Message {i}");
        var conversation = script.Open();
        Assert.Equal(50, conversation.Branch.Count);

        while (conversation.HasEarlier) conversation.AddEarlier(script.Read(100, conversation.Branch[0].Message.ParentId));

        Assert.Equal(10_000, conversation.Branch.Count);
        Assert.Equal("Message 0", conversation.Branch[0].Text);
    }

    static void Catch(Conversation conversation, ThreadScript script)
    {
        foreach (var happened in script.Events) conversation.Apply(happened);
    }

    /// <summary>The server gives every event after the cursor in order; what the viewer already has may come again.</summary>
    static void Follow(Conversation conversation, RunEvent happened)
    {
        if (happened.ThreadSequence <= conversation.Sequence + 1) conversation.Apply(happened);
    }

    static Func<Conversation> Snapshot(ThreadScript script)
    {
        var (thread, page) = (script.Thread, script.Read(1000));
        return () => new(thread, page);
    }

    static void Play(ThreadScript script, int move)
    {
        var last = script.Tip is null ? null : script[script.Tip];
        var open = last is { Role: MessageRole.Assistant } && last.Status < MessageStatus.RequiresAction ? last : null;
        switch (move)
        {
            case 0 when last is { Role: MessageRole.User }:
                script.Reply(last.Id);
                break;
            case 1 or 2 when open is not null:
                script.Text(open.Id, $"word{script.Events.Count} ");
                break;
            case 3 when open is not null:
                script.Reason(open.Id, "thought ");
                break;
            case 4 when open is not null:
                script.Call(open.Id, $"call_{script.Events.Count}", "look_up", """{"name":"x"}""");
                script.End(open.Id, MessageStatus.RequiresAction, reasoning: [new("thought", null)]);
                break;
            case 5 when open is not null:
                script.End(open.Id, MessageStatus.Completed, reasoning: [new("thought", "In short")]);
                break;
            case 6 when last is { Role: MessageRole.Assistant, Status: MessageStatus.Completed }:
                script.Reply(last.ParentId!);
                break;
            case 7 when last is { Status: MessageStatus.RequiresAction }:
                script.Tool(last.ToolCalls[^1].Id, "found");
                break;
            default:
                if (open is null) script.User($"question {script.Events.Count}");
                break;
        }
    }
}
