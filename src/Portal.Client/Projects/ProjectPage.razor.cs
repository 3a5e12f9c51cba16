using Microsoft.AspNetCore.Components;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Keys;
using Portal.Client.Layout;
using Portal.Client.Limits;
using Portal.Client.Shared;
using Portal.Client.Threads;
using Portal.Client.Usage;

namespace Portal.Client.Projects;

public sealed partial class ProjectPage(
    IProjectsService projects, IProjectHomeService home, IAssistantsService assistants, IThreadsService threads, IKeysService keys,
    ILimitsService limits, ProjectScope scope) : PageBase
{
    static readonly ListQuery Some = new(Limit: 50);
    static readonly ListQuery Newest = new(Limit: 8);

    UndoNotice? undo;
    (string Id, string? Tab)? loaded;
    ApiError? error;
    ApiError? actionError;

    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>The part of the page: <c>members</c>, <c>keys</c> or <c>settings</c>; else its home.</summary>
    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    [PersistentState]
    public Project? Project { get; set; }

    [PersistentState]
    public ListPage<Assistant>? Assistants { get; set; }

    [PersistentState]
    public ListPage<ChatThread>? Threads { get; set; }

    [PersistentState]
    public ListPage<ProjectActivity>? Activity { get; set; }

    [PersistentState]
    public ListPage<ProjectAlert>? Alerts { get; set; }

    [PersistentState]
    public ListPage<ChecklistStep>? Checklist { get; set; }

    [PersistentState]
    public ListPage<ProjectMember>? Members { get; set; }

    [PersistentState]
    public ListPage<ApiKey>? Keys { get; set; }

    [PersistentState]
    public ScopeLimits? Limits { get; set; }

    bool MayManage => Manages(Id);

    bool IsOpen => Project is { Status: ProjectStatus.Active };

    IEnumerable<(string? Word, string Name)> Tabs => MayManage
        ? [(null, "Home"), ("members", "Members"), ("keys", "API keys"), ("settings", "Settings")]
        : [(null, "Home"), ("members", "Members"), ("settings", "Settings")];

    string? Shown => Tabs.FirstOrDefault(tab => tab.Word == Tab).Word;

    protected override async Task OnParametersSetAsync()
    {
        if (loaded is null && Project?.Id == Id) loaded = (Id, Shown);
        if (loaded != (Id, Shown)) await Load();
    }

    async Task Load()
    {
        var asked = (Id, Shown);
        loaded = asked;
        (error, actionError) = (null, null);
        if (Project?.Id != Id)
        {
            (Project, Assistants, Threads, Activity, Alerts, Checklist, Members, Keys, Limits) = (null, null, null, null, null, null, null, null, null);
            undo?.Dismiss();
        }

        var answer = await projects.Get(Id, Closing);
        if (answer.IsSuccess) await LoadPart();
        if (loaded != asked) return;
        (Project, error) = (answer.Value, answer.Error);
    }

    Task LoadPart() => Shown switch
    {
        "members" => LoadMembers(),
        "keys" => LoadKeys(),
        "settings" => LoadLimits(),
        _ => LoadHome(),
    };

    async Task LoadHome()
    {
        Assistants = (await assistants.List(Id, Newest, Closing)).Value;
        Threads = (await threads.List(new ThreadFilter { ProjectId = Id }, Newest, Closing)).Value;
        Activity = (await home.ListActivity([Id], Closing)).Value;
        await LoadState();
    }

    /// <summary>What depends on whether the project is paused or archived.</summary>
    async Task LoadState()
    {
        Alerts = (await home.ListAlerts(Id, Closing)).Value;
        Checklist = (await home.ListChecklist(Id, Closing)).Value;
    }

    async Task LoadMembers() => Members = (await projects.ListMembers(Id, Some, Closing)).Value;

    async Task LoadKeys()
    {
        Keys = (await keys.List(Id, Some, Closing)).Value;
        Assistants ??= (await assistants.List(Id, Newest, Closing)).Value;
    }

    async Task LoadLimits() => Limits = (await limits.Get(Id, null, Closing)).Value;

    async Task TogglePause()
    {
        var paused = !Project!.Paused;
        if (await SetPaused(paused) is null)
            undo!.Show(paused ? "Paused: no assistant of this project answers until it is resumed." : "Resumed: the assistants answer again.", () => SetPaused(!paused));
    }

    Task<ApiError?> SetPaused(bool paused) => Change(projects.SetPaused(Id, paused, Closing));

    Task<ApiError?> Restore() => Change(projects.Restore(Id, Closing));

    async Task<ApiError?> Change(Task<Result<Project>> change)
    {
        var answer = await change;
        actionError = answer.Error;
        if (answer.IsSuccess) await Show(answer.Value);
        return answer.Error;
    }

    async Task Show(Project changed)
    {
        Project = changed;
        scope.NotifyProjectsChanged();
        await LoadState();
        StateHasChanged();
    }

    Task ShowArchived()
    {
        undo?.Dismiss();
        return Show(Project! with { Status = ProjectStatus.Archived });
    }
}
