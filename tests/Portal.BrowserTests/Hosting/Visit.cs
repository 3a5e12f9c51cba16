using System.Collections.Concurrent;
using Microsoft.Playwright;
using Portal.Tests.Hosting;

namespace Portal.BrowserTests.Hosting;

/// <summary>How a visitor sees the pages.</summary>
public sealed record Look(ColorScheme Scheme = ColorScheme.Light, int Width = 1280, int Height = 900, string Language = "en-US")
{
    public static readonly Look Desktop = new();

    public bool IsPhone => Width < 700;

    public override string ToString() => $"{(IsPhone ? "phone" : "desktop")}-{(Scheme == ColorScheme.Dark ? "dark" : "light")}";
}

/// <summary>
/// A person's browser with a profile of its own, in one or more tabs. It keeps what no journey may have: errors on the
/// console (a violated security policy is one), failures of scripts, and requests to another host.
/// </summary>
public sealed class Visit : IAsyncDisposable
{
    const float Patience = 60_000;

    readonly ConcurrentQueue<string> faults = new();
    readonly ConcurrentDictionary<object, string> underWay = new();
    readonly Uri address;
    readonly IBrowserContext context;

    Visit(Uri address, IBrowserContext context)
    {
        this.address = address;
        this.context = context;
        context.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
    }

    public IPage Page { get; private set; } = null!;

    /// <summary>Console errors that the journey itself brings about, such as those of a server that was killed.</summary>
    public Func<string, bool> Expected { get; set; } = _ => false;

    public static async Task<Visit> Begin(Chromium chromium, Uri address, Look? look = null)
    {
        look ??= Look.Desktop;
        var context = await chromium.Browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ColorScheme = look.Scheme,
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            Locale = look.Language,
            HasTouch = look.IsPhone,
            ReducedMotion = ReducedMotion.Reduce,
        });
        var visit = new Visit(address, context);
        visit.Page = await visit.NewTab();
        return visit;
    }

    public async Task<IPage> NewTab()
    {
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type == "error") faults.Enqueue($"console: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => faults.Enqueue($"script: {error}");
        page.Request += (_, request) =>
        {
            underWay[request] = $"{request.Method} {request.Url}";
            KeepForeign(request.Url);
        };
        page.RequestFinished += (_, request) => Forget(request);
        page.RequestFailed += (_, request) => Forget(request);
        page.WebSocket += (_, socket) => KeepForeign(socket.Url);
        return page;
    }

    /// <summary>Asks for the path, is sent to the sign-in, and comes back.</summary>
    public async Task SignIn(string path = "/projects", string email = PortalHost.AdminEmail, string password = PortalHost.AdminPassword)
    {
        await Page.GotoAsync(path);
        await Page.GetByLabel("Email").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Page.GetByRole(AriaRole.Main).First.WaitForAsync();
        Assert.Equal(path, new Uri(Page.Url).PathAndQuery);
    }

    public void AssertClean()
    {
        var unexpected = faults.Where(fault => !Expected(fault)).ToList();
        Assert.True(unexpected.Count == 0, string.Join('\n', unexpected));
    }

    /// <summary>
    /// Says what a journey that failed met. Where PORTAL_SCREENSHOTS names a folder, the last that was seen stays there.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        var output = TestContext.Current.TestOutputHelper;
        foreach (var fault in faults.Where(fault => !Expected(fault))) output?.WriteLine(fault);
        foreach (var request in underWay.Values) output?.WriteLine($"without an answer: {request}");
        if (Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") is { Length: > 0 } folder)
        {
            var name = TestContext.Current.Test?.TestCase.TestMethod?.MethodName;
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
        }

        await context.DisposeAsync();
    }

    void Forget(object request) => underWay.TryRemove(request, out _);

    void KeepForeign(string url)
    {
        var asked = new Uri(url);
        if (asked.Scheme is "data" or "blob") return;
        if (asked.Authority != address.Authority) faults.Enqueue($"request to another host: {url}");
    }
}
