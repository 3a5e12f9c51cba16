using System.Diagnostics;
using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

/// <summary>A thread of 3,000 messages: opened in its middle, read both ways, and left alone by what streams at its end.</summary>
public sealed class LongThreadTests(Chromium chromium) : IAsyncLifetime
{
    const int Count = 3000;
    const int Middle = 1500;

    /// <summary>The messages that are drawn, with a word where they do not follow one another.</summary>
    const string Drawn = """
        () => [...document.querySelectorAll('article')].map(article => article.dataset.messageId)
        """;

    /// <summary>The first message in view, and how far below the upper edge it begins.</summary>
    const string Place = """
        () => { const list = document.querySelector('[role=region][aria-label=Messages]'); const edge = list.getBoundingClientRect().top;
          const article = [...list.querySelectorAll('article')].find(one => one.getBoundingClientRect().bottom > edge + 1);
          return `${article.dataset.messageId} ${Math.round(article.getBoundingClientRect().top - edge)}`; }
        """;

    readonly FakeGate gate = new();
    readonly PortalHost portal = PortalHost.Start();
    FakeProvider provider = null!;
    Visit visit = null!;
    Desk desk = null!;
    string thread = "";

    IPage Page => visit.Page;

    public async ValueTask InitializeAsync()
    {
        provider = await FakeProvider.Start(TestContext.Current.CancellationToken);
        var lines = Enumerable.Range(1, 60).Select(line => $"Line {line} of the answer.\n\n");
        provider.Enqueue(new FakeReply().Say("The answer begins.\n\n").Wait(gate).Say(lines));
        await Desk.Connect(portal.Admin, provider);
        desk = await Desk.Make(portal.Admin, "fake-large");
        thread = await LongThread.Make(portal, desk, Count);
        visit = await Visit.Begin(chromium, portal.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await visit.DisposeAsync();
        await portal.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Permalink_OpensInTheMiddle_AndIsReadBothWays()
    {
        await visit.SignIn($"/threads/{thread}?message={LongThread.Id(Middle)}");
        await Expect(Article(Middle)).ToBeInViewportAsync();
        await Expect(Page.Locator(".linked article")).ToHaveAttributeAsync("data-message-id", LongThread.Id(Middle));
        await ScrollTo(Middle - 60, -500);
        await ScrollTo(Middle + 60, 500);
        await Expect(Page.Button("Jump to latest")).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task Streaming_AtTheTail_LeavesWhatOneReadsWhereItIs()
    {
        await visit.SignIn($"/threads/{thread}?message={LongThread.Id(Middle)}");
        await Expect(Article(Middle + 3)).ToBeAttachedAsync();
        await Expect(Article(Middle - 3)).ToBeAttachedAsync();
        var before = await Page.EvaluateAsync<string>(Place);

        await portal.Admin.Post($"/v2/threads/{thread}/messages", """{"role":"user","content":"Is there more?"}""");
        await Expect(Page.Button("Jump to latest, 2 new")).ToBeVisibleAsync();
        await gate.Reached.WaitAsync(TestContext.Current.CancellationToken);
        gate.Open();
        await Expect(Page.Button("Stop")).ToHaveCountAsync(0);
        Assert.Equal(before, await Page.EvaluateAsync<string>(Place));

        await Page.Button("Jump to latest, 2 new").ClickAsync();
        await Expect(Page.Messages().GetByText("Line 60 of the answer.")).ToBeInViewportAsync();
        await Expect(Page.GetByText("Jump to latest")).ToHaveCountAsync(0);
        visit.AssertClean();
    }

    [Fact]
    public async Task Reader_FurtherUpTheReplyItself_IsNotMoved_AndAtTheTailFollows()
    {
        await visit.SignIn($"/threads/{thread}");
        await Expect(Article(Count - 1)).ToBeInViewportAsync();
        await Page.Say("Is there more?");
        await Expect(Page.Messages().GetByText("The answer begins.")).ToBeInViewportAsync();
        gate.Open();
        await Expect(Page.Messages().GetByText("Line 60 of the answer.")).ToBeInViewportAsync();
        await Page.Messages().HoverAsync();
        await Page.Mouse.WheelAsync(0, -700);
        await Expect(Page.Button("Jump to latest")).ToBeVisibleAsync();
        var before = await Page.EvaluateAsync<string>(Place);

        await portal.Admin.Post($"/v2/threads/{thread}/messages", """{"role":"user","content":"And then?"}""");
        await Expect(Page.Button("Jump to latest, 2 new")).ToBeVisibleAsync();
        Assert.Equal(before, await Page.EvaluateAsync<string>(Place));
        visit.AssertClean();
    }

    [Fact]
    public async Task Keys_GoToTheEnds_AndFromMessageToMessage()
    {
        await visit.SignIn($"/threads/{thread}");
        await Expect(Article(Count - 1)).ToBeInViewportAsync();
        await Page.IsInteractive();
        await Page.Messages().FocusAsync();
        await Page.Keyboard.PressAsync("Home");
        await Expect(Page.GetByText("Message 0:")).ToBeInViewportAsync();
        await Page.Keyboard.PressAsync("PageDown");
        await Expect(Article(3)).ToBeInViewportAsync();
        await Page.Keyboard.PressAsync("End");
        await Expect(Article(Count - 1)).ToBeInViewportAsync();

        await Page.Keyboard.PressAsync("k");
        await Expect(Page.Locator("article:focus")).ToHaveCountAsync(1);
        var last = await Page.Locator("article:focus").GetAttributeAsync("data-message-id");
        for (var press = 0; press < 30; press++) await Page.Keyboard.PressAsync("k");
        await Expect(Page.Locator("article:focus")).ToBeInViewportAsync();
        Assert.NotEqual(last, await Page.Locator("article:focus").GetAttributeAsync("data-message-id"));
        await Page.Keyboard.PressAsync("Tab");
        await Expect(Page.Locator("article:focus-within :focus")).ToHaveCountAsync(1);
        visit.AssertClean();
    }

    ILocator Article(int index) => Page.Locator($"article[data-message-id={LongThread.Id(index)}]");

    /// <summary>Turns the wheel until the view has come to a message; all the way what is drawn is one unbroken row of few messages.</summary>
    async Task ScrollTo(int index, float step)
    {
        await Page.Messages().HoverAsync();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromMinutes(1);)
        {
            await Page.Mouse.WheelAsync(0, step);
            var drawn = await Page.EvaluateAsync<string[]>(Drawn);
            Assert.InRange(drawn.Length, 1, 80);
            var numbers = drawn.Select(id => int.Parse(id["msg_z".Length..])).ToList();
            Assert.Equal(Enumerable.Range(numbers[0], numbers.Count), numbers);
            var first = int.Parse((await Page.EvaluateAsync<string>(Place)).Split(' ')[0]["msg_z".Length..]);
            if (step < 0 ? first <= index : first >= index) return;
        }

        Assert.Fail($"Message {index} does not come into view.");
    }
}
