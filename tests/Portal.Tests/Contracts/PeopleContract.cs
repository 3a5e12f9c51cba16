using Portal.Client.Api;
using Portal.Client.People;
using Portal.Client.Projects;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

public abstract class PeopleContract(PortalHost host, Side side) : Contract<IPeopleService>(host, side)
{
    [Fact]
    public async Task List_FindsThePerson_WithTheirProjects()
    {
        var (project, id) = (await Host.AddProject("Returns"), await NewUser());
        await Host.AddMember(project, $"{id}@example.org", Role.Agent, ChatAccess.Read);
        var found = Assert.Single(Ok(await Service.List(new PeopleFilter($"{id}@", Role.Agent, UserStatus.Active), ListQuery.Default, Cancellation)).Data);
        Assert.Equal((id, 1), (found.Id, found.ProjectCount));
        Assert.Equal(new UserProject(project, "Returns", Role.Agent, ChatAccess.Read), Assert.Single(found.Projects));
        Assert.Empty(Ok(await Service.List(new PeopleFilter($"{id}@", Role.Viewer), ListQuery.Default, Cancellation)).Data);
    }

    [Fact]
    public async Task Update_Deactivates_AndTheAccessIsEmpty()
    {
        var (project, id) = (await Host.AddProject(), await NewUser());
        await Host.AddMember(project, $"{id}@example.org", Role.Agent, ChatAccess.Read);
        var access = Assert.Single(Ok(await Service.ListAccess(id, ListQuery.Default, Cancellation)).Data);
        Assert.Equal((UserAccess.FromMembership, ChatAccess.Read), (access.Source, access.ChatAccess));
        Assert.Contains("read_conversations", access.Rights);
        var changed = Ok(await Service.Update(id, new OrganizationUserInput { Name = "Ann", Role = Role.Viewer, Status = UserStatus.Deactivated }, Cancellation));
        Assert.Equal(("Ann", Role.Viewer, UserStatus.Deactivated), (changed.Name, changed.Role, changed.Status));
        Assert.Empty(Assert.Single(Ok(await Service.ListAccess(id, ListQuery.Default, Cancellation)).Data).Rights);
        Refused(await Service.CreatePasswordReset(id, Cancellation), 409, "user_deactivated");
        Refused(await Service.Get("user_none", Cancellation), 404, "not_found");
    }

    [Fact]
    public async Task Sessions_AreListedAndEnded()
    {
        var id = await NewUser();
        using var first = await Host.SignedIn($"{id}@example.org", People.Password);
        using var second = await Host.SignedIn($"{id}@example.org", People.Password);
        var sessions = Ok(await Service.ListSessions(id, ListQuery.Default, Cancellation)).Data;
        Assert.Equal(2, sessions.Count);
        Assert.All(sessions, session => Assert.False(session.Current));
        Ok(await Service.EndSession(id, sessions[0].Id, Cancellation));
        Assert.Equal(sessions[1].Id, Assert.Single(Ok(await Service.ListSessions(id, ListQuery.Default, Cancellation)).Data).Id);
        Ok(await Service.EndSessions(id, Cancellation));
        Assert.Empty(Ok(await Service.ListSessions(id, ListQuery.Default, Cancellation)).Data);
    }

    [Fact]
    public async Task Reset_ShowsTheLinkOnce()
    {
        var id = await NewUser();
        var made = Ok(await Service.CreatePasswordReset(id, Cancellation));
        Assert.Contains("/reset-password?token=", made.Link);
        Assert.False(made.Mailed);
    }

    [Fact]
    public async Task Invite_IsMade_Resent_AndRevoked()
    {
        var invites = Another<IInvitesService>();
        var project = await Host.AddProject();
        var input = new InviteInput
        {
            Email = $"{Guid.NewGuid():N}@example.org",
            Role = Role.Agent,
            Projects = [new InviteProject { ProjectId = project, Role = Role.Viewer }],
        };
        var made = Ok(await invites.Create(input, Cancellation));
        Assert.Contains("/invite?token=", made.Link);
        Assert.Equal(ChatAccess.None, Assert.Single(made.Projects).ChatAccess);
        Assert.Null(Ok(await invites.Get(made.Id, Cancellation)).Link);
        Assert.NotEqual(made.Link, Ok(await invites.Resend(made.Id, new InviteResend(), Cancellation)).Link);
        Assert.Contains(Ok(await invites.List(InviteStatus.Pending, new ListQuery(100), Cancellation)).Data, invite => invite.Id == made.Id);
        Ok(await invites.Revoke(made.Id, Cancellation));
        Assert.Equal(InviteStatus.Revoked, Ok(await invites.Get(made.Id, Cancellation)).Status);
        Refused(await invites.Create(input with { Email = PortalHost.AdminEmail }, Cancellation), 409, "email_taken", "email");
    }

    [Fact]
    public async Task Candidates_AreFound()
    {
        var (project, id) = (await Host.AddProject(), await NewUser());
        var found = Assert.Single(Ok(await Service.FindCandidates(project, $"{id}@", Cancellation)).Data);
        Assert.Equal((id, false), (found.UserId, found.Member));
    }

    [Fact]
    public async Task Profile_IsReadAndChanged()
    {
        var profiles = Another<IProfileService>();
        var before = Ok(await profiles.Get(Cancellation));
        var changed = Ok(await profiles.Update(new ProfileInput { Name = before.Name, TimeZone = "Europe/Berlin", Locale = "de" }, Cancellation));
        Assert.Equal(("Europe/Berlin", "de"), (changed.TimeZone, changed.Locale));
        Ok(await profiles.Update(new ProfileInput { Name = before.Name }, Cancellation));
        Refused(await profiles.Update(new ProfileInput { Name = before.Name, TimeZone = "Nowhere" }, Cancellation), 400, "invalid_value", "time_zone");
        Refused(await profiles.ChangePassword(new PasswordChange { CurrentPassword = "wrong", NewPassword = "short" }, Cancellation), 400, "invalid_value", "new_password");
    }

    [Fact]
    public async Task Columns_AreChosen()
    {
        var choices = Another<ITableChoices>();
        Assert.Equal(["role"], Ok(await choices.Choose("people", new TableChoiceInput { Columns = ["role"] }, Cancellation)).Columns!);
        Assert.Null(Ok(await choices.Choose("people", new TableChoiceInput(), Cancellation)).Columns);
        Refused(await choices.Choose("people", new TableChoiceInput { Columns = ["Role"] }, Cancellation), 400, "invalid_value", "columns");
    }

    async Task<string> NewUser() => People.UserIdOf(await Host.AddUser(Role.Agent));
}

public sealed class PeopleOnServer(PortalHost host) : PeopleContract(host, Side.Server);

public sealed class PeopleInBrowser(PortalHost host) : PeopleContract(host, Side.Browser);
