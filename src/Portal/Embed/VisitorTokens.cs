using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Portal.Access;

namespace Portal.Embed;

/// <summary>A visitor's token: the visitor and the end of its time, which only the portal can write.</summary>
internal sealed class VisitorTokens(IDataProtectionProvider protection, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    readonly IDataProtector protector = protection.CreateProtector("Portal.Embed.VisitorToken.v1");

    public (string Token, long ExpiresAt) New(string visitorId)
    {
        var expiresAt = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds();
        return (Visits.TokenPrefix + WebEncoders.Base64UrlEncode(protector.Protect(Encoding.UTF8.GetBytes($"{visitorId} {expiresAt}"))), expiresAt);
    }

    /// <summary>Null where the token is none of ours or its time is over.</summary>
    public (string VisitorId, long ExpiresAt)? Read(string token)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(protector.Unprotect(WebEncoders.Base64UrlDecode(token[Visits.TokenPrefix.Length..]))).Split(' ');
            var expiresAt = long.Parse(parts[1], CultureInfo.InvariantCulture);
            return IsOver(expiresAt) ? null : (parts[0], expiresAt);
        }
        catch (Exception forged) when (forged is CryptographicException or FormatException)
        {
            return null;
        }
    }

    public bool IsOver(long expiresAt) => expiresAt <= time.GetUtcNow().ToUnixTimeSeconds();
}
