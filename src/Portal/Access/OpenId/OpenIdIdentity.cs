using System.Security.Claims;

namespace Portal.Access.OpenId;

/// <summary>Who the provider says somebody is.</summary>
/// <param name="RoleValues">The values of the claim that is mapped to roles.</param>
/// <param name="UsedSecondFactor">The provider asked for more than one factor (<c>amr</c>, RFC 8176).</param>
internal sealed record OpenIdIdentity(
    string Issuer, string Subject, string? Email, bool EmailVerified, string Name, IReadOnlyList<string> RoleValues, bool UsedSecondFactor)
{
    const int LongestName = 200;

    public static OpenIdIdentity? From(ClaimsPrincipal principal, OpenIdOptions options)
    {
        if (principal.FindFirst("sub") is not { } subject || principal.FindFirstValue("iss") is not { Length: > 0 } issuer) return null;
        var email = principal.FindFirstValue("email")?.Trim();
        return new OpenIdIdentity(
            issuer,
            subject.Value,
            email is { Length: > 0 } ? email : null,
            string.Equals(principal.FindFirstValue("email_verified"), "true", StringComparison.OrdinalIgnoreCase),
            NameOf(principal.FindFirstValue("name") ?? principal.FindFirstValue("preferred_username"), email),
            options.RoleClaim is null ? [] : [.. principal.FindAll(options.RoleClaim).Select(claim => claim.Value).Distinct()],
            principal.FindAll("amr").Any(claim => claim.Value is "mfa"));
    }

    static string NameOf(string? given, string? email)
    {
        var name = string.Concat((given ?? "").Where(character => !char.IsControl(character))).Trim();
        if (name.Length == 0) name = email?.Split('@')[0] ?? "";
        return name.Length <= LongestName ? name : name[..LongestName];
    }
}
