using Portal.Client.Shared;

namespace Portal.Components;

/// <summary>Prerendering ends before the answer begins, so what a page finds out still becomes the answer's status.</summary>
internal sealed class PrerenderedStatus(IHttpContextAccessor accessor) : IPageStatus
{
    public void NotFound()
    {
        if (accessor.HttpContext is not { Response.HasStarted: false } http) return;
        // Set while it renders, the status would replace the page by the one for addresses where nothing is.
        http.Response.OnStarting(static state =>
        {
            ((HttpResponse)state).StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }, http.Response);
    }
}
