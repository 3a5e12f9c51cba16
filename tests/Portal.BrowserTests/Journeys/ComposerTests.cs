using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

/// <summary>Where a message is written: keys, drafts, the slash menu, the queue, and what is too long or refused.</summary>
public sealed class ComposerTests(Chromium chromium) : IAsyncLifetime
{
    readonly PortalHost portal = PortalHost.Start();
    readonly FakeGate gate = new();
    FakeProvider provider = null!;
    Visit visit = null!;
    Desk desk = null!;
    string thread = "";

    IPage Page => visit.Page;

    IKeyboard Keyboard => visit.Page.Keyboard;

    public async ValueTask InitializeAsync()
    {
        provider = await FakeProvider.Start(TestContext.Current.CancellationToken);
        await Desk.Connect(portal.Admin, provider);
        desk = await Desk.Make(portal.Admin, "fake-large", tools: Desk.FindOrder);
        thread = await desk.NewThread();
        visit = await Visit.Begin(chromium, portal.Address);
        await visit.SignIn($"/threads/{thread}");
        await Expect(Page.Composer()).ToBeEnabledAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await visit.DisposeAsync();
        await portal.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task SlashMenu_ByKeyboard_PutsACallIntoTheBox()
    {
        await Page.Composer().FocusAsync();
        await Keyboard.TypeAsync("/");
        await Expect(Page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await Keyboard.TypeAsync("fi");
        await Expect(Page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option, new() { Name = "/call find_order" })).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(Page.Composer()).ToHaveAttributeAsync("aria-activedescendant", "slash-0");
        await Keyboard.PressAsync("Escape");
        await Expect(Page.GetByRole(AriaRole.Listbox)).ToHaveCountAsync(0);
        await Expect(Page.Composer()).ToHaveValueAsync("/fi");
        await Keyboard.PressAsync("Backspace");
        await Keyboard.PressAsync("Enter");
        await Expect(Page.Composer()).ToHaveValueAsync("""/call find_order {"number":"text"}""");
        await Expect(Page.Composer()).ToBeFocusedAsync();
        await Keyboard.PressAsync("Enter");
        await Page.Replies().Shows("Hello from the fake provider.");
        await Keyboard.TypeAsync("/quo");
        await Keyboard.PressAsync("Tab");
        await Expect(Page.Composer()).ToHaveValueAsync("> Hello from the fake provider.\n\n");
        visit.AssertClean();
    }

    [Fact]
    public async Task CtrlEnter_ChosenOnce_HoldsAfterAReload()
    {
        await Page.Locator("#ways-to-send > summary").ClickAsync();
        await Page.Button("Ctrl+Enter sends").ClickAsync();
        await Expect(Page.Locator(".hint")).ToContainTextAsync("Ctrl+Enter sends");
        await Page.ReloadAsync();
        await Expect(Page.Locator(".hint")).ToContainTextAsync("Ctrl+Enter sends");
        await Page.Composer().FocusAsync();
        await Keyboard.TypeAsync("One line");
        await Keyboard.PressAsync("Enter");
        await Keyboard.TypeAsync("and another");
        await Keyboard.PressAsync("Control+Enter");
        await Expect(Page.Locator("article.message.user")).ToContainTextAsync("One line\nand another");
        visit.AssertClean();
    }

    [Fact]
    public async Task AltEnter_StoresWithoutAReply()
    {
        await Page.Composer().FillAsync("For the record");
        await Page.Composer().PressAsync("Alt+Enter");
        await Page.Messages().Shows("For the record");
        await Expect(Page.Locator(".composer .notes")).ToContainTextAsync("stored without asking the assistant");
        await Expect(Page.Locator("article.unsent")).ToHaveCountAsync(0);
        await Page.Say("And now answer");
        await Page.Replies().Shows("Hello from the fake provider.");
        await Expect(Page.Replies()).ToHaveCountAsync(1);
        Assert.Single(provider.Requests);
        visit.AssertClean();
    }

    [Fact]
    public async Task InputMethod_EnterWhileItComposes_SendsNothing()
    {
        await Page.Composer().FillAsync("にほん");
        await Page.Composer().EvaluateAsync("box => { for (const more of [{ isComposing: true }, { keyCode: 229 }]) box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...more })); }");
        await Expect(Page.Composer()).ToHaveValueAsync("にほん");
        await Page.Composer().PressAsync("Enter");
        await Expect(Page.Locator("article.message.user")).ToHaveCountAsync(1);
        visit.AssertClean();
    }

    [Fact]
    public async Task Draft_IsEachTabsOwn_AndSurvivesAReload()
    {
        var second = await visit.NewTab();
        await second.GotoAsync($"/threads/{thread}");
        await second.Composer().FillAsync("written in the second tab");
        await Page.Composer().FillAsync("written in the first tab");
        foreach (var page in new[] { Page, second }) await page.ReloadAsync();
        await Expect(Page.Composer()).ToHaveValueAsync("written in the first tab");
        await Expect(second.Composer()).ToHaveValueAsync("written in the second tab");
        await Page.GotoAsync($"/threads/{await desk.NewThread()}");
        await Expect(Page.Composer()).ToBeEnabledAsync();
        await Expect(Page.Composer()).ToHaveValueAsync("");
        visit.AssertClean();
    }

    [Fact]
    public async Task Queue_IsTheSameInTwoTabs_AndCanBeChanged()
    {
        provider.Enqueue(new FakeReply().Say("The first half,").Wait(gate).Say(" the second."));
        await Page.Say("What are the rules?");
        await Page.Replies().Shows("The first half,");
        await Page.Say("And without a receipt?");
        await Page.Say("And after a year?");
        var second = await visit.NewTab();
        await second.GotoAsync($"/threads/{thread}");
        foreach (var page in new[] { Page, second }) await Expect(page.Locator(".queue li")).ToHaveCountAsync(2);

        await second.Locator(".queue li").First.GetByLabel("Remove from the queue").ClickAsync();
        foreach (var page in new[] { Page, second }) await Expect(page.Locator(".queue li")).ToHaveCountAsync(1);
        await Page.Locator(".queue li").GetByLabel("Take back and edit").ClickAsync();
        await Expect(Page.Composer()).ToHaveValueAsync("And after a year?");
        await Expect(second.Locator(".queue li")).ToHaveCountAsync(0);
        await Page.Composer().FillAsync("And after ten years?");
        await Page.Composer().PressAsync("Enter");
        await Expect(second.Locator(".queue li")).ToContainTextAsync("And after ten years?");

        gate.Open();
        foreach (var page in new[] { Page, second })
        {
            await page.Replies().Last.Shows("Hello from the fake provider.");
            await Expect(page.Locator(".queue")).ToHaveCountAsync(0);
        }

        Assert.Equal(2, provider.Requests.Count);
        await Expect(Page.GetByText("And after a year?", new() { Exact = true })).ToHaveCountAsync(0);
        visit.AssertClean();
    }

    [Fact]
    public async Task TooLong_IsSaidBeforeItIsSent()
    {
        await Page.Composer().FillAsync(new string('x', 180_000));
        await Expect(Page.Locator(".composer .notes")).ToContainTextAsync("180,000 of 200,000 characters, about 45,000 tokens");
        await Page.Composer().FillAsync(new string('x', 200_001));
        await Expect(Page.Locator(".composer .notes")).ToContainTextAsync("1 character too many");
        await Expect(Page.Button("Send")).ToBeDisabledAsync();
        await Page.Composer().PressAsync("Enter");
        await Expect(Page.Composer()).ToHaveValueAsync(new string('x', 200_001));
        await Page.Composer().FillAsync(new string('x', 200_000));
        await Page.Button("Send").ClickAsync();
        await Expect(Page.Replies()).ToHaveCountAsync(1);
        visit.AssertClean();
    }

    [Fact]
    public async Task Refused_ComesBackWithItsReason()
    {
        await portal.Admin.Post($"/v2/projects/{desk.ProjectId}", """{"paused":true}""");
        await Page.Say("Are you there?");
        var unsent = Page.Locator("article.unsent");
        await Expect(unsent.GetByRole(AriaRole.Alert)).ToContainTextAsync("paused");
        await Page.ReloadAsync();
        await unsent.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await Expect(Page.Composer()).ToHaveValueAsync("Are you there?");
        await Expect(unsent).ToHaveCountAsync(0);
        await portal.Admin.Post($"/v2/projects/{desk.ProjectId}", """{"paused":false}""");
        await Page.Composer().PressAsync("Enter");
        await Page.Replies().Shows("Hello from the fake provider.");
        visit.Expected = fault => fault.Contains("409") || fault.Contains("429");
        visit.AssertClean();
    }
}
