using Portal.Client.Api;
using Portal.Client.Shared;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.People;

sealed class InvitesClient(ApiClient api) : IInvitesService
{
    const string Path = "v2/organization/invites";

    public Task<Result<ListPage<Invite>>> List(InviteStatus? status, ListQuery query, CancellationToken cancellation)
    {
        var address = new QueryString().Add("status", status is { } word ? Wording.Wire(word) : null).Add(query);
        return api.Get($"{Path}{address}", Default.ListPageInvite, cancellation);
    }

    public Task<Result<Invite>> Get(string id, CancellationToken cancellation) =>
        api.Get($"{Path}/{Segment(id)}", Default.Invite, cancellation);

    public Task<Result<Invite>> Create(InviteInput input, CancellationToken cancellation) =>
        api.Post(Path, input, Default.InviteInput, Default.Invite, cancellation);

    public Task<Result<Invite>> Resend(string id, InviteResend input, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}/resend", input, Default.InviteResend, Default.Invite, cancellation);

    public Task<Result<Deleted>> Revoke(string id, CancellationToken cancellation) =>
        api.Delete($"{Path}/{Segment(id)}", Default.Deleted, cancellation);
}
