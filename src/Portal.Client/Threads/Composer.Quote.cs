using Microsoft.JSInterop;

namespace Portal.Client.Threads;

public sealed partial class Composer
{
    /// <summary>Puts text after what is written already, and the caret after it.</summary>
    public async Task Append(string added)
    {
        await using var script = await JS.InvokeAsync<IJSObjectReference>("import", "./Threads/Messages/MessageList.razor.js");
        await script.InvokeVoidAsync("append", box, added);
    }
}
