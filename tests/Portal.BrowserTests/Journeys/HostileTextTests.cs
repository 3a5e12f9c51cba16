using System.Collections.Concurrent;
using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Journeys;

/// <summary>
/// Texts that want to run a script, to load something or to take the page over, in every place that shows a text. None
/// does: no script runs, no request goes out, no element of theirs is on the page, and each is there to be read.
/// </summary>
public sealed class HostileTextTests(Chromium chromium) : IAsyncLifetime
{
    static readonly string[] Payloads =
    [
        "<script>window.hit=1;fetch('/hit-1')</script>",
        "<img src=/hit-2 onerror=\"window.hit=2\">",
        "<svg onload=\"window.hit=3\"><use href=\"/hit-3#x\"/></svg>",
        "<iframe src=\"/hit-4\" srcdoc=\"<script>parent.hit=4</script>\"></iframe>",
        "<link rel=stylesheet href=/hit-5><style>@import '/hit-6';*{display:none}</style>",
        "<form action=/hit-7><button autofocus onfocus=\"window.hit=7\">Go</button></form>",
        "<base href=\"https://evil.example/\"><meta http-equiv=refresh content=\"0;url=/hit-8\">",
        "<video src=/hit-9 autoplay></video><audio src=/hit-9 autoplay></audio><object data=/hit-9></object><embed src=/hit-9>",
        "<a href=\"javascript:window.hit=10\">javascript</a> [link](javascript:window.hit=10) [data](data:text/html,<script>parent.hit=10</script>)",
        "![picture](https://evil.example/hit-11.png) ![](/hit-12.png) ![](data:image/svg+xml,<svg/onload=window.hit=12>)",
        "[![nested](//evil.example/hit-13.png)](https://evil.example/hit-13 'title\" onmouseover=\"window.hit=13')",
        "\"'><x onpointerenter=window.hit=14 style=\"position:fixed;inset:0\">over all</x>",
        "{{constructor.constructor('window.hit=15')()}} ${window.hit=15} @(window.hit=15) <!--<img src=/hit-15>-->",
        "$\\href{javascript:window.hit=16}{x}$ $\\text{<img src=/hit-16 onerror=window.hit=16>}$ $$\\html{<script>window.hit=16</script>}$$",
        "| <img src=/hit-17> | b |\n|---|---|\n| <script>window.hit=17</script> | ![](/hit-17) |",
        "```html\n<script>window.hit=18</script><img src=/hit-18>\n```",
        "```<img src=/hit-19>\nthe language is a payload\n```",
        "Note[^1]\n\n[^1]: <img src=/hit-20 onerror=window.hit=20> ![](/hit-20)",
    ];

    /// <summary>All payloads; a name has to be a line.</summary>
    static readonly string Everything = string.Join("\n\n", Payloads);

    const string Name = "<img src=/hit-name onerror=window.hit=100><script>window.hit=100</script>";

    readonly ConcurrentQueue<string> asked = new();
    readonly FakeGate half = new();
    readonly PortalHost portal = PortalHost.Start();
    FakeProvider provider = null!;
    Desk desk = null!;
    Visit visit = null!;
    string thread = "";

    IPage Page => visit.Page;

