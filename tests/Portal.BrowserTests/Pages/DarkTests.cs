using System.Diagnostics;
using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.BrowserTests.Journeys;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Pages;

/// <summary>
/// The desk's main states in dark, compared with the same state in light: everything stands where it stands, and the
/// picture is dark throughout with every text to be read on it. Two pictures of one state are the same.
/// </summary>
public sealed class DarkTests(Chromium chromium) : IAsyncLifetime
{
    readonly PortalHost portal = PortalHost.Start();
    FakeProvider provider = null!;
    Desk desk = null!;
    Visit visit = null!;
    string thread = "";

    IPage Page => visit.Page;

    public async ValueTask InitializeAsync()
    {
        provider = await FakeProvider.Start(TestContext.Current.CancellationToken);
        provider.Enqueue(
            new FakeReply().Reason("The customer asks for the return policy.").Say(ConversationTests.Rich),
            new FakeReply().Say("I look it up.").Call(0, "call_1", "find_order", """{"number":"A-1001","with":["lines","payments"]}"""));
        await Desk.Connect(portal.Admin, provider);
        desk = await Desk.Make(portal.Admin, "fake-large", tools: Desk.FindOrder);
        thread = await desk.NewThread("How long may a return take?", """{"customer_name":"Joan Clarke"}""");
        await desk.Say(thread, "How long may a return take?");
        await desk.Say(thread, "And my order A-1001?");
        visit = await Visit.Begin(chromium, portal.Address);
        await visit.SignIn("/threads");
        await Page.IsInteractive();
    }

    public async ValueTask DisposeAsync()
    {
        await visit.DisposeAsync();
        await portal.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task EveryState_IsTheLightOneInDark()
    {
        var moving = new Moving(Page);
        var faults = new List<string>();
        await moving.To("/threads");
        faults.AddRange(await FaultsOf("list"));
        await moving.To("/threads?query=nothing");
        faults.AddRange(await FaultsOf("nothing found"));
        await moving.To($"/threads/{thread}?panel=run");
        faults.AddRange(await FaultsOf("inspect"));
        await moving.To($"/threads/{thread}");
        await Page.Messages().FocusAsync();
        await Page.Keyboard.PressAsync("Home");
        await Page.Unfold();
        await Expect(Page.Locator("math")).ToHaveCountAsync(2);
        faults.AddRange(await FaultsOf("start of the thread"));
        await Page.Messages().FocusAsync();
        await Page.Keyboard.PressAsync("End");
        await Expect(Page.GetByText("Needs its output")).ToBeInViewportAsync();
        faults.AddRange(await FaultsOf("end of the thread"));
        await Page.Composer().FillAsync("/");
        await Expect(Page.GetByRole(AriaRole.Listbox)).ToBeVisibleAsync();
        faults.AddRange(await FaultsOf("slash menu"));
        await Page.Composer().FillAsync("");
        await Page.Locator("#thread-menu > summary").ClickAsync();
        faults.AddRange(await FaultsOf("menu"));
        await Page.GetByText("Share inside the organization").First.ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        faults.AddRange(await FaultsOf("dialog"));
        await Page.SetViewportSizeAsync(390, 844);
        faults.AddRange(await FaultsOf("dialog on a phone"));
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        faults.AddRange(await FaultsOf("thread on a phone"));

        Assert.True(faults.Count == 0, string.Join("\n", faults));
        visit.AssertClean();
    }

    /// <summary>That the comparison finds what it is for.</summary>
    [Theory]
    [InlineData(".composer textarea { background: #fff !important; }", "light")]
    [InlineData(".message p { color: #22262b !important; }", "text")]
    [InlineData("@media (prefers-color-scheme: dark) { .message { padding-top: 30px !important; } }", "stands elsewhere")]
    [InlineData("html:root { color-scheme: light !important; }", "light")]
    public async Task Fault_IsSeen(string style, string said)
    {
        var moving = new Moving(Page);
        await moving.To($"/threads/{thread}");
        await Expect(Page.Locator(".message p").Last).ToBeVisibleAsync();
        await Page.AddStyleTagAsync(new() { Content = style });

        Assert.Contains(await FaultsOf("thread"), fault => fault.Contains(said, StringComparison.Ordinal));
    }

    /// <summary>In light and in dark, once they are the same in light before and after: something may still be on its way.</summary>
    async Task<(string[] Light, string[] Dark)> SettledBoxes()
    {
        for (var clock = Stopwatch.StartNew(); ;)
        {
            var before = await BoxesIn(ColorScheme.Light);
            var dark = await BoxesIn(ColorScheme.Dark);
            var light = await BoxesIn(ColorScheme.Light);
            if (!light.SequenceEqual(before) && clock.Elapsed < TimeSpan.FromMinutes(1)) continue;
            await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            return (light, dark);
        }
    }

    async Task<string[]> BoxesIn(ColorScheme scheme)
    {
        await Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        return await DarkPicture.BoxesOf(Page);
    }

    async Task<List<string>> FaultsOf(string state)
    {
        var (light, dark) = await SettledBoxes();
        var picture = await DarkPicture.Of(Page);
        var faults = light.Except(dark).Select(box => $"stands elsewhere in dark: {box}").Take(5).ToList();
        faults.AddRange(await DarkPicture.FaultsOf(Page, picture));
        if (Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") is { Length: > 0 } folder)
            await File.WriteAllBytesAsync(Path.Combine(folder, $"dark-{state.Replace(' ', '-')}.png"), picture, TestContext.Current.CancellationToken);
        return [.. faults.Select(fault => $"{state}: {fault}")];
    }
}
