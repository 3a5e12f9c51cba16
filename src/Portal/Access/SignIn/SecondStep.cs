using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Portal.Access.Passkeys;
using Portal.Access.Sessions;
using Portal.Access.TwoFactor;
using Portal.Access.Users;
using Portal.Data;
using Portal.Organization;

namespace Portal.Access.SignIn;

/// <summary>Somebody whose password was right and whose second factor is still asked for.</summary>
internal sealed record PendingSignIn(User User, SignInMethod Method, string Back);

/// <summary>What may be asked of a user as the second step.</summary>
internal sealed record SecondStepMeans(bool Totp, bool Passkey);

/// <summary>
/// Between the password and the second factor there is no session, only a short-lived cookie that says whose password was
/// right. A changed password makes it worthless.
/// </summary>
internal sealed class SecondStep(
    IDatabase database, IOrganizationSettings organization, IDataProtectionProvider protection, UserManager<User> users,
    SignInService signIn, TimeProvider time)
{
    public const string Path = "/sign-in/two-factor";

    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    static readonly PortalCookie Cookie = new("portal_second_step", SameSiteMode.Lax);

    readonly IDataProtector protector = protection.CreateProtector("Portal.Access.SignIn.SecondStep");

    sealed record Ticket(string UserId, string Stamp, SignInMethod Method, string Back, long ExpiresAt);

    /// <summary>Opens the session, or begins the second step where the user has one; answers where to go.</summary>
    /// <param name="proof">How the user was recognized.</param>
    public async Task<string> Continue(HttpContext http, User user, SignInProof proof, string back)
    {
        if (proof.SecondFactor is null && await IsAsked(user.Id, http.RequestAborted))
        {
            var now = time.GetUtcNow();
            var ticket = new Ticket(user.Id, user.SecurityStamp, proof.Method, back, (now + Lifetime).ToUnixTimeSeconds());
            http.Response.Cookies.Append(Cookie.Name!, protector.Protect(JsonSerializer.Serialize(ticket)), Cookie.Build(http, now));
            return Path;
        }

        await signIn.Open(http, user, proof, http.RequestAborted);
        return back;
    }

    public async Task<PendingSignIn?> Read(HttpContext http)
    {
        if (http.Request.Cookies[Cookie.Name!] is not { Length: > 0 } cookie || Open(cookie) is not { } ticket) return null;
        if (ticket.ExpiresAt <= time.GetUtcNow().ToUnixTimeSeconds()) return null;
        return await users.FindByIdAsync(ticket.UserId) is { } user && user.SecurityStamp == ticket.Stamp
            ? new PendingSignIn(user, ticket.Method, ticket.Back)
            : null;
    }

    public static void End(HttpContext http) => http.Response.Cookies.Delete(Cookie.Name!, Cookie.Build(http, DateTimeOffset.UnixEpoch));

    public Task<SecondStepMeans> MeansOf(string userId, CancellationToken cancellation) =>
        database.Read(connection => new SecondStepMeans(
            TwoFactorRepository.Find(connection, userId) is { EnabledAt: not null }, PasskeysRepository.Any(connection, userId)), cancellation);

    /// <summary>Whoever has an app is asked for its code; whoever has a passkey alone, only where the organization asks everybody.</summary>
    async Task<bool> IsAsked(string userId, CancellationToken cancellation)
    {
        var means = await MeansOf(userId, cancellation);
        return means.Totp || (means.Passkey && (await organization.Get(cancellation)).SignIn.TwoFactorRequired);
    }

    Ticket? Open(string cookie)
    {
        try
        {
            return JsonSerializer.Deserialize<Ticket>(protector.Unprotect(cookie));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
