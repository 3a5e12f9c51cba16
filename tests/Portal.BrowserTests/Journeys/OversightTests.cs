using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

public sealed class OversightTests(Chromium chromium)
{
    [Fact]
    public async Task AuditLog_FromAPersonToWhatTheyChanged_KeptAndExported()
    {
        await using var portal = PortalHost.Start();
        var desk = await Desk.Make(portal.Admin);
        var words = string.Join(' ', Enumerable.Range(0, 40).Select(number => $"word{number}"));
        await portal.Admin.Post($"/v2/assistants/{desk.AssistantId}", $$"""{"instructions":"{{words}}"}""");
        await portal.Admin.Post($"/v2/assistants/{desk.AssistantId}", $$"""{"instructions":"{{words.Replace("word7 ", "seven ", StringComparison.Ordinal)}}"}""");
        await using var visit = await Visit.Begin(chromium, portal.Address);
        var page = visit.Page;
        await visit.SignIn("/audit");
        await page.IsInteractive();

        var action = page.GetByLabel("Action", new() { Exact = true });
        await action.FillAsync("assistant.up");
        await page.GetByRole(AriaRole.Option, new() { Name = "assistant.updated" }).WaitForAsync();
        await action.PressAsync("ArrowDown");
        await action.PressAsync("Enter");
        await Expect(action).ToHaveValueAsync("assistant.updated");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Actor" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "First key" }).ClickAsync();
        await page.GetByLabel("Search").FillAsync("seven");
        await page.Button("Apply").ClickAsync();
        await page.ComesTo("**/audit?action=assistant.updated&actor_id=key_*&query=seven");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.GetByText("Searched from")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "assistant.updated" }).ClickAsync();
        var panel = page.GetByRole(AriaRole.Complementary, new() { Name = "assistant.updated" });
        await Expect(panel.Locator(".words del")).ToHaveTextAsync("removed: word7");
        await Expect(panel.Locator(".words ins")).ToHaveTextAsync("added: seven");

        await page.Locator("#audit-saved > summary").ClickAsync();
        await page.GetByLabel("Keep the present filters as").FillAsync("Rewritten");
        await page.Button("Save filter").ClickAsync();
        await Expect(page.Locator("#audit-saved a")).ToHaveTextAsync("Rewritten");
        await page.Locator("#export > summary").ClickAsync();
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        Assert.Equal("audit_log.csv", file.SuggestedFilename);

        await panel.GetByRole(AriaRole.Link, new() { Name = "Open the assistant" }).ClickAsync();
        await page.ComesTo($"**/assistants/{desk.AssistantId}");
        await page.GotoAsync("/audit");
        await page.IsInteractive();
        await page.Locator("#audit-saved > summary").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Rewritten" }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);

        await page.SetViewportSizeAsync(390, 800);
        await page.Locator("#export > summary").ClickAsync();
        var box = await page.Locator("#export > .menu-panel").BoundingBoxAsync();
        Assert.InRange(box!.X, 0, 390 - box.Width);
        visit.AssertClean();
    }

    [Fact]
    public async Task Usage_FromABarToItsRuns_AlsoOnAPhone()
    {
        await using var portal = PortalHost.Start();
        var desk = await Desk.Make(portal.Admin);
        await desk.Say(await desk.NewThread(), "How long may a return take?");
        await using var visit = await Visit.Begin(chromium, portal.Address);
        var page = visit.Page;
        await visit.SignIn("/usage");
        await page.IsInteractive();
        await page.GetByRole(AriaRole.Link, new() { Name = "Assistant", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Returns desk" }).ClickAsync();
        await page.ComesTo($"**/usage/runs?period=this_month&by=assistant&group={desk.AssistantId}");
        await Expect(page.GetByText("assistant: Returns desk")).ToBeVisibleAsync();
        await page.Locator("tbody a").First.ClickAsync();
        await page.ComesTo("**/runs/run_*");
        await page.GoBackAsync();
        await page.GoBackAsync();
        await page.Locator(".bars a[title$='so far']").ClickAsync();
        await page.ComesTo("**/usage/runs?period=*..*");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);

        await page.SetViewportSizeAsync(390, 844);
        await page.GotoAsync("/usage?by=member");
        await page.IsInteractive();
        foreach (var label in new[] { "Provider cost", "Model calls", "Tool calls", "Output" })
            await Expect(page.Locator($"tbody td[data-label='{label}']")).ToBeVisibleAsync();
        visit.AssertClean();
    }
}
