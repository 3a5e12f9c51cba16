using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.People;
using Portal.Client.Projects;
using Portal.Client.Security;
using Portal.Client.Tests.Projects;
using Portal.Client.Tests.Security;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.People;

public sealed class PeoplePageTests : PageTest
{
    readonly FakePeople people = new();
    readonly FakeTwoFactor twoFactor = new();

    protected override void Register(IServiceCollection services) => services
        .AddSingleton<IPeopleService>(people).AddSingleton<IInvitesService>(people).AddSingleton<IProjectsService>(new FakeProjects())
        .AddSingleton<ITwoFactorService>(twoFactor);

    static Session Administrator => new("user_3", "Bob", "bob@example.test", Role.Admin, true, []);

    [Fact]
    public void Viewer_IsToldWhoseWorkItIs_AndNothingIsAskedFor()
    {
        var page = Draw<PeoplePage>(Viewer);

        Assert.Contains("administrators' work", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Null(people.Asked);
    }

    [Fact]
    public void Filters_StandInTheAddress_AndAreAskedFor()
    {
        GoTo("/people?sort=name&order=asc&after=user_9");
        var page = Draw<PeoplePage>(Owner);
        page.Find("#people-words").Change(" vera ");
        page.Find("#people-role").Change("agent");
        page.Find("#people-status").Change("deactivated");

        page.Find("form[role=search]").Submit();

        Assert.Equal("/people?sort=name&order=asc&query=vera&role=agent&status=deactivated", Address);
        Draw<PeoplePage>(Owner);
        Assert.Equal(new PeopleFilter("vera", Role.Agent, UserStatus.Deactivated), people.Asked);
    }

    [Fact]
    public void Table_SaysProjects_AndWhoHasAll()
    {
        var rows = Draw<PeoplePage>(Owner).FindAll("tbody tr");

        Assert.Contains("All", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Support desk and 2 more", rows[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Panel_OffersAllAboutAPersonAsAFile() => Assert.Equal(
        "v2/organization/users/user_2/export", Open("user_2", Owner).Find(".side-panel a[download]").GetAttribute("href"));

    [Fact]
    public void Panel_ExplainsAccess()
    {
        var panel = Open("user_2", Owner).Find(".side-panel");

        Assert.Contains("as agent, with chat access read", panel.TextContent, StringComparison.Ordinal);
        Assert.Contains("May see the project and its assistants, read conversations.", panel.TextContent, StringComparison.Ordinal);
        Assert.Contains("Firefox on Windows", panel.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Panel_OfTheOwner_IsReadOnlyForAnAdmin()
    {
        var page = Open("user_1", Administrator);

        Assert.Contains("only the owner changes it", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#field-name"));
        Assert.DoesNotContain("Make a password link", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Sign out", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Panel_OfAnybodyElse_OffersOwnershipToTheOwnerAlone()
    {
        Assert.DoesNotContain("Transfer ownership", Open("user_2", Administrator).Markup, StringComparison.Ordinal);
        Assert.Contains("Transfer ownership", Open("user_2", Owner).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Role_Refused_StandsBesideTheField()
    {
        var page = Open("user_2", Owner);
        people.Failure = ApiError.Invalid("You cannot give that role.", "role");
        page.Find("#field-role").Change("admin");

        page.Find("form[aria-label='Name and role']").Submit();

        Assert.Equal("You cannot give that role.", page.Find("#field-role-error").TextContent);
        Assert.Equal(Role.Admin, ((OrganizationUserInput)people.Inputs[^1]).Role);
    }

    [Fact]
    public void Deactivate_IsTakenBackByUndo()
    {
        var page = Open("user_2", Owner);

        Press(page, "Deactivate");
        Assert.Contains("Vera is deactivated and signed out everywhere.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Reactivate", page.Markup, StringComparison.Ordinal);
        Press(page, "Undo");

        Assert.Equal([UserStatus.Deactivated, UserStatus.Active], people.Inputs.Cast<OrganizationUserInput>().Select(input => input.Status));
        Assert.DoesNotContain("is deactivated and", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void PasswordLink_IsShownOnce()
    {
        var page = Open("user_2", Owner);

        Press(page, "Make a password link");

        Assert.Contains("https://portal.test/reset-password?token=abc", page.Find(".copyable").TextContent, StringComparison.Ordinal);
        Assert.Contains("shown once", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void SecondFactor_IsResetAfterAQuestion()
    {
        var dialogs = DrawDialogs();
        var page = Open("user_2", Owner);

        Press(page, "Reset second factor");
        Assert.Empty(twoFactor.Inputs);
        Press(dialogs, "Reset second factor");

        Assert.Equal("user_2", Assert.Single(twoFactor.Inputs));
        Assert.Contains("The second factor of Vera is gone.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Ownership_AsksForTheTypedEmail_AndThePassword()
    {
        var dialogs = DrawDialogs();
        var page = Open("user_2", Owner);
        Press(page, "Transfer ownership");
        dialogs.Find("#field-user_id").Input("somebody");

        dialogs.Find("form").Submit();
        Assert.Contains("Type vera@example.test exactly.", dialogs.Markup, StringComparison.Ordinal);
        Assert.Contains("Enter your password.", dialogs.Markup, StringComparison.Ordinal);
        Assert.Empty(people.Inputs);

        dialogs.Find("#field-user_id").Input("Vera@example.test");
        dialogs.Find("#field-password").Input("secret");
        dialogs.Find("form").Submit();
        Assert.Equal(new OwnershipTransfer { UserId = "user_2", Password = "secret" }, Assert.Single(people.Inputs));
    }

    [Fact]
    public void Invite_SendsItsPlaces_AndShowsTheLink()
    {
        var dialogs = DrawDialogs();
        var page = Draw<PeoplePage>(Owner);
        page.Find(".button-primary").Click();
        dialogs.Find("#field-email").Input(" new@example.test ");
        Press(dialogs, "Add a project");
        dialogs.Find("#invite-project-0").Change("proj_1");
        dialogs.Find("#invite-role-0").Change("viewer");
        dialogs.Find("#field-expires_in_days").Change("30");

        dialogs.Find("form").Submit();

        var input = Assert.IsType<InviteInput>(Assert.Single(people.Inputs));
        Assert.Equal(("new@example.test", Role.Agent, 30), (input.Email, input.Role, input.ExpiresInDays));
        Assert.Equal(new InviteProject { ProjectId = "proj_1", Role = Role.Viewer, ChatAccess = ChatAccess.None }, Assert.Single(input.Projects!));
        Assert.Contains("https://portal.test/invite?token=abc", dialogs.Find(".copyable").TextContent, StringComparison.Ordinal);
        Assert.Contains("hand this link", dialogs.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Invite_WithoutAnEmail_IsNotSent()
    {
        var dialogs = DrawDialogs();
        Draw<PeoplePage>(Owner).Find(".button-primary").Click();

        dialogs.Find("form").Submit();

        Assert.Equal("This may not be empty.", dialogs.Find("#field-email-error").TextContent);
        Assert.Empty(people.Inputs);
    }

    [Fact]
    public void Invitations_AreFiltered_SentAgain_AndRevoked()
    {
        var dialogs = DrawDialogs();
        GoTo("/people?tab=invites&status=pending");
        var page = Draw<PeoplePage>(Owner);
        Assert.Equal(InviteStatus.Pending, people.AskedStatus);

        Press(page, "Send again");
        Assert.Contains("https://portal.test/invite?token=new", page.Find(".copyable").TextContent, StringComparison.Ordinal);
        Press(page, "Revoke");
        Press(dialogs, "Revoke invitation");

        Assert.Empty(people.Invites);
        Assert.Empty(page.FindAll(".copyable"));
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "Safari on iPhone")]
    [InlineData("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36", "Chrome on Android")]
    [InlineData("curl/8.5.0", "curl")]
    [InlineData(null, "Unknown browser")]
    public void Browser_IsNamedAsPeopleDo(string? userAgent, string name) => Assert.Equal(name, PeopleWording.Browser(userAgent));

    IRenderedComponent<PeoplePage> Open(string id, Session session)
    {
        GoTo($"/people?user={id}");
        return Draw<PeoplePage>(session);
    }

    static void Press<T>(IRenderedComponent<T> place, string text)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        place.FindAll("button").Single(button => button.TextContent.Trim() == text).Click();
}
