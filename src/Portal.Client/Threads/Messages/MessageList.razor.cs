using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Handling;

namespace Portal.Client.Threads.Messages;

/// <summary>The messages of a thread, of which those near the view are drawn. The script beside it measures and scrolls.</summary>
public sealed partial class MessageList : IAsyncDisposable
{
    readonly CancellationTokenSource leaving = new();
    readonly MessageWindow window = new();
    ElementReference scroller;
    IJSObjectReference? module;
    IJSObjectReference? view;
    DotNetObjectReference<MessageList>? self;
    IReadOnlyList<MessageEntry>? taken;
    TeamPlaces? places;
    ThreadDays days = null!;
    CatchUp? catchUp;
    Absence? absence;
    ApiError? earlierFailure;
    ApiError? laterFailure;
    Task earlier = Task.CompletedTask;
    Task later = Task.CompletedTask;
    string? opensAt;
    string? sought;
    string? linked;
    bool atTail = true;
    int seen;
    int unseen;

    [CascadingParameter]
    public ThreadSession Thread { get; set; } = null!;

    /// <summary>Null where nobody has joined in.</summary>
    [CascadingParameter]
    public TeamSession? Team { get; set; }

    [CascadingParameter]
    public Session? Viewer { get; set; }

    /// <summary>The message that the address names; it is marked.</summary>
    [Parameter]
    public string? LinkedId { get; set; }

    /// <summary>The first message that the person has not seen.</summary>
    [Parameter]
    public string? FirstUnreadId { get; set; }

    /// <summary>Stands in place of messages while there are none.</summary>
    [Parameter]
    public RenderFragment? Empty { get; set; }

    /// <summary>Stands below the newest message.</summary>
    [Parameter]
    public RenderFragment? Tail { get; set; }

    /// <summary>The page is out of sight, or back.</summary>
    [Parameter]
    public EventCallback<bool> OnAway { get; set; }

    [Inject]
    IJSRuntime JS { get; set; } = null!;

    [Inject]
    TimeProvider Clock { get; set; } = null!;

    Conversation Conversation => Thread.Conversation;

    /// <summary>All up to the newest message is there and drawn.</summary>
    bool IsWholeTail => window.IsAtEnd && !Conversation.HasLater;

    TeamPlaces Places
    {
        get
        {
            var lines = Team?.Lines ?? [];
            return places is { } known && known.Rows == window.Rows && known.Lines == lines ? known : places = new(window.Rows, lines, Conversation.HasEarlier);
        }
    }

    /// <summary>The script's report of where the view is, with the heights that it has measured. Answers whether other messages are drawn now.</summary>
    /// <param name="heights"><c>id:height;</c> for each message drawn or grown since the last report.</param>
    [JSInvokable]
    public bool Look(double top, double height, string heights)
    {
        foreach (var pair in heights.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = pair.LastIndexOf(':');
            window.Measure(pair[..colon], double.Parse(pair.AsSpan(colon + 1), CultureInfo.InvariantCulture));
        }

        var changed = window.Look(top, height);
        if (window.NearsFirst(top, height) && earlierFailure is null && earlier.IsCompleted) earlier = LoadEarlier();
        if (window.NearsLast(top, height) && laterFailure is null && later.IsCompleted) later = LoadLater();
        if (changed) StateHasChanged();
        return changed;
    }

    [JSInvokable]
    public void AtTail(bool isThere)
    {
        atTail = isThere && !Conversation.HasLater;
        CountUnseen();
        StateHasChanged();
    }

    [JSInvokable]
    public async Task ToFirst()
    {
        earlierFailure = await Thread.ShowFirst(leaving.Token);
        if (window.Rows.Count > 0) await Seek(window.Rows[0].Id);
    }

    [JSInvokable]
    public async Task ToLatest()
    {
        Thread.ShowLatest();
        window.ToEnd();
        atTail = true;
        CountUnseen();
        StateHasChanged();
        if (view is not null) await view.InvokeVoidAsync("toEnd");
    }

