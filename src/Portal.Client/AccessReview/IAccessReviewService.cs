using Portal.Client.Api;

namespace Portal.Client.AccessReview;

public interface IAccessReviewService
{
    /// <summary>
    /// Who can see the object, and why, by their ids: people of the organization and of its project, and keys. For whoever
    /// may manage the object's project; for a key of the organization, whoever may manage that.
    /// </summary>
    /// <param name="objectId">Of a project, an assistant, a thread or a key.</param>
    Task<Result<ListPage<ObjectAccess>>> List(string objectId, ListQuery query, CancellationToken cancellation);
}
