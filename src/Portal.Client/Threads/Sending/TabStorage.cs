using Microsoft.JSInterop;

namespace Portal.Client.Threads.Sending;

/// <summary>What one tab of the browser keeps across reloads.</summary>
public interface ITabStorage
{
    ValueTask<string?> Read(string name);

    /// <summary>A null value takes it away.</summary>
    ValueTask Write(string name, string? value);
}

sealed class TabStorage(IJSRuntime js) : ITabStorage
{
    public async ValueTask<string?> Read(string name)
    {
        try
        {
            return await js.InvokeAsync<string?>("sessionStorage.getItem", name);
        }
        catch (JSException)
        {
            // Without storage, what is unsent lives as long as the page.
            return null;
        }
    }

    public async ValueTask Write(string name, string? value)
    {
        try
        {
            if (value is null) await js.InvokeVoidAsync("sessionStorage.removeItem", name);
            else await js.InvokeVoidAsync("sessionStorage.setItem", name, value);
        }
        catch (JSException)
        {
            // As above; also where it is full.
        }
    }
}
