using Portal.Client.Api;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Security;

sealed class TwoFactorClient(ApiClient api) : ITwoFactorService
{
    const string Path = "v2/profile/two_factor";

    public Task<Result<TwoFactorStatus>> Get(CancellationToken cancellation) => api.Get(Path, Default.TwoFactorStatus, cancellation);

    public Task<Result<TwoFactorSetup>> Begin(CancellationToken cancellation) => api.Post($"{Path}/begin", Default.TwoFactorSetup, cancellation);

    public Task<Result<RecoveryCodes>> Confirm(TwoFactorConfirmation input, CancellationToken cancellation) =>
        api.Post($"{Path}/confirm", input, Default.TwoFactorConfirmation, Default.RecoveryCodes, cancellation);

    public Task<Result<RecoveryCodes>> RenewRecoveryCodes(TwoFactorProof input, CancellationToken cancellation) =>
        api.Post($"{Path}/recovery_codes", input, Default.TwoFactorProof, Default.RecoveryCodes, cancellation);

    public Task<Result<TwoFactorStatus>> Disable(TwoFactorProof input, CancellationToken cancellation) =>
        api.Post($"{Path}/disable", input, Default.TwoFactorProof, Default.TwoFactorStatus, cancellation);

    public Task<Result<Deleted>> Reset(string userId, CancellationToken cancellation) =>
        api.Delete($"v2/organization/users/{Segment(userId)}/two_factor", Default.Deleted, cancellation);
}
