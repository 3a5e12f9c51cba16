using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Pages;

/// <summary>The composer in each of its states, light on a desktop and dark on a phone: no serious fault that axe finds.</summary>
public sealed class ComposerPagesTests(Chromium chromium)
{
    readonly List<string> faults = [];

    [Fact]
    public async Task EveryState_HasNoSeriousFault()
    {
        await using var portal = PortalHost.Start();
        await using var provider = await FakeProvider.Start(TestContext.Current.CancellationToken);
        var gate = new FakeGate();
        provider.Enqueue(new FakeReply().Say("You may return a parcel within thirty days.", " An opened one as well, unless it was made for you.").Wait(gate));
        await Desk.Connect(portal.Admin, provider);
        var desk = await Desk.Make(portal.Admin, "fake-large", tools: Desk.FindOrder);
        await using var relay = Relay.To(portal.Address);
        await using var visit = await Visit.Begin(chromium, relay.Address);
        visit.Expected = fault => Network.IsLoss(fault) || fault.Contains("429") || fault.Contains("409");
        var page = visit.Page;
        await visit.SignIn($"/threads/{await desk.NewThread()}");
        await page.Say("How long may a return take?");
        await page.Replies().Shows("thirty days");
        await Look(page, "running");
        foreach (var text in new[] { "And without a receipt?", "And if it was opened, worn for a week and washed by somebody who did not read the label at all?" }) await page.Say(text);
        await Expect(page.Locator(".queue li")).ToHaveCountAsync(2);
        await page.Composer().FillAsync("And");
        await page.Locator("#ways-to-send > summary").ClickAsync();
        await Look(page, "queue");
        await page.Keyboard.PressAsync("Escape");
        await page.Composer().FillAsync("/");
        await Expect(page.GetByRole(AriaRole.Listbox)).ToBeVisibleAsync();
        await Look(page, "slash");
        await page.Composer().FillAsync(string.Concat(Enumerable.Repeat("A long text. ", 15_390)));
        await Expect(page.Locator(".composer .notes")).ToContainTextAsync("too many");
        await Look(page, "too-long");
        await page.Composer().FillAsync("");
        await portal.Admin.Post($"/v2/projects/{desk.ProjectId}", """{"paused":true}""");
        await page.Say("Is it refused?");
        await Expect(page.Locator("article.unsent").GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        relay.Cut();
        await page.Say("Does it wait?");
        await Expect(page.Locator(".connection")).ToContainTextAsync("Offline");
        await Look(page, "offline");
        Assert.True(faults.Count == 0, string.Join("\n", faults));
        visit.AssertClean();
    }

    async Task Look(IPage page, string state)
    {
        faults.AddRange((await AccessibilityTests.FaultsInEveryLook(page)).Select(fault => $"{state}: {fault}"));
        if (Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") is not { Length: > 0 } folder) return;
        foreach (var (scheme, width, height) in new[] { (ColorScheme.Light, 1280, 900), (ColorScheme.Dark, 1280, 900), (ColorScheme.Light, 390, 844), (ColorScheme.Dark, 390, 844) })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, height);
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"composer-{state}-{width}-{scheme}.png") });
        }

        await page.SetViewportSizeAsync(1280, 900);
    }
}
