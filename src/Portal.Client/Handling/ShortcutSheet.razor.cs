using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Portal.Client.Handling;

public sealed partial class ShortcutSheet : IAsyncDisposable
{
    ElementReference dialog;
    IJSObjectReference? module;
    IJSObjectReference? script;

    [Inject]
    IJSRuntime JS { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
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
        module = await JS.InvokeAsync<IJSObjectReference>("import", "./Handling/ShortcutSheet.razor.js");
        script = await module.InvokeAsync<IJSObjectReference>("attach", dialog);
    }
}
