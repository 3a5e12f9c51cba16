using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.BrowserTests.Pages;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

/// <summary>All that a reply can hold, and what a person does with it.</summary>
public sealed class ConversationTests(Chromium chromium) : IAsyncLifetime
{
    internal const string Rich = """
        ## Returns in short

        A parcel may come back **within 30 days**[^1]. The refund is $r = p \cdot (1 - \frac{f}{100})$, or in full:

        $$
        r = \sum_{i=1}^{n} p_i \left(1 - \frac{f_i}{100}\right), \qquad f_i = \begin{cases} 0 & \text{unopened} \\ 15 & \text{opened} \end{cases}
        $$

        | What | How long | Fee | Who pays the way back | Where it goes | Remarks |
        |---|---|--:|---|---|---|
        | Unopened | 30 days | none | we do | Rotterdam warehouse | label is in the parcel |
        | Opened | 14 days | 4.90 | the customer | Rotterdam warehouse | keep the receipt |

        - [x] Receipt found
        - [ ] Label printed

        ```csharp
        // Days that are left to return an order.
        public int DaysLeft(Order order) => (order.Opened ? 14 : 30) - (today - order.Delivered).Days;
        ```

        > The label is free in the EU, see [the terms](https://example.org/terms).

        [^1]: Counted from the **delivery**, see section 4 of the terms.
        """;

    readonly PortalHost portal = PortalHost.Start();
    FakeProvider provider = null!;
    Visit visit = null!;
    Desk desk = null!;
    string thread = "";

    IPage Page => visit.Page;

    public async ValueTask InitializeAsync()
    {
        provider = await FakeProvider.Start(TestContext.Current.CancellationToken);
        provider.Enqueue(
            new FakeReply().Reason("The customer asks for the return policy.\nThe terms hold it in section 4.").Say(Rich),
            new FakeReply().Say("Sixty days, in short."),
            new FakeReply().Call(0, "call_1", "find_order", """{"number":"A-1001","with":["lines","payments"]}"""));
        await Desk.Connect(portal.Admin, provider);
        desk = await Desk.Make(portal.Admin, "fake-large", tools: Desk.FindOrder);
        thread = await desk.NewThread("How long may a return take?");
        await desk.Say(thread, "How long may a return take?");
        visit = await Visit.Begin(chromium, portal.Address);
        await visit.SignIn($"/threads/{thread}");
        await Page.IsInteractive();
    }

    public async ValueTask DisposeAsync()
    {
        await visit.DisposeAsync();
        await portal.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task RichThread_InEveryLook_HasNoSeriousFault()
    {
        await Page.Say("And now my order A-1001");
        await Expect(Page.Replies()).ToHaveCountAsync(2);
        await Page.Say("Find it, then");
        await Expect(Page.GetByText("Needs its output")).ToBeVisibleAsync();
        await Expect(Page.Locator("math")).ToHaveCountAsync(2);
        var faults = await AccessibilityTests.FaultsInEveryLook(Page);
        Assert.True(faults.Count == 0, string.Join("\n", faults));
        await Draw("conversation");
        visit.AssertClean();
    }

    [Fact]
    public async Task Reply_IsRegeneratedWithAnotherModel_AndBothVersionsStay()
    {
        await Page.Button("Regenerate with another model").Last.ClickAsync();
        await Page.GetByLabel("Model", new() { Exact = true }).SelectOptionAsync(Desk.BuiltIn);
        await Page.Button("Regenerate").Last.ClickAsync();
        await Expect(Page.GetByText("2 of 2")).ToBeVisibleAsync();
        await Page.Replies().Last.Shows("built-in responder");

        await Page.Replies().Last.FocusAsync();
        await Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(Page.GetByText("1 of 2")).ToBeVisibleAsync();
        await Page.Replies().Last.Shows("Returns in short");
        await Page.Button("Details").Last.ClickAsync();
        await Expect(Page.GetByText("Version 1")).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task Quote_TakesWhatIsMarked_AndANoteOpensWhereOneReads()
    {
        await Page.Locator("blockquote").First.SelectTextAsync();
        await Page.Button("Quote").Last.ClickAsync();
        await Expect(Page.Composer()).ToBeFocusedAsync();
        await Expect(Page.Composer()).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^> The label is free in the EU"));

        await Page.Button("Note 1").ClickAsync();
        await Expect(Page.Locator("[popover]:popover-open")).ToContainTextAsync("section 4 of the terms");
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.Locator("[popover]:popover-open")).ToHaveCountAsync(0);
        visit.AssertClean();
    }

    [Fact]
    public async Task RightToLeft_ReadsFromTheRight()
    {
        await Page.Say("كم من الوقت لدي لإرجاع الطلب؟");
        var said = Page.Locator("article.user .said").Last;
        await Expect(said).ToHaveCSSAsync("direction", "rtl");
        await Page.EvaluateAsync("document.documentElement.dir = 'rtl'");
        var faults = await AccessibilityTests.FaultsInEveryLook(Page);
        Assert.True(faults.Count == 0, string.Join("\n", faults));
        await Draw("right-to-left");
        visit.AssertClean();
    }

    async Task Draw(string name)
    {
        if (Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") is not { Length: > 0 } folder) return;
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var width in new[] { 1280, 390 })
            {
                await Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await Page.SetViewportSizeAsync(width, 1000);
                foreach (var (part, key) in new[] { ("end", "End"), ("start", "Home") })
                {
                    await Page.Messages().FocusAsync();
                    await Page.Keyboard.PressAsync(key);
                    await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{part}-{scheme}-{width}.png".ToLowerInvariant()), Animations = ScreenshotAnimations.Disabled });
                }
            }
        }
    }
}
