using Portal.Client.Api;
using Portal.Client.Projects;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

public abstract class ProjectsContract(PortalHost host, Side side) : Contract<IProjectsService>(host, side)
{
    [Fact]
    public async Task Create_FillsTheDefaults_AndIsReadAgain()
    {
        var made = Ok(await Service.Create(new ProjectInput { Name = "Support" }, Cancellation));
        Assert.Equal(("Support", null, "general", ProjectStatus.Active, false), (made.Name, made.Description, made.AssistantType, made.Status, made.Paused));
        Assert.StartsWith("proj_", made.Id);
        Assert.Empty(made.Metadata);
        Assert.Equivalent(made, Ok(await Service.Get(made.Id, Cancellation)), strict: true);
        Assert.Equal(made.Id, Ok(await Service.List(new ListQuery(1), Cancellation)).FirstId);
    }

    [Fact]
    public async Task Update_ReplacesWhatIsGiven()
    {
        var made = Ok(await Service.Create(new ProjectInput { Name = "Before", Description = "Old", Metadata = new Dictionary<string, string> { ["a"] = "1" } }, Cancellation));
        var changed = Ok(await Service.Update(made.Id, new ProjectInput { Name = "After", Paused = true, AssistantType = "legal" }, Cancellation));
        Assert.Equal(("After", null, true, "legal"), (changed.Name, changed.Description, changed.Paused, changed.AssistantType));
        Assert.Empty(changed.Metadata);
        Assert.Equal("After", Ok(await Service.Get(made.Id, Cancellation)).Name);
    }

    [Fact]
    public async Task Archive_KeepsItReadable_UntilItIsBroughtBack()
    {
        var made = Ok(await Service.Create(new ProjectInput { Name = "Old" }, Cancellation));
        Assert.Equal(new Deleted(made.Id, "project.deleted"), Ok(await Service.Archive(made.Id, Cancellation)));
        Assert.Equal(ProjectStatus.Archived, Ok(await Service.Get(made.Id, Cancellation)).Status);
        Refused(await Service.Update(made.Id, new ProjectInput { Name = "New", Status = ProjectStatus.Archived }, Cancellation), 409, "project_archived");
        Assert.Equal("New", Ok(await Service.Update(made.Id, new ProjectInput { Name = "New" }, Cancellation)).Name);
    }

    [Fact]
    public async Task SetPaused_AndRestore_ChangeThatAlone()
    {
        var made = Ok(await Service.Create(new ProjectInput { Name = "Desk", Description = "Kept" }, Cancellation));
        Assert.Equivalent(made with { Paused = true }, Ok(await Service.SetPaused(made.Id, true, Cancellation)) with { UpdatedAt = made.UpdatedAt }, strict: true);
        Assert.False(Ok(await Service.SetPaused(made.Id, false, Cancellation)).Paused);
        Ok(await Service.Archive(made.Id, Cancellation));
        Assert.Equivalent(made, Ok(await Service.Restore(made.Id, Cancellation)) with { UpdatedAt = made.UpdatedAt }, strict: true);
    }

    [Fact]
    public async Task List_KeepsToItsFilter()
    {
        var name = $"Rückgabe {Guid.NewGuid():N}";
        var made = Ok(await Service.Create(new ProjectInput { Name = name }, Cancellation));
        async Task<bool> Found(ProjectFilter filter) => Ok(await Service.List(filter, ListQuery.Default, Cancellation)).Data is [var one] && one.Id == made.Id;
        Assert.True(await Found(new ProjectFilter(name[2..].ToUpperInvariant(), ProjectStatus.Active, Paused: false)));
        Assert.True(await Found(new ProjectFilter(made.Id)));
        Assert.False(await Found(new ProjectFilter(name, Paused: true)));
        Assert.False(await Found(new ProjectFilter(name, ProjectStatus.Archived)));
    }

    [Fact]
    public async Task Members_AreAddedReplacedAndTakenOut()
    {
        var project = Ok(await Service.Create(new ProjectInput { Name = "Team" }, Cancellation)).Id;
        var email = await Host.AddUser(Role.Agent);
        var user = People.UserIdOf(email);
        var added = Ok(await Service.SetMember(project, new ProjectMemberInput { UserId = user, Role = Role.Agent }, Cancellation));
        Assert.Equal((email, Role.Agent, ChatAccess.Write), (added.Email, added.Role, added.ChatAccess));
        var replaced = Ok(await Service.SetMember(project, new ProjectMemberInput { UserId = user, Role = Role.Viewer }, Cancellation));
        Assert.Equal((Role.Viewer, ChatAccess.None), (replaced.Role, replaced.ChatAccess));
        Assert.Equal(replaced, Assert.Single(Ok(await Service.ListMembers(project, ListQuery.Default, Cancellation)).Data));
        Assert.Equal(user, Ok(await Service.RemoveMember(project, user, Cancellation)).Id);
        Refused(await Service.RemoveMember(project, user, Cancellation), 404, "not_found");
    }

    [Fact]
    public async Task SetMember_WhatCannotBe_IsRefusedAtItsField()
    {
        var project = Ok(await Service.Create(new ProjectInput { Name = "Team" }, Cancellation)).Id;
        var user = People.UserIdOf(await Host.AddUser(Role.Agent));
        Refused(await Service.SetMember(project, new ProjectMemberInput { UserId = "user_nobody", Role = Role.Agent }, Cancellation), 404, "not_found", "user_id");
        Refused(await Service.SetMember(project, new ProjectMemberInput { UserId = user, Role = Role.Owner }, Cancellation), 400, "invalid_value", "role");
        Refused(
            await Service.SetMember(project, new ProjectMemberInput { UserId = user, Role = Role.Viewer, ChatAccess = ChatAccess.Write }, Cancellation),
            400, "invalid_value", "chat_access");
    }

    [Fact]
    public async Task UnknownProject_IsNotFound()
    {
        Refused(await Service.Get("proj_unknown", Cancellation), 404, "not_found");
        Refused(await Service.Update("proj_unknown", new ProjectInput { Name = "X" }, Cancellation), 404, "not_found");
        Refused(await Service.Archive("proj_unknown", Cancellation), 404, "not_found");
        Refused(await Service.ListMembers("proj_unknown", ListQuery.Default, Cancellation), 404, "not_found");
    }
}

public sealed class ProjectsOnServer(PortalHost host) : ProjectsContract(host, Side.Server);

public sealed class ProjectsInBrowser(PortalHost host) : ProjectsContract(host, Side.Browser);
