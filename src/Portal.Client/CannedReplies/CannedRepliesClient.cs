using Portal.Client.Api;
using Portal.Client.Shared;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.CannedReplies;

sealed class CannedRepliesClient(ApiClient api) : ICannedRepliesService
{
    public Task<Result<ListPage<CannedReply>>> List(string projectId, CannedReplyOrder sort, ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path(projectId)}{new QueryString().Add(query).Add("sort", Wording.Wire(sort))}", Default.ListPageCannedReply, cancellation);

    public Task<Result<CannedReply>> Get(string projectId, string id, CancellationToken cancellation) =>
        api.Get($"{Path(projectId)}/{Segment(id)}", Default.CannedReply, cancellation);

    public Task<Result<CannedReply>> Create(string projectId, CannedReplyInput input, CancellationToken cancellation) =>
        api.Post(Path(projectId), input, Default.CannedReplyInput, Default.CannedReply, cancellation);

    public Task<Result<CannedReply>> Update(string projectId, string id, CannedReplyInput input, CancellationToken cancellation) =>
        api.Post($"{Path(projectId)}/{Segment(id)}", input, Default.CannedReplyInput, Default.CannedReply, cancellation);

    public Task<Result<Deleted>> Delete(string projectId, string id, CancellationToken cancellation) =>
        api.Delete($"{Path(projectId)}/{Segment(id)}", Default.Deleted, cancellation);

    static string Path(string projectId) => $"v2/projects/{Segment(projectId)}/canned_replies";
}
