using Microsoft.AspNetCore.Components;

namespace Portal.Client.Threads;

/// <summary>An icon as MudIcon draws it, without a component of its own: a conversation has hundreds.</summary>
static class Glyph
{
    /// <param name="icon">One of MudBlazor's own icons, never a text of anybody's.</param>
    public static RenderFragment Of(string icon) => builder =>
    {
        builder.OpenElement(0, "svg");
        builder.AddAttribute(1, "class", "mud-icon-root mud-svg-icon mud-icon-size-medium");
        builder.AddAttribute(2, "focusable", "false");
        builder.AddAttribute(3, "viewBox", "0 0 24 24");
        builder.AddAttribute(4, "aria-hidden", "true");
        builder.AddMarkupContent(5, icon);
        builder.CloseElement();
    };
}
