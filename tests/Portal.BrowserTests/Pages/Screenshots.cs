using Microsoft.Playwright;
using Portal.BrowserTests.Hosting;
using Portal.Tests.Hosting;

namespace Portal.BrowserTests.Pages;

/// <summary>
/// Draws the pages of docs/screenshots anew:
/// <c>dotnet test --project tests/Portal.BrowserTests --filter-class "*Screenshots" --explicit only</c>.
/// </summary>
public sealed class Screenshots(Chromium chromium, Showcase showcase, YearOfCosts year) : IClassFixture<Showcase>, IClassFixture<YearOfCosts>
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
            ("people", $"/people?user={pages.UserId}"), ("audit", "/audit"), ("policy", $"/policies/{pages.PolicyId}"), ("safety-events", "/policies/events"), ("approvals", "/approvals"), ("alerts", $"/alerts?alert={pages.AlertId}"), ("alert-delivery", "/alerts/delivery"), ("embed-settings", $"/assistants/{pages.AssistantId}?view=embed"),
            ("limits", $"/limits?project={pages.LimitedProject}"), ("limits-budget", $"/limits?project={pages.LimitedProject}&open=budget:{pages.BudgetId}"), ("refusal", $"/limits/refusals/{pages.RefusalId}"));
        await Draw(Dark, ("thread", $"/threads/{pages.RichThread}"), ("inspect", $"/threads/{pages.RichThread}?panel=why&reply={pages.ReplyId}"), ("usage", "/usage"), ("project", $"/projects/{pages.ProjectId}"), ("limits", $"/limits?project={pages.LimitedProject}"));
        await Draw(Phone, ("thread", $"/threads/{pages.RichThread}"), ("profile", "/profile"), ("limits", $"/limits?project={pages.LimitedProject}"));
        await Draw(DarkPhone, ("threads", "/threads"), ("alerts", "/alerts"), ("approvals", "/approvals"), ("refusal", $"/limits/refusals/{pages.RefusalId}"));
    }

    [Fact(Explicit = true)]
    public async Task Draw_CostPages_IntoTheDocs()
    {
        (string, string)[] drawn = [("pricing", "/pricing"), ("imports", "/pricing/imports"), ("import", $"/pricing/imports/{pages.ImportId}"), ("calculator", $"/costs/calculator?project={pages.ProjectId}&s1=1000-200-0-900-300-2.5-400&s2=0-1200-0-900-300-2.5-400&s3=0-0-1200-900-300-1-0"), ("usage-call", $"/usage/calls/{pages.CallId}"), ("usage-calls", $"/usage/calls?run={pages.RunId}")];
        await Draw(Look.Desktop, drawn);
        await Draw(DarkPhone, drawn);
    }

    [Fact(Explicit = true)]
    public async Task Draw_Costs_IntoTheDocs()
    {
        foreach (var look in new[] { Look.Desktop with { Width = 1440, Height = 1100 }, Dark with { Width = 1440, Height = 1100 }, Phone with { Height = 2400 }, DarkPhone })
            await Draw(year.Portal, look, ("costs", "/costs"), ("costs-year", "/costs?period=last_12_months&by=model"));
    }

    Task Draw(Look look, params (string Name, string Address)[] drawn) => Draw(pages.Portal, look, drawn);

    async Task Draw(PortalHost portal, Look look, params (string Name, string Address)[] drawn)
    {
        await using var visit = await Visit.Begin(chromium, portal.Address, look);
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
