using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Security;

namespace Portal.Access.TwoFactor;

internal static class TwoFactorEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var profile = routes.MapGroup("/v2/profile/two_factor").WithTags("Profile").AllowsSetUp();
        profile.MapGet("", Get).WithSummary("Read whether the caller signs in with a second factor");
        profile.MapPost("/begin", Begin).WithSummary("Get the secret for an authenticator app")
            .Replays<ITwoFactorService, TwoFactorSetup>((_, _, _) => Task.FromResult<Result<TwoFactorSetup>>(new TwoFactorSetup(null, null, null)));
        profile.MapPost("/confirm", Confirm).WithSummary("Turn the second factor on with a code from the app; answers the recovery codes")
            .Replays<ITwoFactorService, RecoveryCodes>((_, _, _) => WithoutCodes());
        profile.MapPost("/recovery_codes", RenewRecoveryCodes).WithSummary("Make ten new recovery codes in place of the old")
            .Replays<ITwoFactorService, RecoveryCodes>((_, _, _) => WithoutCodes());
        profile.MapPost("/disable", Disable).WithSummary("Turn the second factor off")
            .Replays<ITwoFactorService, TwoFactorStatus>((service, http, _) => service.Get(http.RequestAborted));
        routes.MapDelete("/v2/organization/users/{id}/two_factor", Reset).WithTags("People")
            .WithSummary("Take a person's second factor and passkeys away, so that they can begin anew");
    }

    static async Task<Reply<TwoFactorStatus>> Get(ITwoFactorService service, CancellationToken cancellation) => await service.Get(cancellation);

    static async Task<Reply<TwoFactorSetup>> Begin(ITwoFactorService service, CancellationToken cancellation) => await service.Begin(cancellation);

    static async Task<Reply<RecoveryCodes>> Confirm(Body<TwoFactorConfirmation> body, ITwoFactorService service, CancellationToken cancellation) =>
        await service.Confirm(body.Value, cancellation);

    static async Task<Reply<RecoveryCodes>> RenewRecoveryCodes(Body<TwoFactorProof> body, ITwoFactorService service, CancellationToken cancellation) =>
        await service.RenewRecoveryCodes(body.Value, cancellation);

    static async Task<Reply<TwoFactorStatus>> Disable(Body<TwoFactorProof> body, ITwoFactorService service, CancellationToken cancellation) =>
        await service.Disable(body.Value, cancellation);

    static async Task<Reply<Deleted>> Reset(string id, ITwoFactorService service, CancellationToken cancellation) => await service.Reset(id, cancellation);

    static Task<Result<RecoveryCodes>> WithoutCodes() => Task.FromResult<Result<RecoveryCodes>>(new RecoveryCodes([], 0));
}
