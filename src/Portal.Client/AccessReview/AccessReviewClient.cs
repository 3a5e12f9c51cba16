using Portal.Client.Api;

namespace Portal.Client.AccessReview;

sealed class AccessReviewClient(ApiClient api) : IAccessReviewService
{
    public Task<Result<ListPage<ObjectAccess>>> List(string objectId, ListQuery query, CancellationToken cancellation) =>
        api.Get($"v2/access{new QueryString().Add("object", objectId).Add(query)}", ApiJson.Default.ListPageObjectAccess, cancellation);
}
