using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;

namespace Portal.BrowserTests.Journeys;

public sealed class ProviderTests(Chromium chromium)
{
    [Fact]
    public async Task WrongKey_InTheTestAndInTheChat_IsSaidClearly()
    {
        await using var portal = PortalHost.Start();
        await using var provider = await FakeProvider.Start(TestContext.Current.CancellationToken);
        provider.ApiKey = "sk-right";
        await using var visit = await Visit.Begin(chromium, portal.Address);
        var page = visit.Page;
        await visit.SignIn("/providers");
        await page.GetByRole(AriaRole.Link, new() { Name = "Add provider" }).ClickAsync();
        var form = page.GetByRole(AriaRole.Form, new() { Name = "Provider" });
        await form.GetByLabel("Name").FillAsync("Fake");
        await form.GetByLabel("Base URL").FillAsync(provider.OpenAiUrl);
        await form.GetByLabel("API key").FillAsync("sk-wrong");
        await form.GetByRole(AriaRole.Button, new() { Name = "Add provider" }).ClickAsync();
        await page.ComesTo("**/providers?provider=prov_*");

        await page.Button("Test connection").ClickAsync();
        var connection = page.GetByRole(AriaRole.Region, new() { Name = "Connection" });
        await connection.Shows("The connection failed");
        await connection.Shows("Incorrect API key provided");

        await Desk.Route(portal.Admin, new Uri(page.Url).Query.Split('=')[1]);
        var desk = await Desk.Make(portal.Admin, "fake-large");
        await page.GotoAsync($"/threads/{await desk.NewThread()}");
        await page.Say("What are the rules?");
        var problem = page.Replies().GetByRole(AriaRole.Alert).Or(page.Replies().Locator(".problem"));
        await problem.First.Shows("provider");
        Assert.DoesNotContain("sk-wrong", await page.ContentAsync());

        provider.ApiKey = "sk-wrong";
        await page.Button("Retry").ClickAsync();
        await page.Replies().Shows("Hello from the fake provider.");
        visit.AssertClean();
    }
}
