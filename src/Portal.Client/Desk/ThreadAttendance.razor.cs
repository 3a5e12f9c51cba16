using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Portal.Client.Threads;

namespace Portal.Client.Desk;

public sealed partial class ThreadAttendance : IAsyncDisposable
{
    readonly CancellationTokenSource leaving = new();
    DotNetObjectReference<ThreadAttendance>? self;
    IJSObjectReference? module;
    IJSObjectReference? watch;
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
    IJSRuntime JS { get; set; } = null!;

    /// <summary>The page has come into sight or gone out of it.</summary>
    [JSInvokable]
    public Task Hidden(bool hidden)
    {
        isHidden = hidden;
        return See();
    }

    public async ValueTask DisposeAsync()
    {
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
        await Hidden(await watch.InvokeAsync<bool>("isHidden", leaving.Token));
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
