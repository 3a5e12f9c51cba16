using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

/// <summary>A visitor of a customer's own site, and the team behind the chat.</summary>
public sealed class EmbedTests(Chromium chromium) : IAsyncLifetime
{
    readonly PortalHost portal = PortalHost.Start();
    FakeProvider provider = null!;
    Desk desk = null!;
    CustomerSite site = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await FakeProvider.Start(TestContext.Current.CancellationToken);
        await Desk.Connect(portal.Admin, provider);
        desk = await Desk.Make(portal.Admin, "fake-large");
        site = await CustomerSite.Open($"""<script src="{portal.Address}embed.js" data-assistant="{desk.AssistantId}" data-name="Ada Lovelace" data-accent="#7a3cff" async></script>""");
    }

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        await portal.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Administrator_OffersIt_VisitorChats_AsksForAPerson_AndGetsOne_AlsoAfterAReload()
    {
        await using var team = await Visit.Begin(chromium, portal.Address);
        await team.SignIn($"/assistants/{desk.AssistantId}?view=embed");
        await team.Page.GetByLabel("Offer this assistant on other sites").CheckAsync();
        await team.Page.GetByLabel("Allowed origins").FillAsync($"{site.Origin}/shop");
        await team.Page.Button("Save").ClickAsync();
        await Expect(team.Page.GetByText("must be an origin such as")).ToBeVisibleAsync();
        team.Expected = fault => fault.Contains("400", StringComparison.Ordinal);
        await team.Page.GetByLabel("Allowed origins").FillAsync(site.Origin);
        await team.Page.GetByLabel("Greeting").FillAsync("Ask us anything about lamps.");
        await team.Page.Button("Save").ClickAsync();
        await Expect(team.Page.GetByText("Saved. It holds at once.")).ToBeVisibleAsync();
        await Expect(team.Page.GetByLabel("Script for your site")).ToContainTextAsync($"embed.js\" data-assistant=\"{desk.AssistantId}\"");

        await using var visitor = await Visit.Begin(chromium, site.Address);
        visitor.Expected = fault => fault.Contains(portal.Address.Authority, StringComparison.Ordinal) && fault.StartsWith("request to another host", StringComparison.Ordinal);
        await visitor.Page.GotoAsync("/");
        await visitor.Page.Button("Chat").ClickAsync();
        var chat = visitor.Page.FrameLocator("iframe");
        await Expect(chat.GetByText("Ask us anything about lamps.")).ToBeVisibleAsync();
        provider.Enqueue(new FakeReply().Reason("The margin is secret.").Say("It is **in stock**."), new FakeReply().Say("No, sorry."));
        await chat.GetByLabel("Message", new() { Exact = true }).FillAsync("Is the red lamp there?");
        await chat.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(chat.Locator("article.message.assistant")).ToContainTextAsync("It is in stock.");
        await Expect(chat.Locator("article.message.user")).ToContainTextAsync("You");
        await Expect(chat.GetByText("The margin is secret.")).ToHaveCountAsync(0);
        await chat.GetByRole(AriaRole.Button, new() { Name = "Ask for a person" }).ClickAsync();
        await Expect(chat.GetByText("A person has been asked to join.")).ToBeVisibleAsync();

        await team.Page.GotoAsync("/threads?view=waiting");
        await team.Page.Locator("a.line").Filter(new() { HasText = "Ada Lovelace" }).ClickAsync();
        await team.Page.Button("Take over").ClickAsync();
        await team.Page.GetByLabel("Your answer to the customer").FillAsync("I put one aside for you.");
        await team.Page.Button("Send").ClickAsync();
        await Expect(chat.GetByText("I put one aside for you.")).ToBeVisibleAsync();
        await Expect(chat.GetByText("answers", new() { Exact = false }).First).ToBeVisibleAsync();

        // Closed, it counts what comes; the conversation is there again after a reload of the site.
        await chat.GetByRole(AriaRole.Button, new() { Name = "Close the chat" }).ClickAsync();
        await team.Page.GetByLabel("Your answer to the customer").FillAsync("Until tomorrow?");
        await team.Page.Button("Send").ClickAsync();
        await Expect(visitor.Page.Locator(".badge")).ToHaveTextAsync("1");
        await visitor.Page.ReloadAsync();
        await visitor.Page.Button("Chat").ClickAsync();
        await Expect(chat.GetByText("Until tomorrow?")).ToBeVisibleAsync();
        await chat.GetByLabel("Message", new() { Exact = true }).FillAsync("Yes.");
        await chat.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Expect(team.Page.Messages()).ToContainTextAsync("Yes.");
        Assert.Single(provider.Requests);
        visitor.AssertClean();
        team.AssertClean();
    }

    [Fact]
    public async Task SiteThatIsNotAllowed_ShowsNoChat()
    {
        var saved = await portal.Admin.Post($"/v2/assistants/{desk.AssistantId}/embed", """{"enabled":true,"allowed_origins":["https://shop.example.org"]}""");
        Assert.Equal(200, saved.Status);
        await using var visitor = await Visit.Begin(chromium, site.Address);
        visitor.Expected = _ => true;
        await visitor.Page.GotoAsync("/");
        await visitor.Page.RunAndWaitForConsoleMessageAsync(
            () => visitor.Page.Button("Chat").ClickAsync(), new() { Predicate = message => message.Text.Contains("frame-ancestors", StringComparison.Ordinal) });
        await Expect(visitor.Page.FrameLocator("iframe").GetByLabel("Message", new() { Exact = true })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task OwnPage_ChatsOnAPhone_InTheChosenColours()
    {
        var saved = await portal.Admin.Post($"/v2/assistants/{desk.AssistantId}/embed",
            $$"""{"enabled":true,"title":"Lamp help","scheme":"dark","accent":"#ffcc00","allowed_origins":["{{portal.Address.GetLeftPart(UriPartial.Authority)}}"]}""");
        Assert.Equal(200, saved.Status);
        provider.Enqueue(new FakeReply().Say("Good day."));
        await using var visitor = await Visit.Begin(chromium, portal.Address, new Look(ColorScheme.Light, 390, 844));
        await visitor.Page.GotoAsync($"/embed/{desk.AssistantId}");
        await visitor.Page.Composer().FillAsync("Hello");
        await visitor.Page.Button("Send").ClickAsync();
        await Expect(visitor.Page.Replies()).ToContainTextAsync("Good day.");
        Assert.Empty(await Axe.FaultsOf(visitor.Page));
        visitor.AssertClean();
    }
}
