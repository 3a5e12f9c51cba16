using Portal.Client.Api;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Sharing;

sealed class SharingClient(ApiClient api) : ISharingService
{
    public Task<Result<ListPage<ThreadShare>>> List(string threadId, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path(threadId)}{new QueryString().Add(query)}", Default.ListPageThreadShare, cancellation);

    public Task<Result<ThreadShare>> Create(string threadId, ThreadShareInput input, CancellationToken cancellation) =>
        api.Post(Path(threadId), input, Default.ThreadShareInput, Default.ThreadShare, cancellation);

    public Task<Result<Deleted>> Revoke(string threadId, string id, CancellationToken cancellation) =>
        api.Delete($"{Path(threadId)}/{Segment(id)}", Default.Deleted, cancellation);

    public Task<Result<SharedThread>> Read(string token, ListQuery query, CancellationToken cancellation) =>
        api.Get($"v2/shared/{Segment(token)}{new QueryString().Add(query)}", Default.SharedThread, cancellation);

    static string Path(string threadId) => $"v2/threads/{Segment(threadId)}/shares";
}
