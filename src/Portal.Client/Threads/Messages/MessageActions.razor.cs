using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Portal.Client.Api;

namespace Portal.Client.Threads.Messages;

/// <summary>What can be done with a message, and what a reply took.</summary>
public sealed partial class MessageActions
{
    Panel? opened;
    Copied? copied;
    bool refused;

    enum Panel
    {
        Models,
        Details,
    }

    enum Copied
    {
        Text,
        Link,
    }

    [Parameter, EditorRequired]
    public MessageEntry Entry { get; set; } = null!;

    /// <summary>Runs an action on the message and shows its error there.</summary>
    [Parameter, EditorRequired]
    public Func<Func<Task<ApiError?>>, Task> Act { get; set; } = null!;

    [Parameter]
    public EventCallback Edit { get; set; }

    /// <summary>False where Retry stands beside the error already.</summary>
    [Parameter]
    public bool HasRetry { get; set; }

    /// <summary>The message's address, below the portal's own.</summary>
    [Parameter, EditorRequired]
    public string Link { get; set; } = "";

    [CascadingParameter]
    public ThreadSession Thread { get; set; } = null!;

    /// <summary>Null where there is nothing to quote into.</summary>
    [CascadingParameter]
    public QuoteRequests? Quotes { get; set; }

    IReadOnlyList<string> siblings => Thread.Conversation.Siblings(Entry);

    RenderFragment ActionButton(string name, string icon, Func<Task> act) => builder =>
    {
        Open(builder, name);
        builder.AddAttribute(6, "disabled", !RendererInfo.IsInteractive);
        builder.AddAttribute(7, "onclick", EventCallback.Factory.Create(this, act));
        builder.AddContent(8, Glyph.Of(icon));
        builder.CloseElement();
    };

    RenderFragment ToggleButton(Panel panel, string name, string icon) => builder =>
    {
        Open(builder, name);
        builder.AddAttribute(5, "aria-expanded", opened == panel ? "true" : "false");
        builder.AddAttribute(6, "disabled", !RendererInfo.IsInteractive);
        builder.AddAttribute(7, "onclick", EventCallback.Factory.Create(this, () => opened = opened == panel ? null : panel));
        builder.AddContent(8, Glyph.Of(icon));
        builder.CloseElement();
    };

    static void Open(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder, string name)
    {
        builder.OpenElement(0, "button");
        builder.AddAttribute(1, "type", "button");
        builder.AddAttribute(2, "class", "button-quiet button-icon");
        builder.AddAttribute(3, "aria-label", name);
        builder.AddAttribute(4, "title", name);
    }

    async Task Copy(Copied what, string text)
    {
        var done = await JS.InvokeAsync<bool>("portalCopy", text);
        (copied, refused) = (done ? what : null, !done);
    }

    Task Quote()
    {
        Quotes!.Ask(Entry);
        return Task.CompletedTask;
    }

    async Task Regenerate(string? model)
    {
        opened = null;
        await Act(() => Thread.Retry(Entry, model, CancellationToken.None));
    }
}
