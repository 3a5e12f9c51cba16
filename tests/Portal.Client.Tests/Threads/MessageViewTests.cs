using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Layout;
using Portal.Client.Models;
using Portal.Client.Policies;
using Portal.Client.Projects;
using Portal.Client.Runs;
using Portal.Client.Tests.Providers;
using Portal.Client.Threads;
using Portal.Client.Threads.Messages;

namespace Portal.Client.Tests.Threads;

public sealed class MessageViewTests : BunitContext
{
    readonly FakeChat chat = new();

    public MessageViewTests()
    {
        Services.AddPages();
        Services.AddSingleton<IModelsService>(new FakeProviders());
        Services.AddSingleton<IRunsService>(new OneRun());
        JSInterop.Mode = JSRuntimeMode.Loose;
        SetRendererInfo(new RendererInfo("WebAssembly", isInteractive: true));
    }

    ThreadScript Script => chat.Script;

    [Fact]
    public void FailedReply_SaysWhyAndOffersRetry()
    {
        var reply = Script.Reply(Script.User("Why?").Id);
        Script.Text(reply.Id, "Bec");
        Script.End(reply.Id, MessageStatus.Failed, new("provider_error", "The provider cut the answer off."));
        var (view, session) = Draw(reply.Id);

        Assert.Contains("Bec", view.Find(".markdown").TextContent);
        Assert.Equal("The provider cut the answer off.", view.Find(".problem [role=alert]").TextContent.Trim());
        view.FindAll("button").Single(button => button.TextContent.Trim() == "Retry").Click();

        Assert.Contains($"retry {reply.Id}", chat.Calls);
        Assert.NotEqual(reply.Id, session.Conversation.TipId);
    }

    [Fact]
    public void FailedRetry_ShowsItsOwnError()
    {
        var reply = Script.Reply(Script.User("Why?").Id);
        Script.End(reply.Id, MessageStatus.Interrupted);
        var (view, _) = Draw(reply.Id);
        chat.Failure = new ApiError(429, "The budget of this month is spent.", "budget_exceeded");

        view.FindAll("button").Single(button => button.TextContent.Trim() == "Retry").Click();

        Assert.Equal("The budget of this month is spent.", view.Find(".error-text").TextContent);
    }

    [Fact]
    public void WaitingReply_SaysForWhat_UntilItBegins()
    {
        var reply = Script.Reply(Script.User("Why?").Id);
        var session = Open();
        var view = DrawEntry(session, reply.Id);
        Script.Wait(reply.Id, "This project may have 1 reply in the making.");
        Catch(session);
        Assert.Equal("Waiting for capacity: This project may have 1 reply in the making.", view.Find(".working").TextContent);

        Script.Text(reply.Id, "Because.");
        Catch(session);
        Assert.Empty(view.FindAll(".working"));
    }

