using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Projects;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Projects;

public sealed class ProjectsPageTests : PageTest
{
    readonly FakeProjects projects = new();

    protected override void Register(IServiceCollection services) => services
        .AddSingleton<IProjectsService>(projects)
        .AddSingleton<IProjectHomeService>(projects);

    [Fact]
    public void Failure_ShowsTheError_AndARetryLoads()
    {
        projects.Failure = Refused;
        var page = Draw<ProjectsPage>(Owner);
        Assert.Contains("Portal could not be reached.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);

        projects.Failure = null;
        page.FindAll("button").Single(button => button.TextContent.Contains("Try again", StringComparison.Ordinal)).Click();

        Assert.Equal("Support desk", page.Find("tbody a").TextContent);
    }

    [Fact]
    public void NoProjects_LeadsToTheFirstOne()
    {
        projects.Stored.Clear();

        Assert.Equal("No projects yet", Draw<ProjectsPage>(Owner).Find("h2").TextContent);
    }

    [Fact]
    public void Viewer_SeesNoCreateButton()
    {
        Assert.DoesNotContain("Create project", Draw<ProjectsPage>(Viewer).Markup, StringComparison.Ordinal);
        Assert.Contains("Create project", Draw<ProjectsPage>(Owner).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WithoutAName_IsNotSent()
    {
        var (page, dialogs) = OpenDialog();

        dialogs.Find("form").Submit();

        Assert.Equal("This may not be empty.", dialogs.Find(".error-text").TextContent);
        Assert.Empty(projects.Inputs);
    }

    [Fact]
    public void Create_RefusedName_StandsBesideTheField()
    {
        var (page, dialogs) = OpenDialog();
        projects.Failure = ApiError.Invalid("A project of this name exists.", "name");
        dialogs.Find("#field-name").Input("Support desk");

        dialogs.Find("form").Submit();

        Assert.Equal("A project of this name exists.", dialogs.Find("#field-name-error").TextContent);
        Assert.Equal("Support desk", dialogs.Find("#field-name").GetAttribute("value"));
    }

    [Fact]
    public void Create_OpensTheNewProject()
    {
        var (page, dialogs) = OpenDialog();
        dialogs.Find("#field-name").Input(" Returns ");
        dialogs.Find("#field-assistant_type").Change("customer_service");

        dialogs.Find("form").Submit();

        var input = Assert.Single(projects.Inputs);
        Assert.Equal(("Returns", "customer_service"), (input.Name, input.AssistantType));
        Assert.Equal("/projects/proj_2", Address);
    }

    [Fact]
    public void Older_IsAskedForByTheLastId()
    {
        var page = Draw<ProjectsPage>(Owner);
        Assert.Empty(page.FindAll("a[rel=prev]"));

        GoTo(page.Find("a[rel=next]").GetAttribute("href")!);
        Draw<ProjectsPage>(Owner);

        Assert.Equal("proj_1", projects.Asked!.After);
    }

    [Fact]
    public void Typing_SearchesAtTheServer_AndStandsInTheAddress()
    {
        projects.Stored.Add(FakeProjects.Make("proj_2", "Returns"));
        GoTo("/projects");
        var page = Draw<ProjectsPage>(Owner);

        page.Find("input[type=search]").Input(" retu");

        page.WaitForAssertion(() => Assert.Equal("Returns", Assert.Single(page.FindAll("tbody a")).TextContent));
        Assert.Equal("/projects?q=retu", Address);
        Assert.Equal(new ProjectFilter("retu"), projects.Filters[^1]);
    }

    [Fact]
    public void NothingFound_LeadsBackToAll()
    {
        GoTo("/projects?q=okapi&state=archived");
        var page = Draw<ProjectsPage>(Owner);

        Assert.Equal(new ProjectFilter("okapi", ProjectStatus.Archived), projects.Filters[^1]);
        Assert.Equal("No project fits", page.Find(".state h2").TextContent);
        Assert.Equal("projects", page.Find(".state a").GetAttribute("href"));
    }

    [Fact]
    public void Status_AndOrder_AreLinksThatKeepTheSearch()
    {
        GoTo("/projects?q=desk&after=proj_9");
        var page = Draw<ProjectsPage>(Owner);

        Assert.EndsWith("projects?q=desk&state=paused", page.FindAll(".segmented a")[2].GetAttribute("href"), StringComparison.Ordinal);
        var heads = page.FindAll("th a").Select(link => link.GetAttribute("href")!).ToArray();
        Assert.EndsWith("projects?q=desk&sort=name&order=asc", heads[0], StringComparison.Ordinal);
        Assert.EndsWith("projects?q=desk&sort=created_at&order=asc", heads[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Activity_IsSaidInWords_AndMoney()
    {
        projects.Activity = [new ProjectActivity("proj_1", 12.5m, 7, 1_795_000_000, [0, 5, 2])];

        var page = Draw<ProjectsPage>(Owner);

        Assert.StartsWith("7 runs in 3 days, the most on ", page.Find("svg.sparkline").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Contains("$12.50", page.Find("tbody tr").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Activity_ThatOneMayNotSee_HasNoColumns()
    {
        projects.Activity = null;

        Assert.DoesNotContain("This month", Draw<ProjectsPage>(Viewer).Markup, StringComparison.Ordinal);
    }

    (IRenderedComponent<ProjectsPage> Page, IRenderedComponent<MudBlazor.MudDialogProvider> Dialogs) OpenDialog()
    {
        var dialogs = DrawDialogs();
        var page = Draw<ProjectsPage>(Owner);
        page.Find(".button-primary").Click();
        return (page, dialogs);
    }
}
