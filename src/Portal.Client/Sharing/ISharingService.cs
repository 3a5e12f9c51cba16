using Portal.Client.Api;

namespace Portal.Client.Sharing;

public interface ISharingService
{
    Task<Result<ListPage<ThreadShare>>> List(string threadId, ListQuery query, CancellationToken cancellation);

    /// <summary>Makes a link; its address is in this answer only.</summary>
    Task<Result<ThreadShare>> Create(string threadId, ThreadShareInput input, CancellationToken cancellation);

    Task<Result<Deleted>> Revoke(string threadId, string id, CancellationToken cancellation);

    /// <summary>
    /// What a link shows, for signed-in people. One that was revoked, has expired, belonged to a deleted thread or never was
    /// is the same 404.
    /// </summary>
    Task<Result<SharedThread>> Read(string token, ListQuery query, CancellationToken cancellation);
}
