using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

/// <summary>Replies of sizes and shapes that no model should make. The page stays at hand, and shows what the server has.</summary>
public sealed class BadInputTests(Chromium chromium) : IAsyncLifetime
{
    /// <summary>Milliseconds for which a page may leave somebody waiting.</summary>
    const double Limit = 1000;

    /// <summary>Characters that the gateway takes of one answer, unless it is set otherwise.</summary>
    const int MostThatIsTaken = 1_000_000;

    readonly PortalHost portal = PortalHost.Start();
    FakeProvider provider = null!;
    Visit visit = null!;
    Desk desk = null!;
    string thread = "";

    IPage Page => visit.Page;

    public static TheoryData<string, string, string> Shapes => new(
        ("five megabytes", Repeat("A line of an answer that never wants to end. ", 5_000_000, "\n\n"), "A line of an answer"),
        ("one word of five megabytes", new string('w', 5_000_000), "wwwwwwwwwwww"),
        ("a table of 200 kB", "| a | b | c |\n|---|---|---|\n" + Repeat("| first | *second* | `third` |", 200_000, "\n"), "second"),
        ("a fence that nobody closes", "```csharp\n" + Repeat("var order = Find(\"A-1001\"); // it is there", 300_000, "\n"), "var order"),
        ("fences within fences", Repeat("```\n~~~~\n````", 100_000, "\n"), "~~~~"),
        ("10,000 quotes, each in the one before", new string('>', 10_000) + " in the middle", "in the middle"),
        ("10,000 lists, each in the one before", Repeat("- ", 20_000, "") + "in the middle", "in the middle"),
        ("letters with a thousand marks", string.Concat(Enumerable.Range(0, 60).Select(letter => (char)('a' + letter % 26) + Repeat("\u0301\u0316\u0334", 3_000, ""))) + " the end", "the end"),
        ("formulas that are never closed", Repeat("$\\frac{a}{\\sqrt{b", 100_000, " "), "frac"));

    public async ValueTask InitializeAsync()
    {
        provider = await FakeProvider.Start(TestContext.Current.CancellationToken);
        await Desk.Connect(portal.Admin, provider);
        desk = await Desk.Make(portal.Admin, "fake-large");
        thread = await desk.NewThread();
        visit = await Visit.Begin(chromium, portal.Address);
        // Opening another thread by its address ends the connection of the page before.
        visit.Expected = Network.IsLoss;
        await visit.SignIn($"/threads/{thread}");
        await Page.IsInteractive();
    }

    public async ValueTask DisposeAsync()
    {
        await visit.DisposeAsync();
        await portal.DisposeAsync();
        await provider.DisposeAsync();
    }

    /// <summary>Of up to three times: a machine that has more to do than this may hold a page up once, a page that cannot keep up is late each time.</summary>
    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public async Task Reply_LeavesThePageAtHand(string shape, string text, string shown)
    {
        List<(double Streamed, double Opened)> times = [];
        while (times.Count < 3 && !times.Any(time => time is { Streamed: <= Limit, Opened: <= Limit }))
        {
            if (times.Count > 0) await Page.GotoAsync($"/threads/{thread = await desk.NewThread()}");
            times.Add(await Ask(text, shown));
        }

        var said = $"{shape}: {string.Join("; ", times.Select(time => $"{time.Streamed:0} ms while it came, {time.Opened:0} ms when it was opened"))}";
        TestContext.Current.TestOutputHelper?.WriteLine(said);
        Assert.True(times[^1] is { Streamed: <= Limit, Opened: <= Limit }, said);
        visit.AssertClean();
    }

    /// <summary>An override turns round what it stands in, and nothing beside it.</summary>
    [Fact]
    public async Task TextTurnedRound_LeavesItsNeighboursAlone()
    {
        const string Turned = "\u202Etxet siht\u2067";
        provider.Enqueue(new FakeReply().Say($"{Turned} and on\n\nThe next paragraph."));
        await portal.Admin.Post($"/v2/threads/{thread}", $$"""{"title":{{Desk.Text(Turned)}}}""");
        await Page.Say($"Please read {Turned}");
        await Page.Replies().Shows("The next paragraph.");
        await Expect(Page.Button("Stop")).ToHaveCountAsync(0);
        // In each text that has no override itself, its last character stands to the right of its first.
        var turned = await Page.EvaluateAsync<string[]>("""
            () => {
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              const place = (node, at) => { const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + 1); return range.getBoundingClientRect(); };
              const found = [];
              for (let node; node = walker.nextNode();) {
                const text = node.data.trimEnd();
                const start = text.length - text.trimStart().length;
                if (text.length - start < 2 || /[\u202e\u2067]/.test(text) || !node.parentElement.checkVisibility()) continue;
                const [first, last] = [place(node, start), place(node, text.length - 1)];
                if (first.width && last.width && first.top === last.top && last.left < first.left) found.push(text);
              }
              return found;
            }
            """);
        Assert.Empty(turned);
        visit.AssertClean();
    }

    [Fact]
    public async Task AnswerThatComesLate_ChangesNothingThatTheServerHasToldSince()
    {
        var late = new TaskCompletionSource();
        provider.Enqueue(new FakeReply().Say("Told at once."));
        await Page.RouteAsync("**/messages", async route =>
        {
            if (route.Request.Method != "POST")
            {
                await route.ContinueAsync();
                return;
            }

            var answer = await route.FetchAsync();
            await late.Task;
            await route.FulfillAsync(new() { Response = answer });
        });
        await Page.Say("Is anybody there?");
        await Page.Replies().Shows("Told at once.");
        await Expect(Page.Button("Stop")).ToHaveCountAsync(0);
        late.SetResult();
        await Page.Say("And now?");
        await Expect(Page.Replies()).ToHaveCountAsync(2);
        await Expect(Page.Locator("article.message.user")).ToHaveCountAsync(2);
        await Expect(Page.Locator("article.unsent")).ToHaveCountAsync(0);
        await Expect(Page.Replies().First.Locator(".markdown")).ToHaveTextAsync("Told at once.");
        visit.AssertClean();
    }

    async Task<(double Streamed, double Opened)> Ask(string text, string shown)
    {
        provider.Enqueue(new FakeReply().Say(text.Chunk(Math.Max(20, text.Length / 400)).Select(piece => new string(piece))));
        await Page.IsInteractive();
        await Page.Feel();
        await Page.Say("Go on.");
        await Page.Replies().Shows(shown);
        await Page.Composer().PressSequentiallyAsync("Typed while it comes");
        var isCut = text.Length > MostThatIsTaken;
        await Expect(Page.Locator($"article.assistant[aria-label$=', {(isCut ? "failed" : "completed")}']")).ToHaveCountAsync(1);
        await Expect(Page.Composer()).ToHaveValueAsync("Typed while it comes");
        var streamed = await Page.LongestStretch();
        var told = (await portal.Admin.Get($"/v2/threads/{thread}/messages"))["data"][0].GetProperty("content").GetString()!;
        Assert.Equal(isCut ? text[..told.Length] : text, told);

        var moving = new Moving(Page);
        await moving.To("/threads");
        await Page.LongestStretch();
        await moving.To($"/threads/{thread}");
        await Page.Replies().Shows(isCut ? told[^40..].Trim() : shown);
        if (isCut) await Expect(Page.Replies().GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        return (streamed, await Page.LongestStretch());
    }

    static string Repeat(string unit, int length, string between) => string.Join(between, Enumerable.Repeat(unit, length / (unit.Length + between.Length)));
}
