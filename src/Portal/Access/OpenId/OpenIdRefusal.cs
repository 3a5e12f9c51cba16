using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Portal.Access.OpenId;

/// <summary>Why a sign-in through the provider ended: a word for the audit log, a sentence for the page.</summary>
internal sealed record OpenIdRefusal(string Reason, string Text, int Status = StatusCodes.Status403Forbidden)
{
    public static OpenIdRefusal Unreachable(string provider) => new("provider_unreachable",
        $"{provider} cannot be reached at the moment, so nobody can sign in through it. Try again shortly, or sign in with your password.", StatusCodes.Status503ServiceUnavailable);

    public static OpenIdRefusal Denied(string provider) => new("access_denied", $"The sign-in was ended at {provider}. Nothing has changed.");

    public static OpenIdRefusal NoEmail(string provider) => new("email_missing",
        $"{provider} did not say your email address. An administrator has to let it share the scope 'email' with Portal.");

    public static OpenIdRefusal UnverifiedEmail(string provider) => new("email_unverified",
        $"{provider} has not verified that your email address is yours, so Portal does not accept it. Verify it there, then sign in again.");

    public static OpenIdRefusal WrongDomain(string provider) => new("domain_not_allowed",
        $"Addresses of your email's domain may not sign in here. Use your address at the organization with {provider}, or ask an administrator.");

    public static OpenIdRefusal NoRole(string provider) => new("no_role",
        $"{provider} gives you none of the roles that may use Portal. Ask an administrator to give you one there.");

    public static OpenIdRefusal NoAccount => new("no_account", "There is no account for you here yet. Ask an administrator to invite you.");

    public static OpenIdRefusal AccountExists(string provider) => new("account_exists",
        $"There is an account with your email address already, and it is not connected with {provider}. Sign in with your password.");

    public static OpenIdRefusal Deactivated => new("deactivated", "Your account is deactivated. Ask an administrator.");

    /// <summary>What went wrong between Portal and the provider.</summary>
    public static OpenIdRefusal From(Exception? failure, string provider)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is SecurityTokenInvalidAudienceException)
                return new("wrong_audience", $"{provider} answered for another application than Portal. An administrator has to check the setting {OpenIdOptions.Section}:ClientId.");
            if (cause is OpenIdConnectProtocolInvalidNonceException)
                return new("wrong_nonce", $"The answer of {provider} belongs to another sign-in. Begin again.");
            if (cause is SecurityTokenException)
                return new("invalid_token", $"The answer of {provider} cannot be trusted: it is out of date, of another issuer, or not signed by it. Begin again; if it stays so, tell an administrator.");
            if (cause is OpenIdConnectProtocolException)
                return new("provider_error", $"{provider} refused the sign-in. If it stays so, an administrator has to check Portal's client id, secret and redirect address there.");
            if (cause is HttpRequestException or TaskCanceledException or IOException) return Unreachable(provider);
        }

        return new("invalid_answer", "The sign-in took too long, or was begun in another window. Begin again.", StatusCodes.Status400BadRequest);
    }
}
