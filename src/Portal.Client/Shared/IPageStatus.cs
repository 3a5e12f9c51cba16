namespace Portal.Client.Shared;

/// <summary>The HTTP status of the page that is being prerendered, so that programs and caches see a missing page as missing.</summary>
public interface IPageStatus
{
    void NotFound();
}

/// <summary>In the browser the answer is long gone.</summary>
sealed class NoPageStatus : IPageStatus
{
    public void NotFound()
    {
    }
}
