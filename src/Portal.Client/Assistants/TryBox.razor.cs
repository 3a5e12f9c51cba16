using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Portal.Client.Api;

namespace Portal.Client.Assistants;

/// <summary>Where something is said to a draft. A text that could not be sent stays; sent again unchanged, it counts once.</summary>
public sealed partial class TryBox : IAsyncDisposable
{
    ElementReference box;
    IJSObjectReference? module;
    IJSObjectReference? writing;
    ApiError? error;
    string text = "";
    string? keyedText;
    string key = "";
    bool sending;

    /// <summary>Names the draft that the browser's tab keeps.</summary>
    [Parameter, EditorRequired]
    public string DraftName { get; set; } = "";

    /// <summary>Takes the text and its idempotency key; answers the error, or null once it is sent.</summary>
    [Parameter, EditorRequired]
    public Func<string, string, Task<ApiError?>> Send { get; set; } = null!;

    [Parameter, EditorRequired]
    public Func<Task<ApiError?>> Stop { get; set; } = null!;

    /// <summary>A reply is at work that Stop can stop.</summary>
    [Parameter]
    public bool IsRunning { get; set; }

    [Inject]
    IJSRuntime JS { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (writing is not null) await writing.DisposeAsync();
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
        module = await JS.InvokeAsync<IJSObjectReference>("import", "./Assistants/TryBox.razor.js");
        writing = await module.InvokeAsync<IJSObjectReference>("attach", box, DraftName);
    }

    void Typed(ChangeEventArgs change) => (text, error) = ((string?)change.Value ?? "", null);

    async Task Submit()
    {
        if (sending || string.IsNullOrWhiteSpace(text)) return;
        if (keyedText != text) (keyedText, key) = (text, Guid.NewGuid().ToString("N"));
        var sent = text;
        sending = true;
        error = await Send(sent, key);
        sending = false;
        if (error is not null) return;
        keyedText = null;
        if (text != sent) return;
        text = "";
        if (writing is not null) await writing.InvokeVoidAsync("clear");
    }

    async Task StopReply() => error = await Stop();
}
