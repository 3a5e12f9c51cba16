using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;

namespace Portal.BrowserTests.Pages;

/// <summary>
/// Draws the pages of docs/screenshots anew:
/// <c>dotnet test --project tests/Portal.BrowserTests --filter-class "*Screenshots" --explicit only</c>.
/// </summary>
public sealed class Screenshots(Chromium chromium, PageSet pages) : IClassFixture<PageSet>
{
    static readonly Look Phone = new(ColorScheme.Light, 390, 844);

    [Fact(Explicit = true)]
    public async Task Draw_MainPages_IntoTheDocs()
    {
        var dark = Look.Desktop with { Scheme = ColorScheme.Dark };
        await DrawOne("projects", "/projects", Look.Desktop);
        await DrawOne("project", $"/projects/{pages.ProjectId}", dark);
        await DrawOne("assistant", $"/assistants/{pages.AssistantId}", Look.Desktop);
        await DrawOne("thread", $"/threads/{pages.RichThread}", Look.Desktop);
        await DrawOne("thread", $"/threads/{pages.RichThread}", dark);
        await DrawOne("thread", $"/threads/{pages.RichThread}", Phone);
        await DrawOne("threads", "/threads", Phone with { Scheme = ColorScheme.Dark });
        await DrawOne("run", $"/runs/{pages.RunId}", Look.Desktop);
        await DrawOne("providers", $"/providers?provider={pages.ProviderId}", Look.Desktop);
        await DrawOne("people", $"/people?user={pages.UserId}", Look.Desktop);
        await DrawOne("profile", "/profile", Phone);
        await DrawOne("audit", "/audit", Look.Desktop);
        await DrawOne("usage", "/usage", dark);
    }

    async Task DrawOne(string name, string path, Look look)
    {
        await using var visit = await Visit.Begin(chromium, pages.Portal.Address, look);
        await visit.SignIn(path);
        await visit.Page.IsInteractive();
        var image = await visit.Page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled });
        await File.WriteAllBytesAsync(Path.Combine(Folder(), $"{name}-{look}.png"), image, TestContext.Current.CancellationToken);
        visit.AssertClean();
    }

    static string Folder()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Portal.sln"))) root = Path.GetDirectoryName(root)!;
        return Directory.CreateDirectory(Path.Combine(root, "docs", "screenshots")).FullName;
    }
}