    [Theory]
    [InlineData(Role.Viewer, true)]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.Agent, false)]
    public void RefusedReply_LeadsToWhy_ThoseWhoReadUsage(Role role, bool isLed)
    {
        var reply = Script.Reply(Script.User("Why?").Id);
        Script.End(reply.Id, MessageStatus.Failed, new("budget_exceeded", "The budget is spent.") { RefusalId = "ref_1" });

        var view = DrawEntry(Open(), reply.Id, role);

        Assert.Equal(isLed ? ["limits/refusals/ref_1"] : [], view.FindAll(".problem a").Select(link => link.GetAttribute("href")!));
    }

    [Fact]
    public void ToolCall_WaitsForItsOutput_AndShowsItAfter()
    {
        var reply = Script.Reply(Script.User("Weather?").Id);
        Script.Call(reply.Id, "call_1", "get_weather", """{"city":"Oslo"}""");
        Script.End(reply.Id, MessageStatus.RequiresAction);
        var (view, _) = Draw(reply.Id);
        Assert.Contains("get_weather", view.Find("summary").TextContent);
        Assert.Equal("{\n  \"city\": \"Oslo\"\n}", view.Find("pre").TextContent);

        view.Find("textarea").Input("12 °C");
        view.Find("form").Submit();

        var posted = Assert.Single(chat.Posted);
        Assert.Equal((MessageRole.Tool, "call_1", "12 °C"), (posted.Role, posted.ToolCallId, posted.Content.PlainText));
        Assert.Contains("Answered", view.Find("summary").TextContent);
        Assert.Equal("12 °C", view.FindAll("pre")[1].TextContent);
        Assert.Empty(view.FindAll("form"));
    }

    [Fact]
    public void ToolOutputRefused_KeepsTheTextAndSaysWhy()
    {
        var reply = Script.Reply(Script.User("Weather?").Id);
        Script.Call(reply.Id, "call_1", "get_weather", "{}");
        Script.End(reply.Id, MessageStatus.RequiresAction);
        var (view, _) = Draw(reply.Id);
        chat.Failure = ApiError.Conflict("The call has expired.", "call_expired");

        view.Find("textarea").Input("12 °C");
        view.Find("form").Submit();

        Assert.Equal("12 °C", view.Find("textarea").GetAttribute("value"));
        Assert.Equal("The call has expired.", view.Find("form .error-text").TextContent);
    }

    [Fact]
    public void Siblings_AreCountedAndSwitched()
    {
        var question = Script.User("Why?");
        var first = Script.Reply(question.Id);
        Script.Text(first.Id, "One");
        Script.End(first.Id, MessageStatus.Completed);
        var second = Script.Reply(question.Id);
        Script.End(second.Id, MessageStatus.Completed);
        var (view, session) = Draw(second.Id);
        Assert.Equal("2 of 2", view.Find(".siblings span").TextContent);

        view.Find("[aria-label='Previous version']").Click();

        Assert.Contains($"list {first.Id} after ", chat.Calls);
        Assert.Equal(first.Id, session.Conversation.TipId);
        Assert.True(view.Find("[aria-label='Next version']").HasAttribute("disabled"));
    }

    [Fact]
    public void Edit_PostsBesideTheEditedMessage()
    {
        var before = Script.Reply(Script.User("First").Id);
        Script.End(before.Id, MessageStatus.Completed);
        var question = Script.User("Wyh?");
        var (view, session) = Draw(question.Id);

        view.Find("[aria-label=Edit]").Click();
        view.Find("textarea").Input("Why?");
        view.Find("form").Submit();

        var posted = Assert.Single(chat.Posted);
        Assert.Equal((before.Id, "Why?"), (posted.ParentId, posted.Content.PlainText));
        Assert.Equal(2, session.Conversation.Siblings(session.Conversation.Branch[^1]).Count);
        Assert.Empty(view.FindAll("form"));
    }

    [Fact]
    public void Edit_FirstMessage_BeginsTheThreadAnew()
    {
        var question = Script.User("Wyh?");
        var (view, session) = Draw(question.Id);

        view.Find("[aria-label=Edit]").Click();
        view.Find("textarea").Input("Why?");
        view.Find("form").Submit();

        Assert.Equal("root", Assert.Single(chat.Posted).ParentId);
        Assert.Equal("Why?", Assert.Single(session.Conversation.Branch).Text);
    }

    [Fact]
    public void Feedback_IsGivenAtOnce_AndExplainedAfter()
    {
        var reply = Script.Reply(Script.User("Why?").Id);
        Script.End(reply.Id, MessageStatus.Completed);
        var (view, _) = Draw(reply.Id);

        view.Find("[aria-label='Bad reply']").Click();
        Assert.Contains($"rate {reply.Id} Down", chat.Calls);
        Assert.Equal("true", view.Find("[aria-label='Bad reply']").GetAttribute("aria-pressed"));
        view.Find("select").Change("incomplete");
        view.Find("form input").Input("No source");
        view.Find("form").Submit();

        Assert.Contains($"rate {reply.Id} Down incomplete No source", chat.Calls);
        Assert.Empty(view.FindAll("form"));
    }

    [Fact]
    public void Reply_ShowsWhatItTookAndItsTrace()
    {
        var reply = Script.Reply(Script.User("Why?").Id);
        Script.Text(reply.Id, "Because.");
        Script.End(reply.Id, MessageStatus.Completed, reasoning: [new("First this.\nThen that.", "Thought it over")]);
        var (view, _) = Draw(reply.Id);

        var line = view.Find(".usage").TextContent;
        Assert.Contains("gpt-4-fast-2026", line);
        Assert.Contains("30 tokens", line);
        Assert.Contains("$0.0012", line);
        Assert.Contains("exact", line);
        Assert.Equal("runs/run_1", view.Find(".usage a").GetAttribute("href"));
        Assert.False(view.Find("details").HasAttribute("open"));
        Assert.Contains("Thought it over", view.Find("summary").TextContent);
    }

    [Fact]
    public void Regenerate_WithAnotherModel_AsksThatOne()
    {
        var reply = Script.Reply(Script.User("Why?").Id);
        Script.Text(reply.Id, "Because.");
        Script.End(reply.Id, MessageStatus.Completed);
        var (view, session) = Draw(reply.Id);

        view.Find("[aria-label='Regenerate with another model']").Click();
        var chosen = view.FindAll("form option")[^1].GetAttribute("value")!;
        view.Find("form select").Change(chosen);
        view.Find("form").Submit();

        Assert.Contains($"retry {reply.Id} {chosen}", chat.Calls);
        Assert.Empty(view.FindAll("form"));
        Assert.NotEqual(reply.Id, session.Conversation.TipId);
    }

    [Fact]
    public void Details_ReadTheRunOnlyWhenAsked()
    {
        var reply = Script.Reply(Script.User("Why?").Id);
        Script.Text(reply.Id, "Because.");
        Script.End(reply.Id, MessageStatus.Completed);
        var (view, _) = Draw(reply.Id);
        Assert.Empty(view.FindAll(".details"));

        view.Find("[aria-label=Details]").Click();

        Assert.Contains("Version 3", view.Find(".details").TextContent);
        Assert.Contains("As the provider counted", view.Find(".details").TextContent);
        Assert.Equal("true", view.Find("[aria-label=Details]").GetAttribute("aria-expanded"));
    }

    [Fact]
    public void CopyLink_NamesTheMessage()
    {
        var own = Script.User("Hello");
        var (view, _) = Draw(own.Id);

        view.Find("[aria-label='Copy link']").Click();

        var copied = Assert.Single(JSInterop.Invocations["portalCopy"]);
        Assert.Equal($"http://localhost/threads/thread_1?message={own.Id}", copied.Arguments[0]);
    }

    [Fact]
    public void Quote_AsksTheComposer()
    {
        var own = Script.User("One\n\nTwo");
        var quotes = new QuoteRequests();
        MessageEntry? asked = null;
        quotes.Asked += entry => asked = entry;
        var session = Open();
        session.Conversation.TryGet(own.Id, out var entry);
        var view = Render<MessageView>(parameters => parameters.Add(it => it.Entry, entry!).AddCascadingValue(session).AddCascadingValue(quotes));

        view.Find("[aria-label=Quote]").Click();

        Assert.Same(entry, asked);
        Assert.Equal("> One\n>\n> Two\n\n", Quotation.Of(asked!.Text));
    }

    [Fact]
    public void UnfinishedEdit_IsThereAgainWhenTheMessageIsDrawnAnew()
    {
        var own = Script.User("Wyh?");
        var (view, session) = Draw(own.Id);
        view.Find("[aria-label=Edit]").Click();
        view.Find("textarea").Input("Why");

        var again = DrawEntry(session, own.Id);

        Assert.Equal("Why", again.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public void ToolCall_AtWork_ShowsItsPartsAndThenItsFailure()
    {
        var reply = Script.Reply(Script.User("Weather?").Id);
        var session = Open();
        var view = DrawEntry(session, reply.Id);
        Script.Call(reply.Id, "call_1", "get_weather", """{"city":"Oslo"}""");
        Script.Output(reply.Id, "call_1", "half of it");
        Catch(session);
        Assert.Contains("Running", view.Find("summary").TextContent);
        Assert.Contains("half of it", view.FindAll("pre")[1].TextContent);

        Script.End(reply.Id, MessageStatus.Failed, new("tool_timeout", "The tool did not answer in time."));
        Catch(session);

        Assert.Contains("Timed out", view.Find("summary").TextContent);
    }

    [Fact]
    public void Reasoning_TellsHowLongItTook()
    {
        var reply = Script.Reply(Script.User("Why?").Id);
        var session = Open();
        var view = DrawEntry(session, reply.Id);
        Script.Reason(reply.Id, "First this.");
        Catch(session);
        session.Conversation.TryGet(reply.Id, out var entry);
        entry!.Clock(DateTimeOffset.UnixEpoch);
        Assert.Contains("Reasoning…", view.Find("summary").TextContent);

        Script.Text(reply.Id, "Because.");
        Catch(session, () => entry.Clock(DateTimeOffset.UnixEpoch.AddSeconds(7)));

        Assert.Contains("Reasoned for 7 s", view.Find("summary").TextContent);
        Assert.Contains("First this.", view.Find("summary").TextContent);
    }

    [Fact]
    public void OwnMessage_IsTextAndNotMarkdown()
    {
        var own = Script.User("**not bold** <b>x</b>");
        var (view, _) = Draw(own.Id);

        Assert.Equal("**not bold** <b>x</b>", view.Find(".said").TextContent);
        Assert.Equal("You", view.Find(".who").TextContent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatRulesFound_IsSaidUnderTheMessage_LiveAndAfterAReload(bool isReloaded)
    {
        var question = Script.User("I am jane@example.com.");
        var reply = Script.Reply(question.Id);
        var live = Open();
        var (asked, answered) = (DrawEntry(live, question.Id), DrawEntry(live, reply.Id));
        Script.Flag(reply.Id, PolicyAction.Flag, PolicyDirection.Input);
        Script.Text(reply.Id, "You are [EMAIL].");
        Script.Flag(reply.Id, PolicyAction.Redact);
        Script.Flag(reply.Id, PolicyAction.Flag);
        Script.Flag(reply.Id, PolicyAction.Flag);
        Script.End(reply.Id, MessageStatus.Completed);

        if (isReloaded) (asked, answered) = (DrawEntry(Open(), question.Id), DrawEntry(Open(), reply.Id));
        else Catch(live);

        Assert.Equal(["Flagged by a policy"], asked.FindAll(".safety .chip").Select(chip => chip.TextContent.Trim()));
        Assert.Equal(["Redacted by a policy", "Flagged by a policy"], answered.FindAll(".safety .chip").Select(chip => chip.TextContent.Trim()));
        Assert.Equal("Found by: rule_1", answered.Find(".safety .chip").GetAttribute("title"));
    }

    [Fact]
    public void WhatRulesFound_IsNotForVisitors()
    {
        var reply = Script.Reply(Script.User("Who am I?").Id);
        Script.Text(reply.Id, "You are [EMAIL].");
        Script.Flag(reply.Id, PolicyAction.Redact);
        Script.End(reply.Id, MessageStatus.Completed);

        var view = DrawEntry(new(Script.Thread, Script.Read(), chat, chat, TimeProvider.System) { IsVisitors = true }, reply.Id);

        Assert.Contains("You are [EMAIL].", view.Markup);
        Assert.Empty(view.FindAll(".safety"));
    }

    [Fact]
    public void Streaming_DrawsOnlyTheMessageThatChanges()
    {
        var question = Script.User("Why?");
        var reply = Script.Reply(question.Id);
        Script.Text(reply.Id, "Be");
        var session = Open();
        var still = DrawEntry(session, question.Id);
        var live = DrawEntry(session, reply.Id);
        var (stillBefore, liveBefore) = (still.RenderCount, live.RenderCount);

        session.Conversation.TryGet(reply.Id, out var entry);
        foreach (var happened in Script.Events) session.Conversation.Apply(happened);
        foreach (var changed in session.Conversation.TakeChanges().Where(changed => changed == entry)) changed.NotifyChanged();

        Assert.Equal(stillBefore, still.RenderCount);
        Assert.Equal(liveBefore + 1, live.RenderCount);
    }

    void Catch(ThreadSession session, Action? before = null)
    {
        foreach (var happened in Script.Events) session.Conversation.Apply(happened);
        before?.Invoke();
        foreach (var changed in session.Conversation.TakeChanges()) changed.NotifyChanged();
    }

    sealed class OneRun : IRunsService
    {
        public Task<Result<Run>> Get(string id, CancellationToken cancellation) => Task.FromResult<Result<Run>>(
            new Run(id, "proj_1", "thread_1", "asst_1", 3, MessageStatus.Completed, [], null, null, 1_700_000_000, 1_700_000_003));
    }

    ThreadSession Open() => new(Script.Thread, Script.Read(), chat, chat, TimeProvider.System);

    (IRenderedComponent<MessageView> View, ThreadSession Session) Draw(string id)
    {
        var session = Open();
        return (DrawEntry(session, id), session);
    }

    IRenderedComponent<MessageView> DrawEntry(ThreadSession session, string id, Role role = Role.Agent)
    {
        session.Conversation.TryGet(id, out var entry);
        return Render<MessageView>(view => view
            .Add(it => it.Entry, entry!)
            .AddCascadingValue(session)
            .AddCascadingValue(new Session("user_1", "Ada", "ada@example.com", role, false, [new("proj_1", role, ChatAccess.Write)])));
    }
}
