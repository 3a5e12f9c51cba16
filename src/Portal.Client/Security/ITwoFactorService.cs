using Portal.Client.Api;

namespace Portal.Client.Security;

/// <summary>The second factor of the signed-in person; a key has none (403).</summary>
public interface ITwoFactorService
{
    Task<Result<TwoFactorStatus>> Get(CancellationToken cancellation);

    /// <summary>Gives a secret for an authenticator app; the same one until it is confirmed. 409 <c>two_factor_enabled</c> where it is on.</summary>
    Task<Result<TwoFactorSetup>> Begin(CancellationToken cancellation);

    /// <summary>Turns it on. 400 with param <c>code</c> where the code is wrong, and says so where only the clock is.</summary>
    Task<Result<RecoveryCodes>> Confirm(TwoFactorConfirmation input, CancellationToken cancellation);

    /// <summary>Ten new recovery codes in place of the old.</summary>
    Task<Result<RecoveryCodes>> RenewRecoveryCodes(TwoFactorProof input, CancellationToken cancellation);

    /// <summary>Turns it off. 409 <c>two_factor_required</c> where the organization asks for it.</summary>
    Task<Result<TwoFactorStatus>> Disable(TwoFactorProof input, CancellationToken cancellation);

    /// <summary>For administrators: takes a person's second factor, recovery codes and passkeys away and signs them out, so that they can begin anew.</summary>
    Task<Result<Deleted>> Reset(string userId, CancellationToken cancellation);
}