    public async ValueTask InitializeAsync()
    {
        provider = await FakeProvider.Start(TestContext.Current.CancellationToken);
        await Desk.Connect(portal.Admin, provider);
        desk = await Desk.Make(portal.Admin, "fake-large", $"Project {Name}", $"Assistant {Name}", Desk.FindOrder);
        thread = await desk.NewThread($"Title {Name}", $$"""{"customer_name":{{Desk.Text(Name)}},"note":{{Desk.Text(Payloads[1])}}}""");
        visit = await Visit.Begin(chromium, portal.Address);
        Page.Request += (_, request) => asked.Enqueue(request.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await visit.DisposeAsync();
        await portal.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Reply_StreamedAndWhole_IsTextAndNothingElse()
    {
        var pieces = Everything.Chunk(7).Select(piece => new string(piece)).ToList();
        provider.Enqueue(
            new FakeReply().Reason(pieces).Say(pieces.Take(pieces.Count / 2)).Wait(half).Say(pieces.Skip(pieces.Count / 2)),
            new FakeReply().Call(0, "call_1", "find_order", $$"""{"number":{{Desk.Text(Everything)}}}"""));
        await visit.SignIn($"/threads/{thread}");
        await Page.IsInteractive();
        await Page.Say(Everything);
        await half.Reached.WaitAsync(TestContext.Current.CancellationToken);
        await Page.Replies().Shows(Payloads[2]);
        await IsHarmless();
        half.Open();
        await Expect(Page.Button("Stop")).ToHaveCountAsync(0);
        foreach (var text in new[] { Payloads[0], "over all", "the language is a payload", "window.hit=17" }) await Page.Replies().Shows(text);
        await Page.Unfold();
        await IsHarmless();

        await Page.Say("Find it.");
        var call = Page.Locator("article .fold").Last;
        await Expect(Page.GetByText("Needs its output")).ToBeVisibleAsync();
        await call.Locator("textarea").FillAsync(Everything);
        provider.Enqueue(new FakeReply().Say("Found."));
        await call.GetByRole(AriaRole.Button, new() { Name = "Submit output" }).ClickAsync();
        await Page.Replies().Last.Shows("Found.");
        await Page.ReloadAsync();
        await Page.IsInteractive();
        await Page.Messages().Shows(Payloads[0]);
        await Page.Unfold();
        await IsHarmless();
        visit.AssertClean();
    }

    [Fact]
    public async Task EveryOtherPlace_IsTextAndNothingElse()
    {
        provider.Enqueue(new FakeReply().Say(Everything), FakeReply.Status(400, $$$"""{"error":{"message":{{{Desk.Text(Name)}}}}}"""));
        var reply = (await desk.Say(thread, Everything))["reply"].GetProperty("id").GetString();
        await desk.Say(thread, "And again");
        var person = await Person.Join(portal, desk.ProjectId, $"Person {Name}");
        await person.Post($"/v2/threads/{thread}/notes", $$"""{"text":{{Desk.Text(Everything)}}}""");
        await person.Post($"/v2/threads/{thread}/messages/{reply}/feedback", $$"""{"rating":"down","comment":{{Desk.Text(Name)}}}""");
        await person.Post($"/v2/threads/{thread}/request_person", $$"""{"reason":{{Desk.Text(Name)}}}""");
        await portal.Admin.Post($"/v2/projects/{desk.ProjectId}/canned_replies", $$"""{"name":"evil","title":{{Desk.Text(Name)}},"text":{{Desk.Text(Everything)}}}""");
        var link = new Uri((await person.Post($"/v2/threads/{thread}/shares"))["url"].GetString()!).PathAndQuery;
        await visit.SignIn();
        await Page.IsInteractive();
        var moving = new Moving(Page);
        foreach (var address in new[] { "/threads", "/threads?view=waiting", $"/threads/{thread}", link })
        {
            await moving.To(address);
            await Page.Locator("main").Shows("onerror=window.hit");
            await IsHarmless();
        }

        foreach (var panel in new[] { "run", "memory", "details", "why" })
        {
            await moving.To($"/threads/{thread}?panel={panel}&reply={reply}");
            await Page.Unfold();
            await IsHarmless();
        }

        await moving.To($"/threads/{thread}");
        await Page.Composer().FillAsync("/ev");
        await Expect(Page.Locator("[role=option]")).ToContainTextAsync("onerror=window.hit");
        await IsHarmless();
        await Page.Composer().PressAsync("Enter");
        await Expect(Page.Composer()).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("window\\.hit=2"));
        await IsHarmless();
        visit.AssertClean();
    }

    /// <summary>Nothing ran, nothing was asked for, and no element is there that the portal does not make itself.</summary>
    async Task IsHarmless()
    {
        Assert.Equal("undefined", await Page.EvaluateAsync<string>("() => typeof window.hit"));
        Assert.DoesNotContain(asked, url => url.Contains("hit-", StringComparison.Ordinal));
        var foreign = await Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll("body *")].filter(one =>
                [...one.attributes].some(attribute => attribute.name.startsWith("on") || /^\s*(javascript|data|vbscript):/i.test(attribute.value) && ["href", "src", "action"].includes(attribute.name))
                || one.matches("iframe, object, embed, video, audio, x, form[action*=hit], :is(main, nav, header, [role=dialog]) :is(style, link, meta, base, script), main img"))
              .map(one => one.outerHTML.slice(0, 200))
            """);
        Assert.Empty(foreign);
    }
}
