using Portal.Client.Api;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Security;

sealed class PasskeysClient(ApiClient api) : IPasskeysService
{
    const string Path = "v2/profile/passkeys";

    public Task<Result<ListPage<Passkey>>> List(ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path}{new QueryString().Add(query)}", Default.ListPagePasskey, cancellation);

    public Task<Result<Passkey>> Get(string id, CancellationToken cancellation) => api.Get($"{Path}/{Segment(id)}", Default.Passkey, cancellation);

    public Task<Result<PasskeyOptions>> Begin(CancellationToken cancellation) => api.Post($"{Path}/begin", Default.PasskeyOptions, cancellation);

    public Task<Result<Passkey>> Register(PasskeyInput input, CancellationToken cancellation) =>
        api.Post(Path, input, Default.PasskeyInput, Default.Passkey, cancellation);

    public Task<Result<Passkey>> Rename(string id, PasskeyRename input, CancellationToken cancellation) =>
        api.Post($"{Path}/{Segment(id)}", input, Default.PasskeyRename, Default.Passkey, cancellation);

    public Task<Result<Deleted>> Remove(string id, CancellationToken cancellation) => api.Delete($"{Path}/{Segment(id)}", Default.Deleted, cancellation);
}
