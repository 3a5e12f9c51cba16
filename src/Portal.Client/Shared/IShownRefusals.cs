using Portal.Client.Api;

namespace Portal.Client.Shared;

/// <summary>
/// Records a refusal that a page shows. There is one where pages are drawn for their first HTML: no endpoint stands before the
/// services there. The browser has none; its calls are recorded where they are refused.
/// </summary>
public interface IShownRefusals
{
    /// <summary>The error to show: the refusal itself, or why it could not be recorded.</summary>
    Task<ApiError> Record(ApiError error);
}