    /// <summary>The page is out of sight, or back: what came meanwhile is marked.</summary>
    [JSInvokable]
    public Task Away(bool isAway)
    {
        if (isAway) (absence, catchUp) = (Absence.Begin(Conversation), null);
        else if (absence is not null) (catchUp, absence) = (absence.End(Conversation, Words), null);
        StateHasChanged();
        return OnAway.InvokeAsync(isAway);
    }

    /// <summary>What the person has marked of a message, else nothing.</summary>
    public async Task<string> SelectedIn(string messageId) =>
        view is null ? "" : await view.InvokeAsync<string>("selectedIn", messageId);

    public async ValueTask DisposeAsync()
    {
        Thread.Changed -= Refresh;
        Thread.Sought -= Show;
        if (Team is not null) Team.Changed -= Refresh;
        await leaving.CancelAsync();
        try
        {
            // First, so that it asks nothing of a list that is gone.
            if (view is not null) await view.InvokeVoidAsync("stop");
            if (module is not null) await module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its script with it.
        }

        self?.Dispose();
        leaving.Dispose();
    }

    protected override void OnInitialized()
    {
        days = new(Words, Clock, Viewer);
        opensAt = LinkedId ?? FirstUnreadId;
        linked = LinkedId;
        taken = Conversation.Branch;
        window.Open(Shown(taken), opensAt);
        if (!window.Rows.Any(entry => entry.Id == opensAt)) opensAt = null;
        atTail = opensAt is null && !Conversation.HasLater;
        catchUp = CatchUp.From(FirstUnreadId, window.Rows, Conversation.HasLater, Words);
        Thread.Changed += Refresh;
        Thread.Sought += Show;
        if (Team is not null) Team.Changed += Refresh;
    }

    protected override void OnParametersSet() => linked = LinkedId ?? linked;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            module = await JS.InvokeAsync<IJSObjectReference>("import", leaving.Token, "./Threads/Messages/MessageList.razor.js");
            self = DotNetObjectReference.Create(this);
            view = await module.InvokeAsync<IJSObjectReference>("attach", leaving.Token, scroller, self);
        }

        if (view is null || sought is null) return;
        var place = sought;
        sought = null;
        await view.InvokeVoidAsync("reveal", leaving.Token, place);
    }

    void Refresh() => InvokeAsync(() =>
    {
        if (taken != Conversation.Branch)
        {
            taken = Conversation.Branch;
            window.Take(Shown(taken), atTail);
        }

        CountUnseen();
        StateHasChanged();
    });

    void Show(string messageId) => InvokeAsync(() => Seek(messageId));

    Task Seek(string messageId)
    {
        if (!window.Reveal(messageId)) return Task.CompletedTask;
        (sought, atTail) = (messageId, false);
        StateHasChanged();
        return Task.CompletedTask;
    }

    async Task LoadEarlier()
    {
        earlierFailure = await Thread.LoadEarlier(leaving.Token);
        if (earlierFailure is not null) StateHasChanged();
    }

    async Task LoadLater()
    {
        laterFailure = await Thread.LoadLater(leaving.Token);
        if (laterFailure is not null) StateHasChanged();
    }

    void CountUnseen()
    {
        if (atTail) seen = Conversation.Arrived;
        unseen = Conversation.Arrived - seen;
    }

    string ClassOf(int row) => (row >= window.Rows.Count - 2 && IsWholeTail ? "row latest" : "row") + (window.Rows[row].Id == linked ? " linked" : "");

    static IReadOnlyList<MessageEntry> Shown(IReadOnlyList<MessageEntry> branch) => [.. branch.Where(entry => entry.Message.Role != MessageRole.Tool)];

    static string Flag(bool value) => value ? "true" : "false";

    static string Pixels(double height) => string.Create(CultureInfo.InvariantCulture, $"height:{height:0.#}px");
}
