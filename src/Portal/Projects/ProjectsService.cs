using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Projects;
using Portal.Data;

namespace Portal.Projects;

internal sealed class ProjectsService(
    IDatabase database, IJournal journal, CallContext context, IUserDirectory users, TimeProvider time) : IProjectsService
{
    const string DefaultType = "general";

    public async Task<Result<ListPage<Project>>> List(ProjectFilter filter, ListQuery query, CancellationToken cancellation)
    {
        var visible = context.Caller.VisibleProjects;
        var rows = await database.Read(connection => ProjectsRepository.List(connection, visible, filter, query), cancellation);
        return Keyset.Page(rows.Select(row => row.ToProject()), query, project => project.Id);
    }

    public Task<Result<Project>> Get(string id, CancellationToken cancellation) => Find(Permission.ReadProject, id, cancellation);

    public async Task<Result<Project>> Create(ProjectInput input, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ManageOrganization) is { } denied) return denied;
        var now = Now;
        var project = Fill(new Project(Ids.New("proj"), "", null, "", default, false, NoMetadata, now, now), input);
        return await journal.Commit(new AuditEntry("project.created", "project", project.Id, project.Id), connection =>
        {
            ProjectsRepository.Insert(connection, ProjectRow.From(project));
            return project;
        }, cancellation);
    }

    public Task<Result<Project>> Update(string id, ProjectInput input, CancellationToken cancellation) =>
        Change(id, present => Fill(present, input), cancellation);

    public Task<Result<Project>> Describe(string id, ProjectDetails details, CancellationToken cancellation) => Change(id, present => present with
    {
        Name = details.Name,
        Description = details.Description,
        AssistantType = details.AssistantType ?? DefaultType,
        Metadata = details.Metadata ?? NoMetadata,
        RetentionDays = details.RetentionDays,
    }, cancellation);

    public Task<Result<Project>> SetPaused(string id, bool paused, CancellationToken cancellation) =>
        Change(id, present => present with { Paused = paused }, cancellation);

    public Task<Result<Project>> Restore(string id, CancellationToken cancellation) =>
        Change(id, present => present with { Status = ProjectStatus.Active }, cancellation);

    public async Task<Result<Deleted>> Archive(string id, CancellationToken cancellation)
    {
        var saved = await Change(id, present => present with { Status = ProjectStatus.Archived }, cancellation);
        return saved.Then<Deleted>(_ => new Deleted(id, "project.deleted"));
    }

    public async Task<Result<ListPage<ProjectMember>>> ListMembers(string id, ListQuery query, CancellationToken cancellation)
    {
        var project = await Find(Permission.ReadProject, id, cancellation);
        if (!project.IsSuccess) return project.Error;
        var rows = await database.Read(connection => ProjectsRepository.ListMembers(connection, id, query).ToList(), cancellation);
        var people = await users.Find([.. rows.Select(row => row.UserId)], cancellation);
        var page = Keyset.Page(rows, query, row => row.UserId);
        return new ListPage<ProjectMember>([.. page.Data.Select(row => Member(row, people))], page.FirstId, page.LastId, page.HasMore);
    }

    public async Task<Result<ProjectMember>> GetMember(string id, string userId, CancellationToken cancellation)
    {
        var project = await Find(Permission.ReadProject, id, cancellation);
        if (!project.IsSuccess) return project.Error;
        var row = await database.Read(connection => ProjectsRepository.FindMember(connection, id, userId), cancellation);
        return row is null ? ApiError.NotFound("member", userId) : Member(row, await users.Find([userId], cancellation));
    }

    public async Task<Result<ProjectMember>> SetMember(string id, ProjectMemberInput input, CancellationToken cancellation)
    {
        var project = await Find(Permission.ManageProject, id, cancellation);
        if (!project.IsSuccess) return project.Error;
        if (CheckOpen(project.Value) is { } archived) return archived;
        var access = MemberRules.ChatAccessOf(input.Role, input.ChatAccess);
        if (!access.IsSuccess) return access.Error;
        var people = await users.Find([input.UserId], cancellation);
        if (people.Count == 0) return ApiError.NotFound("user", input.UserId, "user_id");

        var before = await database.Read(connection => ProjectsRepository.FindMember(connection, id, input.UserId), cancellation);
        var row = new MemberRow(id, input.UserId, Wire.Word(input.Role), Wire.Word(access.Value), before?.CreatedAt ?? Now);
        if (row == before) return Member(row, people);
        var entry = new AuditEntry(before is null ? "member.added" : "member.updated", "user", input.UserId, id)
        {
            Changes = before is null ? [] : AuditChanges.Between(before, row),
        };
        return await journal.Commit(entry, connection =>
        {
            ProjectsRepository.SetMember(connection, row);
            return Member(row, people);
        }, cancellation);
    }

    public async Task<Result<Deleted>> RemoveMember(string id, string userId, CancellationToken cancellation)
    {
        var project = await Find(Permission.ManageProject, id, cancellation);
        if (!project.IsSuccess) return project.Error;
        var row = await database.Read(connection => ProjectsRepository.FindMember(connection, id, userId), cancellation);
        if (row is null) return ApiError.NotFound("member", userId);
        return await journal.Commit(new AuditEntry("member.removed", "user", userId, id), connection =>
        {
            ProjectsRepository.RemoveMember(connection, id, userId);
            return new Deleted(userId, "project.member.deleted");
        }, cancellation);
    }

    static IReadOnlyDictionary<string, string> NoMetadata { get; } = new Dictionary<string, string>();

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    async Task<Result<Project>> Find(Permission permission, string id, CancellationToken cancellation)
    {
        if (context.Caller.Check(permission, id) is { } denied) return denied;
        var row = await database.Read(connection => ProjectsRepository.Find(connection, id), cancellation);
        return row is null ? ApiError.NotFound("project", id) : row.ToProject();
    }

    async Task<Result<Project>> Change(string id, Func<Project, Project> change, CancellationToken cancellation)
    {
        var present = await Find(Permission.ManageProject, id, cancellation);
        return present.IsSuccess ? await Save(present.Value, change(present.Value), cancellation) : present;
    }

    async Task<Result<Project>> Save(Project before, Project after, CancellationToken cancellation)
    {
        var changes = AuditChanges.Between(before, after);
        if (changes.Count == 0) return before;
        if (after.Status is ProjectStatus.Archived && CheckOpen(before) is { } archived) return archived;
        var action = (before.Status, after.Status) switch
        {
            (ProjectStatus.Active, ProjectStatus.Archived) => "project.archived",
            (ProjectStatus.Archived, ProjectStatus.Active) => "project.restored",
            _ when changes is [{ Field: "paused" }] => after.Paused ? "project.paused" : "project.resumed",
            _ => "project.updated",
        };
        var saved = after with { UpdatedAt = Now };
        return await journal.Commit(new AuditEntry(action, "project", saved.Id, saved.Id) { Changes = changes }, connection =>
        {
            ProjectsRepository.Update(connection, ProjectRow.From(saved));
            return saved;
        }, cancellation);
    }

    static ApiError? CheckOpen(Project project) => new ProjectState(project.Id, project.Status, project.Paused).CheckOpen();

    static Project Fill(Project project, ProjectInput input) => project with
    {
        Name = input.Name,
        Description = input.Description,
        AssistantType = input.AssistantType ?? DefaultType,
        Status = input.Status,
        Paused = input.Paused,
        Metadata = input.Metadata ?? NoMetadata,
        RetentionDays = input.RetentionDays,
    };

    static ProjectMember Member(MemberRow row, IReadOnlyDictionary<string, UserIdentity> people)
    {
        var person = people.GetValueOrDefault(row.UserId);
        return new ProjectMember(
            row.UserId, person?.Name ?? "", person?.Email ?? "", Wire.Word<Role>(row.Role), Wire.Word<ChatAccess>(row.ChatAccess), row.CreatedAt);
    }
}
