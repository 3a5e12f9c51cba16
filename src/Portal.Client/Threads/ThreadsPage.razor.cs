using Microsoft.AspNetCore.Components;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Desk;
using Portal.Client.Layout;
using Portal.Client.Threads.Listing;

namespace Portal.Client.Threads;

/// <summary>The list beside the open thread. The list is read by pages and then follows what the desk tells.</summary>
public sealed partial class ThreadsPage : IDisposable
{
    const int PageSize = 50;
    const int MostPinned = 50;

    readonly CancellationTokenSource leaving = new();
    ThreadRows? rows;
    ThreadChoice choice = ThreadChoice.All;
    ThreadActionOutcome? outcome;
    ApiError? failure;
    (string? Project, ThreadChoice Choice)? asked;
    string? beganFor;
    string? firstUnread;

    [Parameter]
    public string? Id { get; set; }

    [SupplyParameterFromQuery(Name = "project")]
    public string? Project { get; set; }

    [SupplyParameterFromQuery(Name = "view")]
    public string? ViewWord { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    public string? StatusWord { get; set; }

    [SupplyParameterFromQuery(Name = "assistant")]
    public string? AssistantWord { get; set; }

    [SupplyParameterFromQuery(Name = "metadata")]
    public string? MetadataWord { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? QueryWords { get; set; }

    [PersistentState]
    public ListPage<ChatThread>? FirstPage { get; set; }

    /// <summary>The open thread as it was when it was opened, if the list has it not.</summary>
    [PersistentState]
    public ChatThread? Beyond { get; set; }

    [PersistentState]
    public IReadOnlyList<AssistantLine>? Assistants { get; set; }

    [CascadingParameter]
    public Session? Viewer { get; set; }

    [Inject]
    IThreadsService Threads { get; set; } = null!;

    [Inject]
    IThreadQueueService Queue { get; set; } = null!;

    [Inject]
    IAssistantsService AssistantsService { get; set; } = null!;

    [Inject]
    LiveDesk Live { get; set; } = null!;

    [Inject]
    ProjectScope Scope { get; set; } = null!;

    [Inject]
    NavigationManager Navigation { get; set; } = null!;

    ChatThread? Open => rows?.Find(Id) ?? (Beyond?.Id == Id ? Beyond : null);

    public void Dispose()
    {
        Live.Happened -= Take;
        leaving.Cancel();
        leaving.Dispose();
    }

    protected override void OnInitialized() => Live.Happened += Take;

    protected override async Task OnParametersSetAsync()
    {
        choice = ThreadChoice.Of(ViewWord, StatusWord, AssistantWord, MetadataWord, QueryWords);
        if (asked != (Scope.ProjectId, choice))
        {
            if (asked is not null) FirstPage = null;
            if (asked?.Project != Scope.ProjectId && asked is not null) (Assistants, rows) = (null, null);
            asked = (Scope.ProjectId, choice);
            await Load();
        }

        if (Id != beganFor) await Begin();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) Live.Follow();
    }

    async Task Load()
    {
        var wanted = asked;
        var (threads, assistants) = (FirstPage is null ? ReadFirst(PageSize) : Task.FromResult<Result<ListPage<ChatThread>>>(FirstPage), ListAssistants());
        Assistants ??= await assistants;
        var page = await threads;
        if (wanted != asked) return;
        failure = page.Error;
        outcome = null;
        if (page.IsSuccess) Show(FirstPage = page.Value);
        else rows = null;
    }

    Task Reload()
    {
        (FirstPage, Assistants, rows, failure) = (null, null, null, null);
        return Load();
    }

    /// <summary>Much may have changed that nobody told of: as many rows as there are, anew.</summary>
    async Task ReadAgain()
    {
        var (wanted, before) = (asked, rows);
        if (before is null) return;
        var page = await ReadFirst(Math.Clamp(before.Shown.Count, PageSize, 100));
        if (wanted != asked || before != rows) return;
        failure = page.Error;
        if (page.IsSuccess) Show(page.Value);
    }

    async Task LoadMore()
    {
        var (wanted, before) = (asked, rows);
        if (before is null) return;
        var page = await Read(before.Last, PageSize);
        if (wanted != asked || before != rows) return;
        failure = page.Error;
        if (page.IsSuccess) before.Append(page.Value.Data, page.Value.LastId, page.Value.HasMore);
    }

    void Show(ListPage<ChatThread> page)
    {
        var held = rows?.IsHeld == true;
        rows = new(choice.Order);
        rows.Append(page.Data, page.LastId, page.HasMore);
        rows.Hold(held);
    }

    /// <summary>Where the thread opens is what its person had not seen when they came to it.</summary>
    async Task Begin()
    {
        var id = Id;
        if (id is not null && Open is null) Beyond = (await Threads.Get(id, leaving.Token)).Value;
        if (id != Id) return;
        (beganFor, firstUnread) = (id, Open?.FirstUnreadId);
    }

    void Take(DeskEvent happened) => InvokeAsync(async () =>
    {
        switch (happened)
        {
            case DeskSnapshot:
                await ReadAgain();
                break;
            case ThreadChanged { Thread: var thread }:
                Refresh(thread);
                break;
            case ThreadDeleted deleted:
                rows?.Remove(deleted.ThreadId);
                break;
            case PresenceChanged:
                break;
            default:
                return;
        }

        StateHasChanged();
    });

    void Refresh(ChatThread thread)
    {
        if (Beyond?.Id == thread.Id) Beyond = thread;
        rows?.Take(thread, choice.Holds(thread, Scope.ProjectId, Viewer?.UserId) || thread.Id == Id);
    }

    void Opened(ChatThread thread)
    {
        Refresh(thread);
        Navigation.NavigateTo(choice.On(Scope.Link($"threads/{thread.Id}")));
    }

    async Task Act((ThreadAction Action, IReadOnlyList<ChatThread> On) wanted)
    {
        outcome = await new ThreadActions(Queue).Do(wanted.Action, wanted.On, Viewer, leaving.Token);
        foreach (var thread in outcome.Changed) Refresh(thread);
    }

    /// <summary>The first rows, and before them what is pinned, however long ago it was active.</summary>
    async Task<Result<ListPage<ChatThread>>> ReadFirst(int limit)
    {
        var (view, page) = (choice, await Read(null, limit));
        if (view is not { Order: RowOrder.Activity, View: not ThreadListView.Pinned } || !page.IsSuccess || !page.Value.HasMore) return page;
        var pinned = await Threads.List(view.ToFilter(Scope.ProjectId, Viewer?.UserId) with { Pinned = true }, new(MostPinned), leaving.Token);
        return pinned.IsSuccess ? page.Value with { Data = [.. pinned.Value.Data.UnionBy(page.Value.Data, thread => thread.Id)] } : pinned.Error;
    }

    Task<Result<ListPage<ChatThread>>> Read(string? after, int limit) =>
        Threads.List(choice.ToFilter(Scope.ProjectId, Viewer?.UserId), new(limit, Ascending: choice.Order == RowOrder.Waiting, After: after), leaving.Token);

    async Task<IReadOnlyList<AssistantLine>?> ListAssistants() =>
        Assistants ?? (await AssistantsService.List(Scope.ProjectId, new(100), leaving.Token)).Value?.Data.Select(AssistantLine.Of).ToArray();
}
