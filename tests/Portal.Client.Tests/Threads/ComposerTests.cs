using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.CannedReplies;
using Portal.Client.Layout;
using Portal.Client.Runs;
using Portal.Client.Tests.Shared;
using Portal.Client.Threads;
using Portal.Client.Threads.Composing;
using Portal.Client.Threads.Sending;

namespace Portal.Client.Tests.Threads;

public sealed class ComposerTests : BunitContext
{
    readonly FakeChat chat = new();
    readonly FakeTimeProvider time = new();
    readonly Canned canned = new();

    public ComposerTests()
    {
        Services.AddSingleton<TimeProvider>(time);
        Services.AddPages();
        Services.AddSingleton<IMessagesService>(chat);
        Services.AddSingleton(Refusing.Everything<IAssistantsService>());
        Services.AddSingleton<ITabStorage>(new KeptInMemory());
        Services.AddSingleton(Refusing.Everything<ICannedRepliesService>());
        Services.AddSingleton<IComposerCommands>(canned);
        JSInterop.Mode = JSRuntimeMode.Loose;
        var module = JSInterop.SetupModule("./Threads/Composer.razor.js");
        module.Mode = JSRuntimeMode.Loose;
        module.SetupModule("attach", _ => true).Mode = JSRuntimeMode.Loose;
        SetRendererInfo(new RendererInfo("WebAssembly", isInteractive: true));
    }

    ThreadScript Script => chat.Script;

    [Fact]
    public async Task Submit_PostsTheTextOnceWithAKey()
    {
        var composer = Draw();

        Assert.True(await composer.InvokeAsync(() => composer.Instance.Submit("Hello", true)));

        var posted = Assert.Single(chat.Posted);
        Assert.Equal("Hello", posted.Content.PlainText);
        Assert.True(posted.Reply);
        Assert.NotNull(posted.IdempotencyKey);
    }

    [Fact]
    public async Task Submit_SameTextAgain_IsAnotherMessage()
    {
        var composer = Draw();
        for (var i = 0; i < 2; i++) await composer.InvokeAsync(() => composer.Instance.Submit("Again", true));

        Assert.NotEqual(chat.Posted[0].IdempotencyKey, chat.Posted[1].IdempotencyKey);
    }

