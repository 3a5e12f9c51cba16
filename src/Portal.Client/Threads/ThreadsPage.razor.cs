using Microsoft.AspNetCore.Components;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Layout;

namespace Portal.Client.Threads;

public sealed partial class ThreadsPage : IDisposable
{
    readonly CancellationTokenSource leaving = new();
    IReadOnlyList<ChatThread>? listed;
    ChatThread? open;
    ApiError? failure;
    string? project;
    string? last;
    bool hasMore;

    [Parameter]
    public string? Id { get; set; }

    [SupplyParameterFromQuery(Name = "project")]
    public string? Project { get; set; }

    [PersistentState]
    public ListPage<ChatThread>? FirstPage { get; set; }

    [PersistentState]
    public IReadOnlyList<AssistantLine>? Assistants { get; set; }

    [Inject]
    IThreadsService Threads { get; set; } = null!;

    [Inject]
    IAssistantsService AssistantsService { get; set; } = null!;

    [Inject]
    ProjectScope Scope { get; set; } = null!;

    [Inject]
    NavigationManager Navigation { get; set; } = null!;

    public void Dispose()
    {
        leaving.Cancel();
        leaving.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (listed is not null && project == Scope.ProjectId) return;
        if (listed is not null) (FirstPage, Assistants, listed) = (null, null, null);
        project = Scope.ProjectId;
        await Load();
    }

    async Task Load()
    {
        var (threads, assistants) = (ListThreads(null), ListAssistants());
        Assistants ??= await assistants;
        var page = await threads;
        failure = page.Error;
        if (!page.IsSuccess) return;
        FirstPage = page.Value;
        Take([], page.Value);
    }

    Task Reload()
    {
        (FirstPage, Assistants, listed, failure) = (null, null, null, null);
        return Load();
    }

    async Task LoadMore()
    {
        var page = await ListThreads(last);
        failure = page.Error;
        if (page.IsSuccess) Take(listed ?? [], page.Value);
    }

    void Take(IReadOnlyList<ChatThread> before, ListPage<ChatThread> page)
    {
        listed = [.. before, .. page.Data.Where(thread => before.All(known => known.Id != thread.Id))];
        (last, hasMore) = (page.LastId, page.HasMore);
    }

    /// <summary>A thread has changed: its line in the list says so and goes to the top when it has a new message.</summary>
    void Refresh(ChatThread thread)
    {
        open = thread;
        if (listed is null || (project is not null && thread.ProjectId != project)) return;
        var before = listed.FirstOrDefault(known => known.Id == thread.Id);
        listed = before?.LastMessageAt == thread.LastMessageAt && before is not null
            ? [.. listed.Select(known => known.Id == thread.Id ? thread : known)]
            : [thread, .. listed.Where(known => known.Id != thread.Id)];
    }

    void Opened(ChatThread thread)
    {
        Refresh(thread);
        Navigation.NavigateTo(Scope.Link($"threads/{thread.Id}"));
    }

    async Task<Result<ListPage<ChatThread>>> ListThreads(string? after) => after is null && FirstPage is not null
        ? FirstPage
        : await Threads.List(new() { ProjectId = project }, new(30, After: after), leaving.Token);

    async Task<IReadOnlyList<AssistantLine>?> ListAssistants() =>
        Assistants ?? (await AssistantsService.List(project, new(100), leaving.Token)).Value?.Data.Select(AssistantLine.Of).ToArray();
}
