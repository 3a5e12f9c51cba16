using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Runs;
using Portal.Client.Tests.Shared;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Assistants;

public sealed class TryPaneTests : PageTest
{
    readonly FakeAssistants assistants = new();
    AssistantInput? draft = new() { Name = "Draft", Model = "gpt-4-fast-2026" };

    protected override void Register(IServiceCollection services) => services.AddSingleton<IAssistantDraftsService>(assistants);

    [Fact]
    public void Say_RunsTheDraft_AndShowsTheReply()
    {
        Enqueue(Reply("Hi there."));
        var pane = DrawPane();

        Say(pane, "Hello");

        pane.WaitForAssertion(() => Assert.Contains("Hi there.", pane.Markup, StringComparison.Ordinal));
        var sent = Assert.Single(assistants.Tried);
        Assert.Equal(("Draft", "asst_1", "Hello"), (sent.Assistant.Name, sent.AssistantId, Assert.Single(sent.Messages).Content));
    }

    [Fact]
    public void Say_Again_SendsTheConversationSoFar()
    {
        Enqueue(Reply("Hi there."));
        var pane = DrawPane();
        Say(pane, "Hello");
        pane.WaitForAssertion(() => Assert.Contains("Hi there.", pane.Markup, StringComparison.Ordinal));

        Say(pane, "And now?");

        pane.WaitForAssertion(() => Assert.Equal(2, assistants.Tried.Count));
        Assert.Equal(["Hello", "Hi there.", "And now?"], assistants.Tried[1].Messages.Select(message => message.Content));
    }

    [Fact]
    public void ToolCall_TakesItsOutput_AndGoesOn()
    {
        var call = new ToolCall("call_1", "function", new ToolCallFunction("find_order", "{}"));
        Enqueue(Reply(null) with { Status = MessageStatus.RequiresAction, ToolCalls = [call] });
        var pane = DrawPane();
        Say(pane, "Hello");
        pane.WaitForAssertion(() => pane.Find("#output-call_1"));

        assistants.TryEvents.Clear();
        Enqueue(Reply("It is on its way."));
        pane.Find("#output-call_1").Input("sent");
        pane.Find(".tool form").Submit();

        pane.WaitForAssertion(() => Assert.Contains("It is on its way.", pane.Markup, StringComparison.Ordinal));
        Assert.Equal([MessageRole.User, MessageRole.Assistant, MessageRole.Tool], assistants.Tried[1].Messages.Select(message => message.Role));
    }

    [Fact]
    public void Refused_KeepsTheTextAndSaysWhy()
    {
        assistants.Failure = ApiError.Conflict("The project is paused.", "project_paused");
        var pane = DrawPane();

        Say(pane, "Hello");

        pane.WaitForAssertion(() => Assert.Contains("The project is paused.", pane.Markup, StringComparison.Ordinal));
        Assert.Empty(pane.FindAll(".said-item"));
        Assert.Equal("Hello", pane.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public void ADraftThatIsNotWhole_IsNotSent()
    {
        draft = null;
        var pane = DrawPane();

        Say(pane, "Hello");

        pane.WaitForAssertion(() => Assert.Contains("need a change", pane.Markup, StringComparison.Ordinal));
        Assert.Empty(assistants.Tried);
    }

    IRenderedComponent<TryPane> DrawPane() => Draw<TryPane>(Owner, pane => pane.Add(of => of.ProjectId, "proj_1").Add(of => of.AssistantId, "asst_1").Add(of => of.Draft, () => draft));

    static void Say(IRenderedComponent<TryPane> pane, string text)
    {
        pane.Find(".composer textarea").Input(text);
        pane.Find(".composer").Submit();
    }

    void Enqueue(Message reply)
    {
        assistants.TryEvents.Add(new RunEvent(1, 1, RunEventTypes.MessageCreated, null, reply.Id, Message: reply with { Status = MessageStatus.InProgress, Content = null, ToolCalls = [] }));
        if (reply.Content is { } text) assistants.TryEvents.Add(new RunEvent(2, 2, RunEventTypes.MessageDelta, null, reply.Id, text.PlainText));
        assistants.TryEvents.Add(new RunEvent(3, 3, RunEventTypes.MessageCompleted, null, reply.Id, Message: reply));
    }

    static Message Reply(string? text) => new(
        $"try_{text}", "", null, null, MessageRole.Assistant, new MessageAuthor(AuthorType.Assistant, "asst_1", "Draft"), text is null ? null : new MessageContent(text),
        [], [], null, [], [], MessageStatus.Completed, null, "gpt-4-fast-2026", null, null, new Dictionary<string, string>(), [], 1_795_000_000, 1_795_000_000);
}
