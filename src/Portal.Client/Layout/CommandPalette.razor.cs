using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using Portal.Client.Access;

namespace Portal.Client.Layout;

/// <summary>Ctrl+K: pages, objects and actions by name. Its script opens it; what is typed searches after a short pause.</summary>
public sealed partial class CommandPalette : IAsyncDisposable
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    readonly CancellationTokenSource leaving = new();
    CancellationTokenSource? searching;
    ElementReference dialog;
    IJSObjectReference? module;
    IJSObjectReference? script;
    DotNetObjectReference<CommandPalette>? self;
    IReadOnlyList<PaletteItem> items = [];
    string words = "";
    int chosen;

    [Parameter]
    public Session? Session { get; set; }

    [Inject]
    PaletteSearch Search { get; set; } = null!;

    [Inject]
    NavigationManager Navigation { get; set; } = null!;

    [Inject]
    TimeProvider Time { get; set; } = null!;

    [Inject]
    IJSRuntime JS { get; set; } = null!;

    string Status => searching is not null ? "Searching…" : items.Count == 0 ? $"Nothing is called “{words}”." : "↑ ↓ to choose, Enter to go, Esc to close";

    /// <summary>Called by the page's script.</summary>
    [JSInvokable]
    public void Begin()
    {
        (words, chosen, items) = ("", 0, Search.Places(Session, ""));
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        leaving.Dispose();
        searching?.Dispose();
        self?.Dispose();
        try
        {
            if (script is not null) await script.InvokeVoidAsync("stop");
            if (module is not null) await module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its script with it.
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        self = DotNetObjectReference.Create(this);
        module = await JS.InvokeAsync<IJSObjectReference>("import", leaving.Token, "./Layout/CommandPalette.razor.js");
        script = await module.InvokeAsync<IJSObjectReference>("attach", leaving.Token, dialog, self);
    }

    async Task Type(ChangeEventArgs input)
    {
        words = ((string?)input.Value)?.Trim() ?? "";
        (chosen, items) = (0, Search.Places(Session, words));
        if (searching is not null) await searching.CancelAsync();
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(leaving.Token);
        searching = turn;
        try
        {
            await Task.Delay(Pause, Time, turn.Token);
            var found = await Search.Objects(Session, words, turn.Token);
            turn.Token.ThrowIfCancellationRequested();
            items = [.. items, .. found];
            searching = null;
        }
        catch (OperationCanceledException) when (turn.IsCancellationRequested)
        {
            // Something else was typed meanwhile.
        }
    }

    async Task Press(KeyboardEventArgs key)
    {
        if (items.Count == 0) return;
        if (key.Key is "ArrowDown") chosen = (chosen + 1) % items.Count;
        else if (key.Key is "ArrowUp") chosen = (chosen + items.Count - 1) % items.Count;
        else if (key.Key is "Enter")
        {
            var address = items[chosen].Address;
            await Close();
            Navigation.NavigateTo(address);
            return;
        }
        else return;

        if (script is not null) await script.InvokeVoidAsync("show", $"palette-{chosen}");
    }

    async Task Close()
    {
        if (script is not null) await script.InvokeVoidAsync("close");
    }
}
