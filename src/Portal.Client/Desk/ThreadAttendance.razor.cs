using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Portal.Client.Threads;

namespace Portal.Client.Desk;

public sealed partial class ThreadAttendance : IAsyncDisposable
{
    /// <summary>Presence is kept for twice as long.</summary>
    static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    readonly CancellationTokenSource leaving = new();
    DotNetObjectReference<ThreadAttendance>? self;
    IJSObjectReference? module;
    IJSObjectReference? watch;
    ITimer? beat;
    DateTimeOffset? wrote;
    long seen = -1;
    bool isHidden = true;

    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    [Parameter]
    public ChatThread? Thread { get; set; }

    [Parameter]
    public EventCallback<ChatThread> OnSeen { get; set; }

    [Inject]
    LiveDesk Live { get; set; } = null!;

    [Inject]
    IThreadsService Threads { get; set; } = null!;

    [Inject]
    TimeProvider Time { get; set; } = null!;

    [Inject]
    IJSRuntime JS { get; set; } = null!;

    PresenceState State => isHidden ? PresenceState.Away : wrote > Time.GetUtcNow() - Period ? PresenceState.Writing : PresenceState.Viewing;

    /// <summary>The page has come into sight or gone out of it.</summary>
    [JSInvokable]
    public async Task Hidden(bool hidden)
    {
        isHidden = hidden;
        await Tell();
        await See();
    }

    /// <summary>Something was typed.</summary>
    [JSInvokable]
    public Task Wrote()
    {
        var before = State;
        wrote = Time.GetUtcNow();
        return before == State ? Task.CompletedTask : Tell();
    }

    public async ValueTask DisposeAsync()
    {
        beat?.Dispose();
        if (beat is not null) await Live.Present(Id, PresenceState.Away, CancellationToken.None);
        await leaving.CancelAsync();
        leaving.Dispose();
        self?.Dispose();
        try
        {
            if (watch is not null) await watch.InvokeVoidAsync("stop");
            if (module is not null) await module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its script with it.
        }
    }

    protected override Task OnParametersSetAsync() => See();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        self = DotNetObjectReference.Create(this);
        module = await JS.InvokeAsync<IJSObjectReference>("import", leaving.Token, "./Desk/ThreadAttendance.razor.js");
        watch = await module.InvokeAsync<IJSObjectReference>("watch", leaving.Token, self);
        beat = Time.CreateTimer(_ => InvokeAsync(Tell), null, Period, Period);
        await Hidden(await watch.InvokeAsync<bool>("isHidden", leaving.Token));
    }

    async Task Tell()
    {
        if (!leaving.IsCancellationRequested) await Live.Present(Id, State, leaving.Token);
    }

    async Task See()
    {
        if (isHidden || Thread is not { } thread || thread.LastSequence <= seen) return;
        if (seen >= 0 && thread.Unread is not > 0 && Live.Attention.All(one => one.ThreadId != Id)) return;
        seen = thread.LastSequence;
        var kept = await Threads.View(Id, new() { SeenSequence = seen }, leaving.Token);
        if (kept.IsSuccess) await OnSeen.InvokeAsync(kept.Value);
    }
}
