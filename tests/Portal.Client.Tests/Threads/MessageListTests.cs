using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Portal.Client.Layout;
using Portal.Client.Threads;
using Portal.Client.Threads.Messages;

namespace Portal.Client.Tests.Threads;

public sealed class MessageListTests : BunitContext
{
    const double View = 900;

    readonly FakeChat chat = new();

    public MessageListTests()
    {
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)));
        Services.AddPages();
        JSInterop.Mode = JSRuntimeMode.Loose;
        SetRendererInfo(new RendererInfo("WebAssembly", isInteractive: true));
    }

    ThreadScript Script => chat.Script;

    [Fact]
    public void LongThread_DrawsItsEnd()
    {
        Script.Import(100);
        var list = Draw(Open());

        Assert.Equal(["msg_00092", "msg_00099"], [Ids(list)[0], Ids(list)[^1]]);
        Assert.Equal("true", list.Find(".scroller").GetAttribute("data-tail"));
        Assert.Equal("end", list.Find(".scroller").GetAttribute("data-opens"));
        Assert.Empty(list.FindAll(".jump"));
    }

    [Fact]
    public async Task Look_NearTheOldest_LoadsMore_AndNeverDrawsMoreThanTheMost()
    {
        Script.Import(1000);
        var session = Open();
        var list = Draw(session);
        await list.InvokeAsync(() => list.Instance.AtTail(false));
        for (var turn = 0; turn < 150; turn++)
        {
            await Look(list, -1000, "");
            Assert.InRange(Ids(list).Count, 1, MessageWindow.Most);
            Assert.Equal(Ids(list).Distinct(), Ids(list));
        }

        Assert.InRange(session.Conversation.Branch.Count, 500, 1000);
        Assert.Equal("false", list.Find(".scroller").GetAttribute("data-tail"));
    }

    [Fact]
    public async Task Link_OpensAtItsMessage_AndMarksIt()
    {
        Script.Import(1000);
        var session = Open("msg_00500");
        var list = Draw(session, link: "msg_00500");

        Assert.Equal("msg_00500", Ids(list)[0]);
        Assert.Contains("linked", list.Find("[data-row=msg_00500]").ClassList);
        Assert.Equal("start", list.Find(".scroller").GetAttribute("data-opens"));
        Assert.Contains("Jump to latest", list.Find(".jump").TextContent);
        while (await Look(list, Ids(list).IndexOf("msg_00500") * 140, ""))
        {
        }

        Assert.Contains("msg_00499", Ids(list));
        Assert.Contains("msg_00510", Ids(list));
    }

    [Fact]
    public async Task NewMessages_WhileReadingFurtherUp_AreCounted_AndTheJumpLeadsToThem()
    {
        Script.Import(1000);
        var session = Open("msg_00500");
        var list = Draw(session, link: "msg_00500");
        var before = Ids(list);

        var question = Script.User("New?");
        Script.Reply(question.Id);
        await Follow(session, list, () => list.FindAll(".jump") is [var jump] && jump.TextContent.Contains("2 new"));

        Assert.Equal(before, Ids(list));
        await list.Find(".jump").ClickAsync();
        Assert.Equal(question.Id, Ids(list)[^2]);
        Assert.Empty(list.FindAll(".jump"));
    }

    [Fact]
    public async Task NewMessages_AtTheTail_AreDrawn()
    {
        Script.Import(100);
        var session = Open();
        var list = Draw(session);

        var question = Script.User("New?");
        await Follow(session, list, () => Ids(list)[^1] == question.Id);

        Assert.Empty(list.FindAll(".jump"));
    }

    [Fact]
    public async Task Home_LeadsToTheBeginning_AndEndBack()
    {
        Script.Import(1000);
        var list = Draw(Open());

        await list.InvokeAsync(list.Instance.ToFirst);
        Assert.Equal("msg_00000", Ids(list)[0]);
        Assert.NotEmpty(list.FindAll(".jump"));

        await list.InvokeAsync(list.Instance.ToLatest);
        Assert.Equal("msg_00999", Ids(list)[^1]);
    }

    [Fact]
    public async Task FailedPage_SaysSo_AndIsAskedForAgain()
    {
        Script.Import(100);
        var list = Draw(Open());
        chat.Failure = Client.Api.ApiError.Unavailable("Portal could not be reached.");
        while (await Look(list, -300, ""))
        {
        }

        Assert.Equal("Portal could not be reached.", list.Find("[role=alert]").TextContent);
        chat.Failure = null;
        await list.FindAll("button").Single(button => button.TextContent.Trim() == "Show earlier messages").ClickAsync();

        Assert.Empty(list.FindAll("[role=alert]"));
    }

    [Fact]
    public void Days_AreDivided()
    {
        Script.Import(4);
        Script.Date("msg_00000", 1_699_000_000);
        Script.Date("msg_00001", 1_699_913_600);
        Script.Date("msg_00002", 1_699_999_000);
        Script.Date("msg_00003", 1_700_000_000);
        var list = Draw(Open());

        Assert.Equal(["3 Nov 2023", "Yesterday", "Today"], list.FindAll(".divider").Select(divider => divider.TextContent));
    }

    [Fact]
    public void FirstUnread_HasALineAboveItWithTheirNumber()
    {
        Script.Import(8);
        var list = Draw(Open(), unread: "msg_00005");

        var line = list.Find("[data-row=msg_00005] .divider.new");
        Assert.Equal("New since you were away · 3 messages", line.TextContent);
    }

    [Fact]
    public async Task Away_WhatCameMeanwhileIsMarked()
    {
        Script.Import(4);
        var reply = Script.Reply(Script.Tip!);
        Script.Text(reply.Id, "Because ");
        var session = Open();
        var list = Draw(session);
        await Follow(session, list, () => list.Markup.Contains("Because"));
        await list.InvokeAsync(() => list.Instance.Away(true));

        Script.Text(reply.Id, new string('x', 400));
        await Follow(session, list, () => list.Markup.Contains("xxx"));
        await list.InvokeAsync(() => list.Instance.Away(false));

        Assert.Equal("New since you were away · about 100 tokens", list.Find(".divider.new").TextContent);
        Assert.NotNull(list.Find($"[data-row={reply.Id}] .divider.new"));
    }

    static List<string> Ids(IRenderedComponent<MessageList> list) => [.. list.FindAll("article").Select(article => article.GetAttribute("data-message-id")!)];

    static Task<bool> Look(IRenderedComponent<MessageList> list, double top, string heights) => list.InvokeAsync(() => list.Instance.Look(top, View, heights));

    ThreadSession Open(string? at = null) =>
        new(Script.Thread, Script.Read(8), chat, chat, TimeProvider.System, at is null ? null : Script.ReadAround(at, 16));

    IRenderedComponent<MessageList> Draw(ThreadSession session, string? link = null, string? unread = null) => Render<MessageList>(list => list
        .Add(it => it.LinkedId, link)
        .Add(it => it.FirstUnreadId, unread)
        .AddCascadingValue(session));

    /// <summary>Lets the session hear of all that has happened, until it shows.</summary>
    static async Task Follow(ThreadSession session, IRenderedComponent<MessageList> list, Func<bool> shows)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Xunit.TestContext.Current.CancellationToken);
        var following = session.Follow(leaving.Token);
        await list.WaitForStateAsync(shows, TimeSpan.FromSeconds(30));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
    }
}
