using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Desk;
using Portal.Client.Layout;
using Portal.Client.People;
using Portal.Client.Projects;
using Portal.Client.Tests.Desk;
using Portal.Client.Tests.Projects;
using Portal.Client.Tests.Shared;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Layout;

public sealed class ShellTests : PageTest, ISessionService
{
    readonly FakeProjects projects = new();
    readonly FakeDesk desk = new();

    protected override void Register(IServiceCollection services) => services
        .AddSingleton<IProjectsService>(projects)
        .AddSingleton(Refusing.Everything<IAssistantsService>())
        .AddSingleton(Refusing.Everything<IThreadsService>())
        .AddSingleton(Refusing.Everything<IPeopleService>())
        .AddSingleton<IDeskEvents>(desk)
        .AddSingleton<IDeskService>(desk)
        .AddSingleton<ISessionService>(this);

    Task<Result<Session>> ISessionService.Get(CancellationToken cancellation) => Task.FromResult<Result<Session>>(Owner);

    [Fact]
    public void Navigation_LeadsOnWithinTheChosenProject()
    {
        GoTo("/assistants?project=proj_1");

        var links = Render<NavigationLinks>(of => of.Add(shown => shown.Session, Owner)).FindAll("a").Select(link => link.GetAttribute("href")).ToArray();

        Assert.Contains("threads?project=proj_1", links);
        Assert.Contains("usage?project=proj_1", links);
    }

    [Fact]
    public void Navigation_KeepsTheProjectAcrossPagesWithoutOne()
    {
        GoTo("/projects/proj_1");
        var navigation = Render<NavigationLinks>(of => of.Add(shown => shown.Session, Owner));

        GoTo("/providers");

        Assert.Equal("threads?project=proj_1", navigation.Find("a").GetAttribute("href"));
    }

    [Fact]
    public void Navigation_MarksTheOpenPage()
    {
        GoTo("/assistants/asst_1");

        var open = Render<NavigationLinks>(of => of.Add(shown => shown.Session, Owner)).Find("a[aria-current=page]");

        Assert.Equal("Assistants", open.TextContent.Trim());
    }

    [Theory]
    [InlineData("/pricing", "Price book")]
    [InlineData("/pricing/imports/imp_1", "Provider exports")]
    public void Navigation_MarksOneLink_WherePagesStandUnderEachOther(string address, string text)
    {
        GoTo(address);

        var open = Render<NavigationLinks>(of => of.Add(shown => shown.Session, Owner)).FindAll("a[aria-current=page]");

        Assert.Equal(text, Assert.Single(open).TextContent.Trim());
    }

    [Fact]
    public void Navigation_OffersProvidersToAdministratorsOnly()
    {
        Assert.Contains("href=\"providers\"", Render<NavigationLinks>(of => of.Add(shown => shown.Session, Owner)).Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"providers\"", Render<NavigationLinks>(of => of.Add(shown => shown.Session, Viewer)).Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/usage?month=2026-10", "usage?project=proj_1")]
    [InlineData("/projects/proj_9", "projects/proj_1")]
    [InlineData("/threads/thread_1", "threads?project=proj_1")]
    [InlineData("/providers", "threads?project=proj_1")]
    public void Switcher_StaysOnTheSameKindOfPage(string from, string to)
    {
        GoTo(from);

        var switcher = Render<ProjectSwitcher>(of => of.Add(shown => shown.Projects, Page(FakeProjects.Make("proj_1", "Support desk"))));

        Assert.Equal(to, switcher.FindAll("a")[1].GetAttribute("href"));
    }

    [Fact]
    public void Switcher_BackToAllProjects_ForgetsTheKeptOne()
    {
        GoTo("/usage?project=proj_1");
        var navigation = Render<NavigationLinks>(of => of.Add(shown => shown.Session, Owner));

        GoTo(Services.GetRequiredService<ProjectScope>().SwitchTo(null));

        Assert.Equal("threads", navigation.Find("a").GetAttribute("href"));
    }

    [Fact]
    public void Switcher_ShowsARenamedProjectAtOnce()
    {
        GoTo("/projects/proj_1");
        var shell = Render<MainLayout>(of => of.Add(shown => shown.Body, "<h1>Project</h1>"));
        Assert.Contains("Support desk", shell.Find("#project-menu summary").TextContent, StringComparison.Ordinal);

        projects.Stored[0] = FakeProjects.Make("proj_1", "Returns");
        Services.GetRequiredService<ProjectScope>().NotifyProjectsChanged();

        shell.WaitForAssertion(() => Assert.Contains("Returns", shell.Find("#project-menu summary").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Switcher_FindsAProjectAtTheServer()
    {
        projects.Stored.Add(FakeProjects.Make("proj_200", "Warehouse"));
        GoTo("/usage");
        var switcher = Render<ProjectSwitcher>(of => of.Add(shown => shown.Projects, new ListPage<Project>([projects.Stored[0]], null, null, HasMore: true)));

        switcher.Find("input[type=search]").Input("ware");

        Assert.Equal(new ProjectFilter("ware", ProjectStatus.Active), projects.Filters[^1]);
        Assert.Equal("usage?project=proj_200", switcher.FindAll("a.menu-item")[0].GetAttribute("href"));
        switcher.Find("input[type=search]").Input("nothing");
        Assert.Contains("No active project", switcher.Find(".menu-note").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Switcher_NamesAnOpenProjectBeyondItsList()
    {
        projects.Stored.Add(FakeProjects.Make("proj_200", "Warehouse"));
        GoTo("/projects/proj_200");

        var switcher = Render<ProjectSwitcher>(of => of.Add(shown => shown.Projects, Page(projects.Stored[0])));

        Assert.Contains("Warehouse", switcher.Find("summary").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Bell_CountsInTheNavigation_AndFollowsTheDeskOnce()
    {
        var shell = Render<MainLayout>(of => of.Add(shown => shown.Body, "<h1>Project</h1>"));

        desk.Say(new DeskSnapshot([], [new("attn_1", "thread_1", "proj_1", "Refund", AttentionReason.Reply, null, null, 1_795_000_000)]));

        shell.WaitForAssertion(() => Assert.Equal("1", shell.Find(".shell-nav .bell .count").TextContent));
        Assert.Equal(1, desk.Followers);
    }

    [Fact]
    public void SignOut_IsAPlainForm_ThatWorksWithoutTheBrowsersProgram()
    {
        var form = Render<SessionMenu>(of => of.Add(shown => shown.Session, Owner)).Find("form");

        Assert.Equal(("post", "sign-out"), (form.GetAttribute("method"), form.GetAttribute("action")));
        Assert.Equal("Sign out", form.QuerySelector("button[type=submit]")!.TextContent.Trim());
    }

    [Fact]
    public void Theme_ShowsWhatWasChosen_AndKeepsAnother()
    {
        JSInterop.Setup<string>("portalTheme.get").SetResult("dark");
        var choice = Render<ThemeChoice>();
        Assert.Equal("Dark", choice.Find("[aria-pressed=true]").TextContent);

        choice.FindAll("button")[0].Click();

        Assert.Equal("Light", choice.Find("[aria-pressed=true]").TextContent);
        Assert.Equal("light", JSInterop.VerifyInvoke("portalTheme.set").Arguments[0]);
    }
}
