using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.People;
using Portal.Client.Projects;
using Portal.Client.Tests.People;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Projects;

public sealed class ProjectMembersTests : PageTest
{
    static readonly ProjectMember Ina = new("user_4", "Ina", "ina@example.test", Role.Agent, ChatAccess.Write, 1_795_000_000);

    readonly FakePeople people = new();
    readonly FakeProjects projects = new();

    protected override void Register(IServiceCollection services) =>
        services.AddSingleton<IPeopleService>(people).AddSingleton<IProjectsService>(projects);

    [Fact]
    public void Reader_SeesThePlaces_AndChangesNothing()
    {
        var card = DrawMembers(editable: false);

        Assert.Contains("Agent", card.Find("tbody tr").TextContent, StringComparison.Ordinal);
        Assert.Empty(card.FindAll("select"));
        Assert.Empty(card.FindAll("button"));
    }

    [Fact]
    public void Add_FindsPeople_AndOffersWhoIsNotInYet()
    {
        var card = DrawMembers();
        Press(card, "Add member");
        card.Find("#add-member").Input("v");
        Assert.Empty(people.Inputs);
        card.Find("#add-member").Input("ve");
        Assert.Equal("ve", Assert.Single(people.Inputs));
        Assert.Contains("Already a member", card.Markup, StringComparison.Ordinal);
        Assert.Contains("Works in every project already", card.Markup, StringComparison.Ordinal);
        card.Find("#add-member-role").Change("viewer");

        Press(card, "Add");

        Assert.Equal(new ProjectMemberInput { UserId = "user_2", Role = Role.Viewer }, Assert.Single(projects.MembersSet));
        Assert.Equal(["Vera", "Ina"], card.FindAll("tbody tr bdi").Select(name => name.TextContent));
    }

    [Fact]
    public void Role_ThatAllowsNoWriting_TakesTheAccessAlong_AndIsUndone()
    {
        var card = DrawMembers();

        card.Find("select[aria-label='Role of Ina']").Change("viewer");
        Press(card, "Undo");

        Assert.Equal(
            [
                new ProjectMemberInput { UserId = "user_4", Role = Role.Viewer, ChatAccess = ChatAccess.None },
                new ProjectMemberInput { UserId = "user_4", Role = Role.Agent, ChatAccess = ChatAccess.Write },
            ],
            projects.MembersSet);
    }

    [Fact]
    public void Remove_IsTakenBackByUndo_WithTheSamePlace()
    {
        var card = DrawMembers();

        card.Find("button[title='Take Ina out of the project']").Click();
        Assert.Contains("No members yet", card.Markup, StringComparison.Ordinal);
        Press(card, "Undo");

        Assert.Equal(["user_4"], projects.MembersRemoved);
        Assert.Equal(new ProjectMemberInput { UserId = "user_4", Role = Role.Agent, ChatAccess = ChatAccess.Write }, Assert.Single(projects.MembersSet));
        Assert.Contains("Ina", card.Find("tbody").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusal_IsShown_AndThePlaceStays()
    {
        projects.Failure = ApiError.Conflict("The project is archived.", "project_archived");
        var card = DrawMembers();

        card.Find("button[title='Take Ina out of the project']").Click();

        Assert.Contains("The project is archived.", card.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Ina", card.Find("tbody").TextContent, StringComparison.Ordinal);
    }

    IRenderedComponent<ProjectMembers> DrawMembers(bool editable = true) => Draw<ProjectMembers>(Owner, card => card
        .Add(shown => shown.ProjectId, "proj_1").Add(shown => shown.Page, Page(Ina)).Add(shown => shown.Editable, editable));

    static void Press(IRenderedComponent<ProjectMembers> card, string text) =>
        card.FindAll("button").Single(button => button.TextContent.Trim() == text).Click();
}