    [Fact]
    public async Task Submit_WithoutReply_SaysSo()
    {
        var composer = Draw();

        await composer.InvokeAsync(() => composer.Instance.Submit("For the record", false));

        Assert.False(Assert.Single(chat.Posted).Reply);
        Assert.Contains("stored without asking the assistant", composer.Find(".notes").TextContent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    public async Task NothingWritten_IsNotSent(string text)
    {
        var composer = Draw();

        Assert.False(await composer.InvokeAsync(() => composer.Instance.Submit(text, true)));

        Assert.True(composer.Find("[type=submit]").HasAttribute("disabled"));
        Assert.Empty(chat.Posted);
    }

    [Fact]
    public async Task TooLong_SaysByHowMuchAndStays()
    {
        var composer = Draw();
        await composer.InvokeAsync(() => composer.Instance.Measured(200_017, 0, false));

        Assert.Contains("17 characters too many: the limit is 200,000", composer.Find(".error-text").TextContent);
        Assert.True(composer.Find("[type=submit]").HasAttribute("disabled"));
        Assert.False(await composer.InvokeAsync(() => composer.Instance.Submit(new('x', 200_017), true)));
        Assert.Empty(chat.Posted);
    }

    [Fact]
    public async Task NearTheLimit_CountsCharactersAndAboutTokens()
    {
        var composer = Draw();
        await composer.InvokeAsync(() => composer.Instance.Measured(159_999, 0, false));
        Assert.DoesNotContain("tokens", composer.Find(".notes").TextContent);

        await composer.InvokeAsync(() => composer.Instance.Measured(160_000, 0, false));

        Assert.Contains("160,000 of 200,000 characters, about 40,000 tokens", composer.Find(".notes").TextContent);
    }

    [Fact]
    public async Task WhileAReplyRuns_StopTakesThePlaceOfSend_UntilSomethingIsWritten()
    {
        Script.Reply(Script.User("Why?").Id);
        var composer = Draw();
        Assert.Empty(composer.FindAll("[type=submit]"));

        await composer.InvokeAsync(() => composer.Instance.Measured(2, 0, false));
        Assert.DoesNotContain(composer.FindAll(".bar > button"), button => button.TextContent.Trim() == "Stop");
        Assert.NotNull(composer.Find("[type=submit]"));

        await composer.InvokeAsync(() => composer.Instance.Measured(0, 0, true));
        composer.FindAll(".bar > button").Single(button => button.TextContent.Trim() == "Stop").Click();
        Assert.Contains(chat.Calls, call => call.StartsWith("cancel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DoubleClickOnSend_DoesNotStopTheReply()
    {
        Script.Reply(Script.User("Why?").Id);
        var composer = Draw();
        time.Advance(TimeSpan.FromSeconds(1));
        await composer.InvokeAsync(() => composer.Instance.Submit("And then?", true));
        await composer.InvokeAsync(() => composer.Instance.Measured(0, 0, true));

        // A press on a disabled button does nothing, and whoever waits presses one that works.
        Assert.True(composer.FindAll(".bar > button").Single(button => button.TextContent.Trim() == "Stop").HasAttribute("disabled"));

        time.Advance(TimeSpan.FromMilliseconds(600));
        composer.WaitForAssertion(() => Assert.False(composer.FindAll(".bar > button").Single(button => button.TextContent.Trim() == "Stop").HasAttribute("disabled")));
        composer.FindAll(".bar > button").Single(button => button.TextContent.Trim() == "Stop").Click();
        Assert.Contains(chat.Calls, call => call.StartsWith("cancel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Queued_LastOne_IsTakenBackAndItsNewTextTakesItsPlace()
    {
        var running = Script.Reply(Script.User("Why?").Id);
        Script.Text(running.Id, "Because");
        var first = Script.User("And then?");
        Script.Reply(first.Id);
        var second = Script.User("And after that?");
        var waiting = Script.Reply(second.Id);
        var composer = Draw();
        Assert.Equal(["And then?", "And after that?"], composer.FindAll(".queue .text").Select(text => text.TextContent));

        composer.FindAll(".queue li")[1].QuerySelector("button")!.Click();
        Assert.Contains($"cancel {waiting.Id}", chat.Calls);
        await composer.InvokeAsync(() => composer.Instance.Submit("And after that, please?", true));

        Assert.Equal(second.ParentId, Assert.Single(chat.Posted).ParentId);
    }

    [Fact]
    public void Queued_Removed_IsCancelled()
    {
        var running = Script.Reply(Script.User("Why?").Id);
        Script.Text(running.Id, "Because");
        var waiting = Script.Reply(Script.User("And then?").Id);

        Draw().FindAll(".queue button")[1].Click();

        Assert.Equal([$"cancel {waiting.Id}"], chat.Calls);
    }

    [Fact]
    public async Task Slash_FiltersAsOneTypes_AndTheArrowsChoose()
    {
        Script.End(Script.Reply(Script.User("Why?").Id).Id, MessageStatus.Completed);
        var composer = Draw();
        await composer.InvokeAsync(() => composer.Instance.Slash(""));
        Assert.Equal(["/retry", "/canned hello", "/canned bye"], Names(composer));
        Assert.Equal("slash-0", composer.Find("textarea").GetAttribute("aria-activedescendant"));
        Assert.Contains("3 commands", composer.Find(".visually-hidden[role=status]").TextContent);

        await composer.InvokeAsync(() => composer.Instance.Move(-1));
        Assert.Equal("/canned bye", composer.Find("[aria-selected=true] .mono").TextContent);

        await composer.InvokeAsync(() => composer.Instance.Slash("can"));
        Assert.Equal(["/canned hello", "/canned bye"], Names(composer));
        await composer.InvokeAsync(() => composer.Instance.Slash("greet"));
        Assert.Equal(["/canned hello"], Names(composer));
        await composer.InvokeAsync(() => composer.Instance.Slash("etc/hosts"));
        Assert.Empty(composer.FindAll("[role=listbox]"));
        Assert.Null(composer.Find("textarea").GetAttribute("aria-activedescendant"));
    }

    [Fact]
    public async Task Slash_ClosedWhileCommandsStillCome_StaysClosedUntilMoreIsTyped()
    {
        Script.End(Script.Reply(Script.User("Why?").Id).Id, MessageStatus.Completed);
        canned.Arrive = new TaskCompletionSource();
        var composer = Draw();
        var opened = composer.InvokeAsync(() => composer.Instance.Slash(""));
        composer.WaitForAssertion(() => Assert.Equal(["/retry"], Names(composer)));
        await composer.InvokeAsync(composer.Instance.CloseMenu);
        canned.Arrive.SetResult();
        await opened;
        Assert.Empty(composer.FindAll("[role=listbox]"));
        await composer.InvokeAsync(() => composer.Instance.Slash("can"));
        Assert.Equal(["/canned hello", "/canned bye"], Names(composer));
    }

    [Fact]
    public async Task Slash_Retry_MakesTheLastReplyAgain()
    {
        var reply = Script.Reply(Script.User("Why?").Id);
        Script.End(reply.Id, MessageStatus.Completed);
        var composer = Draw();
        await composer.InvokeAsync(() => composer.Instance.Slash("re"));

        await composer.InvokeAsync(composer.Instance.Choose);

        Assert.Contains($"retry {reply.Id}", chat.Calls);
        Assert.Empty(composer.FindAll("[role=listbox]"));
    }

    [Fact]
    public void BeforeThePageIsInteractive_NothingCanBeTyped()
    {
        SetRendererInfo(new RendererInfo("Static", isInteractive: false));

        Assert.All(Draw().FindAll("textarea, button"), input => Assert.True(input.HasAttribute("disabled")));
    }

    static IEnumerable<string> Names(IRenderedComponent<Composer> composer) => composer.FindAll("[role=option] .mono").Select(name => name.TextContent);

    IRenderedComponent<Composer> Draw() => Render<Composer>(composer => composer
        .Add(it => it.Session, new ThreadSession(Script.Thread, Script.Read(), chat, chat, time)));

    sealed class Canned : IComposerCommands
    {
        /// <summary>Until then nothing comes.</summary>
        public TaskCompletionSource? Arrive { get; set; }

        public async ValueTask<IReadOnlyList<ComposerEntry>> List(ComposerContext context, CancellationToken cancellation)
        {
            if (Arrive is not null) await Arrive.Task;
            return
            [
                new("canned hello", "Greet the customer", "Canned replies", _ => ComposerOutcome.Text("Hello")),
                new("canned bye", "Say goodbye", "Canned replies", _ => ComposerOutcome.Text("Goodbye")),
            ];
        }
    }
}
