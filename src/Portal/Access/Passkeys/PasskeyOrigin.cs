using Microsoft.AspNetCore.Identity;

namespace Portal.Access.Passkeys;

/// <summary>The page that asked the browser for a passkey, as the browser signs it.</summary>
internal static class PasskeyOrigin
{
    /// <summary>The host that the request came to; a proxy in front may have taken https off.</summary>
    public static bool IsOurs(PasskeyOriginValidationContext context)
    {
        var request = context.HttpContext.Request;
        return !context.CrossOrigin && Uri.TryCreate(context.Origin, UriKind.Absolute, out var origin)
            && (origin.Scheme == request.Scheme || origin.Scheme == Uri.UriSchemeHttps)
            && string.Equals(origin.IsDefaultPort ? origin.Host : origin.Authority, WithoutDefaultPort(request.Host), StringComparison.OrdinalIgnoreCase);
    }

    static string WithoutDefaultPort(HostString host) => host.Port is 80 or 443 ? host.Host : host.Value ?? "";
}
