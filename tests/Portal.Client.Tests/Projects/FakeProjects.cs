using Portal.Client.Api;
using Portal.Client.Projects;

namespace Portal.Client.Tests.Projects;

sealed class FakeProjects : IProjectsService, IProjectHomeService
{
    public List<Project> Stored { get; } = [Make("proj_1", "Support desk")];

    public ApiError? Failure { get; set; }

    public List<ProjectInput> Inputs { get; } = [];

    public ListQuery? Asked { get; private set; }

    public List<ProjectFilter> Filters { get; } = [];

    public List<string> Calls { get; } = [];

    public List<ProjectAlert> Alerts { get; } = [];

    public List<ChecklistStep> Checklist { get; } = [];

    /// <summary>Null answers that the caller may not see use.</summary>
    public List<ProjectActivity>? Activity { get; set; } = [];

    public static Project Make(string id, string name) =>
        new(id, name, null, "general", ProjectStatus.Active, false, new Dictionary<string, string>(), 1_795_000_000, 1_795_000_000);

    public Task<Result<ListPage<Project>>> List(ProjectFilter filter, ListQuery query, CancellationToken cancellation)
    {
        Asked = query;
        Filters.Add(filter);
        var fit = Stored.Where(project => filter.Query is null || project.Name.Contains(filter.Query, StringComparison.OrdinalIgnoreCase)).ToList();
        return Answer(new ListPage<Project>(fit, fit.FirstOrDefault()?.Id, fit.LastOrDefault()?.Id, HasMore: true));
    }

    public Task<Result<Project>> Get(string id, CancellationToken cancellation) =>
        Stored.Find(project => project.Id == id) is { } found ? Answer(found) : Task.FromResult<Result<Project>>(ApiError.NotFound("project", id));

    public Task<Result<Project>> Create(ProjectInput input, CancellationToken cancellation)
    {
        Inputs.Add(input);
        return Answer(Make("proj_2", input.Name));
    }

    public Task<Result<Project>> Update(string id, ProjectInput input, CancellationToken cancellation)
    {
        Inputs.Add(input);
        return Answer(Stored.Single(project => project.Id == id) with { Name = input.Name, Paused = input.Paused, Status = input.Status });
    }

    public Task<Result<Project>> Describe(string id, ProjectDetails details, CancellationToken cancellation)
    {
        Calls.Add($"{id} described {details.Name}, {details.Description}, {details.AssistantType}, {string.Join(' ', details.Metadata!.Keys)}");
        return Answer(Replace(id, project => project with { Name = details.Name, Description = details.Description }));
    }

    public Task<Result<Project>> SetPaused(string id, bool paused, CancellationToken cancellation)
    {
        Calls.Add($"{id} paused {paused}");
        return Answer(Replace(id, project => project with { Paused = paused }));
    }

    public Task<Result<Project>> Restore(string id, CancellationToken cancellation)
    {
        Calls.Add($"{id} restored");
        return Answer(Replace(id, project => project with { Status = ProjectStatus.Active }));
    }

    public Task<Result<Deleted>> Archive(string id, CancellationToken cancellation)
    {
        Calls.Add($"{id} archived");
        return Answer(new Deleted(id, "project.deleted"));
    }

    public Task<Result<ListPage<ProjectActivity>>> ListActivity(IReadOnlyList<string> ids, CancellationToken cancellation) => Activity is null
        ? Task.FromResult<Result<ListPage<ProjectActivity>>>(ApiError.Forbidden("Not yours to see."))
        : Answer(new ListPage<ProjectActivity>([.. Activity.Where(one => ids.Contains(one.ProjectId))], null, null, false));

    public Task<Result<ListPage<ProjectAlert>>> ListAlerts(string id, CancellationToken cancellation) =>
        Answer(new ListPage<ProjectAlert>([.. Alerts], null, null, false));

    public Task<Result<ListPage<ChecklistStep>>> ListChecklist(string id, CancellationToken cancellation) =>
        Answer(new ListPage<ChecklistStep>([.. Checklist], null, null, false));

    Project Replace(string id, Func<Project, Project> change)
    {
        var at = Stored.FindIndex(project => project.Id == id);
        return Stored[at] = change(Stored[at]);
    }

    public Task<Result<ListPage<ProjectMember>>> ListMembers(string id, ListQuery query, CancellationToken cancellation) =>
        Answer(new ListPage<ProjectMember>([.. Members], null, null, false));

    public List<ProjectMember> Members { get; } = [];

    public List<ProjectMemberInput> MembersSet { get; } = [];

    public List<string> MembersRemoved { get; } = [];

    public Task<Result<ProjectMember>> SetMember(string id, ProjectMemberInput input, CancellationToken cancellation)
    {
        MembersSet.Add(input);
        var name = input.UserId == "user_2" ? "Vera" : "Ina";
        return Answer(new ProjectMember(input.UserId, name, $"{name}@example.test", input.Role, input.ChatAccess ?? ChatAccess.None, 1_795_000_000));
    }

    public Task<Result<Deleted>> RemoveMember(string id, string userId, CancellationToken cancellation)
    {
        if (Failure is null) MembersRemoved.Add(userId);
        return Answer(new Deleted(userId, "project.member.deleted"));
    }

    Task<Result<T>> Answer<T>(T value) => Task.FromResult<Result<T>>(Failure is { } error ? error : value);
}
