using Portal.Client.Api;

namespace Portal.Client.CannedReplies;

/// <summary>Whoever chats in a project uses its canned replies; whoever manages it writes them, since all colleagues send them.</summary>
public interface ICannedRepliesService
{
    Task<Result<ListPage<CannedReply>>> List(string projectId, CannedReplyOrder sort, ListQuery query, CancellationToken cancellation);

    Task<Result<CannedReply>> Get(string projectId, string id, CancellationToken cancellation);

    /// <summary>409 <c>name_taken</c> where the project has one of that name; 409 <c>too_many</c> past a thousand.</summary>
    Task<Result<CannedReply>> Create(string projectId, CannedReplyInput input, CancellationToken cancellation);

    /// <summary>Replaces what the caller may set; the endpoint lays a partial body over the present values first.</summary>
    Task<Result<CannedReply>> Update(string projectId, string id, CannedReplyInput input, CancellationToken cancellation);

    Task<Result<Deleted>> Delete(string projectId, string id, CancellationToken cancellation);
}
