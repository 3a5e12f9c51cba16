using Portal.Client.Api;

namespace Portal.Client.Policies;

/// <summary>What waits for a person. Whoever may chat in a project sees and decides what waits there; a key needs the scope <c>manage</c>.</summary>
public interface IApprovalsService
{
    Task<Result<ListPage<Approval>>> List(ApprovalFilter filter, ListQuery query, CancellationToken cancellation);

    Task<Result<Approval>> Get(string id, CancellationToken cancellation);

    /// <summary>
    /// 409 <c>already_decided</c> for one that waits no more; 403 <c>own_message</c> for whoever asked, unless they manage the
    /// project; 400 with param <c>edited</c> for what is no reply.
    /// </summary>
    Task<Result<Approval>> Decide(string id, ApprovalInput input, CancellationToken cancellation);
}
