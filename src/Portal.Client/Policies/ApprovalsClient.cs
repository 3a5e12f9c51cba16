using Portal.Client.Api;
using Portal.Client.Shared;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Policies;

sealed class ApprovalsClient(ApiClient api) : IApprovalsService
{
    const string Path = "v2/approvals";

    public Task<Result<ListPage<Approval>>> List(ApprovalFilter filter, ListQuery query, CancellationToken cancellation)
    {
        var text = new QueryString().Add(query).Add("thread_id", filter.ThreadId).Add("status", filter.Status is { } status ? Wording.Wire(status) : null);
        return api.Get($"{Path}{text}", Default.ListPageApproval, cancellation, filter.ProjectId);
    }

    public Task<Result<Approval>> Get(string id, CancellationToken cancellation) => api.Get($"{Path}/{Segment(id)}", Default.Approval, cancellation);

    public Task<Result<Approval>> Decide(string id, ApprovalInput input, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}", input, Default.ApprovalInput, Default.Approval, cancellation);
}
