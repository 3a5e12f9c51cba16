using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Desk;
using Portal.Client.Threads.Listing;

namespace Portal.Client.Threads;

/// <summary>The threads, of which those near the view are drawn. The script beside it tells where the view is.</summary>
public sealed partial class ThreadList : IAsyncDisposable
{
    /// <summary>In the order in which they are offered.</summary>
    internal static readonly ThreadAction[] Actions = Enum.GetValues<ThreadAction>();

    readonly HashSet<string> selected = [];
    ElementReference scroller;
    DotNetObjectReference<ThreadList>? self;
    IJSObjectReference? module;
    IJSObjectReference? view;
    string? active;
    string? toFocus;
    double top;
    double height;
    int start;
    int end;
    bool loading;

    [Parameter]
    public IReadOnlyList<ChatThread>? Threads { get; set; }

    [Parameter]
    public IReadOnlyList<AssistantLine>? Assistants { get; set; }

    [Parameter]
    public ThreadChoice Choice { get; set; } = ThreadChoice.All;

    [Parameter]
    public string? OpenId { get; set; }

    [Parameter]
    public ApiError? Error { get; set; }

    [Parameter]
    public bool HasMore { get; set; }

    /// <summary>Rows are held in places that are not theirs any more.</summary>
    [Parameter]
    public bool IsStale { get; set; }

    /// <summary>Who has a thread open.</summary>
    [Parameter]
    public Func<string, IReadOnlyList<PresentPerson>>? Presence { get; set; }

    [Parameter]
    public EventCallback LoadMore { get; set; }

    [Parameter]
    public EventCallback Retry { get; set; }

    /// <summary>The pointer is over the rows, or has left them.</summary>
    [Parameter]
    public EventCallback<bool> OnHold { get; set; }

    [Parameter]
    public EventCallback OnRelease { get; set; }

    [Parameter]
    public EventCallback<(ThreadAction Action, IReadOnlyList<ChatThread> Threads)> OnAct { get; set; }

    [CascadingParameter]
    public Session? Viewer { get; set; }

    [Inject]
    IJSRuntime JS { get; set; } = null!;

    string? ActiveId => IndexOf(active) >= 0 ? active : IndexOf(OpenId) >= 0 ? OpenId : Threads is [var first, ..] ? first.Id : null;

    IReadOnlyList<ChatThread>? SelectedThreads => Threads?.Where(thread => selected.Contains(thread.Id)).ToArray();

    /// <summary>The script's report of where the view is.</summary>
    [JSInvokable]
    public async Task Look(double viewTop, double viewHeight)
    {
        (top, height) = (viewTop, viewHeight);
        var before = (start, end);
        Draw();
        if (before != (start, end)) StateHasChanged();
        await Fill();
    }

    public async ValueTask DisposeAsync()
    {
        self?.Dispose();
        try
        {
            if (view is not null) await view.InvokeVoidAsync("stop");
            if (module is not null) await module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its script with it.
        }
    }

    protected override void OnParametersSet()
    {
        if (Threads is not null) selected.IntersectWith(Threads.Select(thread => thread.Id));
        Draw();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Threads is not { Count: > 0 })
        {
            if (view is not null) await view.InvokeVoidAsync("stop");
            view = null;
            return;
        }

        if (module is null)
        {
            self = DotNetObjectReference.Create(this);
            module = await JS.InvokeAsync<IJSObjectReference>("import", "./Threads/ThreadList.razor.js");
        }

        view ??= await module.InvokeAsync<IJSObjectReference>("attach", scroller, self);
        if (toFocus is not { } id) return;
        toFocus = null;
        await view.InvokeVoidAsync("focus", id);
    }

    void Draw() => (start, end) = RowWindow.Of(top, height, Threads?.Count ?? 0);

    async Task Fill()
    {
        if (loading || !HasMore || Error is not null || Threads is null || !RowWindow.NearsEnd(end, Threads.Count)) return;
        loading = true;
        StateHasChanged();
        await LoadMore.InvokeAsync();
        loading = false;
        StateHasChanged();
    }

    async Task Press(KeyboardEventArgs press)
    {
        if (press.CtrlKey || press.AltKey || press.MetaKey || Threads is not { Count: > 0 } threads) return;
        var at = IndexOf(ActiveId);
        switch (press.Key)
        {
            case "ArrowDown" or "j" or "J":
                await Go(Math.Min(at + 1, threads.Count - 1));
                break;
            case "ArrowUp" or "k" or "K":
                await Go(Math.Max(at - 1, 0));
                break;
            case "Home":
                await Go(0);
                break;
            case "End":
                await Go(threads.Count - 1);
                break;
            case "x" or "X":
                Select(threads[at]);
                break;
            case "Escape":
                selected.Clear();
                break;
        }
    }

    /// <summary>Leads the focus to a row, which is drawn for it where it was not.</summary>
    Task Go(int row)
    {
        active = toFocus = Threads![row].Id;
        if (row >= start && row < end) return Task.CompletedTask;
        top = Math.Max(0, (row * (double)RowWindow.RowHeight) - (height / 2));
        Draw();
        return Fill();
    }

    void Select(ChatThread thread)
    {
        active = thread.Id;
        if (!selected.Remove(thread.Id)) selected.Add(thread.Id);
    }

    async Task Act(ThreadAction action, IReadOnlyList<ChatThread> on)
    {
        await OnAct.InvokeAsync((action, on));
        if (on.Count > 1 || on.Any(thread => selected.Contains(thread.Id))) selected.Clear();
    }

    PresentPerson[] PeopleIn(string threadId) =>
        Presence?.Invoke(threadId).Where(person => person.UserId != Viewer?.UserId && person.State != PresenceState.Away).ToArray() ?? [];

    int IndexOf(string? id)
    {
        for (var i = 0; id is not null && i < Threads?.Count; i++)
            if (Threads[i].Id == id) return i;
        return -1;
    }

    string NameOf(string assistantId) => Assistants?.FirstOrDefault(assistant => assistant.Id == assistantId)?.Name ?? Words["Assistant"];

    static string Space(int rows) => $"height:{rows * RowWindow.RowHeight}px";
}
