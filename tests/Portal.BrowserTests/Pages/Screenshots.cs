using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;

namespace Portal.BrowserTests.Pages;

/// <summary>
/// Draws the pages of docs/screenshots anew:
/// <c>dotnet test --project tests/Portal.BrowserTests --filter-class "*Screenshots" --explicit only</c>.
/// </summary>
public sealed class Screenshots(Chromium chromium, Showcase showcase) : IClassFixture<Showcase>
{
    static readonly Look Dark = Look.Desktop with { Scheme = ColorScheme.Dark };
    static readonly Look Phone = new(ColorScheme.Light, 390, 844);
    static readonly Look DarkPhone = Phone with { Scheme = ColorScheme.Dark };

    readonly PageSet pages = showcase.Pages;

    [Fact(Explicit = true)]
    public async Task Draw_MainPages_IntoTheDocs()
    {
        await Draw(
            Look.Desktop, ("projects", "/projects"), ("assistant", $"/assistants/{pages.AssistantId}"), ("threads", "/threads"), ("thread", $"/threads/{pages.RichThread}"),
            ("inspect", $"/threads/{pages.RichThread}?panel=run&reply={pages.ReplyId}"), ("run", $"/runs/{pages.RunId}"), ("providers", $"/providers?provider={pages.ProviderId}"),
            ("people", $"/people?user={pages.UserId}"), ("audit", "/audit"), ("policy", $"/policies/{pages.PolicyId}"), ("safety-events", "/policies/events"), ("approvals", "/approvals"), ("embed-settings", $"/assistants/{pages.AssistantId}?view=embed"),
            ("limits", $"/limits?project={pages.LimitedProject}"), ("limits-budget", $"/limits?project={pages.LimitedProject}&open=budget:{pages.BudgetId}"), ("refusal", $"/limits/refusals/{pages.RefusalId}"));
        await Draw(Dark, ("thread", $"/threads/{pages.RichThread}"), ("inspect", $"/threads/{pages.RichThread}?panel=why&reply={pages.ReplyId}"), ("usage", "/usage"), ("project", $"/projects/{pages.ProjectId}"), ("limits", $"/limits?project={pages.LimitedProject}"));
        await Draw(Phone, ("thread", $"/threads/{pages.RichThread}"), ("profile", "/profile"), ("limits", $"/limits?project={pages.LimitedProject}"));
        await Draw(DarkPhone, ("threads", "/threads"), ("approvals", "/approvals"), ("refusal", $"/limits/refusals/{pages.RefusalId}"));
    }

    async Task Draw(Look look, params (string Name, string Address)[] drawn)
    {
        await using var visit = await Visit.Begin(chromium, pages.Portal.Address, look);
        await visit.SignIn();
        await visit.Page.IsInteractive();
        var moving = new Moving(visit.Page);
        foreach (var (name, address) in drawn)
        {
            await moving.To(address);
            var image = await visit.Page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled });
            await File.WriteAllBytesAsync(Path.Combine(Folder(), $"{name}-{look}.png"), image, TestContext.Current.CancellationToken);
        }

        visit.AssertClean();
    }

    static string Folder()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Portal.sln"))) root = Path.GetDirectoryName(root)!;
        return Directory.CreateDirectory(Path.Combine(root, "docs", "screenshots")).FullName;
    }
}
