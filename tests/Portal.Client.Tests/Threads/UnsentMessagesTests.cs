using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Layout;
using Portal.Client.Projects;
using Portal.Client.Runs;
using Portal.Client.Threads;
using Portal.Client.Threads.Sending;

namespace Portal.Client.Tests.Threads;

public sealed class UnsentMessagesTests : BunitContext
{
    readonly FakeChat chat = new();

    public UnsentMessagesTests()
    {
        Services.AddPages();
        Services.AddSingleton<IMessagesService>(chat);
        Services.AddSingleton<ITabStorage>(new KeptInMemory());
        SetRendererInfo(new RendererInfo("WebAssembly", isInteractive: true));
    }

    OutboxSender Outbox => Services.GetRequiredService<OutboxSender>();

    [Fact]
    public async Task Offline_StandsBelowTheConversationAndCanBeDropped()
    {
        Services.GetRequiredService<LiveConnection>().Set(LiveState.Offline);
        var unsent = Draw();
        await Outbox.Add(ThreadScript.ThreadId, new() { Text = "Hello", Reply = false });

        unsent.WaitForAssertion(() => Assert.Contains("Waits for the connection", unsent.Find("article").TextContent));
        Assert.Contains("Not for the assistant", unsent.Find("article").TextContent);
        unsent.Find("[aria-label=Discard]").Click();
        Assert.Empty(unsent.FindAll("article"));
        Assert.Empty(chat.Posted);
    }

    [Fact]
    public async Task Refused_ShowsWhyAndIsSentAgain()
    {
        chat.Failure = new ApiError(429, "The budget of this month is spent.", "budget_exceeded") { RefusalId = "ref_1", RetryAfter = 1 };
        var unsent = Draw();
        await Outbox.Add(ThreadScript.ThreadId, new() { Text = "Hello" });
        unsent.WaitForAssertion(() => Assert.Contains("The budget of this month is spent.", unsent.Find("[role=alert]").TextContent));
        Assert.Equal("limits/refusals/ref_1", unsent.Find("[role=alert] a").GetAttribute("href"));
        // Nobody knows whether it should still be said by then: it stands until its writer decides.
        Assert.Single(chat.Posted);

        chat.Failure = null;
        unsent.FindAll("button").Single(button => button.TextContent.Trim() == "Send again").Click();

        unsent.WaitForAssertion(() => Assert.Empty(unsent.FindAll("article")));
        Assert.Equal(chat.Posted[0].IdempotencyKey, chat.Posted[1].IdempotencyKey);
    }

    [Fact]
    public async Task EventBeforeTheAnswer_IsNotShownTwice()
    {
        var session = Session();
        chat.Stall = new();
        await Outbox.Add(ThreadScript.ThreadId, new() { Text = "Hello", AfterSequence = session.Conversation.Sequence });
        var unsent = Draw(session);
        Assert.Single(unsent.FindAll("article"));

        chat.Script.User("Hello");
        session.Conversation.Apply(chat.Script.Events[^1]);
        unsent.Render();

        Assert.Empty(unsent.FindAll("article"));
    }

    [Fact]
    public async Task SameTextSaidBefore_HidesNothing()
    {
        chat.Script.User("Hello");
        var session = Session();
        chat.Stall = new();
        await Outbox.Add(ThreadScript.ThreadId, new() { Text = "Hello", AfterSequence = session.Conversation.Sequence });

        Assert.Single(Draw(session).FindAll("article"));
    }

    ThreadSession Session() => new(chat.Script.Thread, chat.Script.Read(), chat, chat, TimeProvider.System);

    IRenderedComponent<UnsentMessages> Draw(ThreadSession? session = null) => Render<UnsentMessages>(unsent => unsent
        .Add(it => it.Session, session ?? Session())
        .AddCascadingValue(new Session("user_1", "Ada", "ada@example.org", Role.Viewer, false, [new("proj_1", Role.Viewer, ChatAccess.Write)])));
}
