using Microsoft.AspNetCore.Components;
using Portal.Client.Access;

namespace Portal.Client.Shared;

/// <summary>What every page has: who looks at it, and a token that ends with it.</summary>
public abstract class PageBase : ComponentBase, IDisposable
{
    readonly CancellationTokenSource closing = new();

    [CascadingParameter]
    public Session? Session { get; set; }

    protected CancellationToken Closing => closing.Token;

    protected bool ManagesOrganization => Session is { ManagesOrganization: true };

    /// <summary>Shows what the person may do in a project; the service decides by its own check.</summary>
    protected bool Manages(string? projectId) => Session?.Manages(projectId) == true;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        closing.Cancel();
        closing.Dispose();
    }
}
