using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.BrowserTests.Hosting;

/// <summary>Goes from page to page as links do, without loading the app anew each time.</summary>
public sealed partial class Moving
{
    /// <summary>Ends when what the navigation has drawn at once is on the screen, and what it asks for is asked.</summary>
    const string Navigate = """
        address => { Blazor.navigateTo(address); return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))); }
        """;

    readonly Lock gate = new();
    readonly IPage page;
    TaskCompletionSource quiet = new();
    int asked;

    public Moving(IPage page)
    {
        this.page = page;
        page.Request += (_, _) => Count(1);
        page.RequestFinished += (_, _) => Count(-1);
        page.RequestFailed += (_, _) => Count(-1);
        quiet.SetResult();
    }

    /// <summary>Until the page of the address is there, with the title that the server gives it, and with nothing still to come.</summary>
    public async Task To(string address)
    {
        var served = await page.APIRequest.GetAsync(address, new() { Headers = [new("Accept", "text/html")] });
        var title = WebUtility.HtmlDecode(Title().Match(await served.TextAsync()).Groups[1].Value);
        Assert.NotEmpty(title);
        await page.EvaluateAsync(Navigate, address);
        // Before it may stand how many things need the person.
        await Expect(page).ToHaveTitleAsync(new Regex($@"^(\(\d+\) )?{Regex.Escape(title)}$"));
        Assert.Equal(address, new Uri(page.Url).PathAndQuery);
        await Expect(page.Locator(".skeleton")).ToHaveCountAsync(0);
        await Quiet().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        await Expect(page.Locator(".skeleton, section[aria-busy=true]")).ToHaveCountAsync(0);
    }

    Task Quiet()
    {
        lock (gate) return quiet.Task;
    }

    void Count(int more)
    {
        lock (gate)
        {
            if (asked == 0 && more > 0) quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
            asked += more;
            if (asked == 0) quiet.TrySetResult();
        }
    }

    [GeneratedRegex("<title>([^<]*)</title>")]
    private static partial Regex Title();
}
