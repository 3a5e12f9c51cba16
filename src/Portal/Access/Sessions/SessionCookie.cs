using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Portal.Access.Sessions;

/// <summary>The browser's half of a session: an encrypted ticket that holds its id and nothing to decide by.</summary>
internal static class SessionCookie
{
    public const string Scheme = "Identity.Application";
    public const string SessionClaim = "sid";

    public static Task Issue(HttpContext http, string userId, string sessionId) =>
        http.SignInAsync(Scheme, Principal(userId, sessionId), new AuthenticationProperties { IsPersistent = true });

    public static string? SessionOf(ClaimsPrincipal? principal) => principal?.FindFirstValue(SessionClaim);

    /// <summary>Antiforgery tokens are bound to the user named here.</summary>
    public static ClaimsPrincipal Principal(string userId, string sessionId) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, userId), new Claim(SessionClaim, sessionId)], Scheme));
}

/// <summary>A cookie that travels over https alone, except to this very machine.</summary>
internal sealed class PortalCookie : CookieBuilder
{
    public PortalCookie(string name, SameSiteMode sameSite)
    {
        Name = name;
        SameSite = sameSite;
        HttpOnly = true;
        IsEssential = true;
    }

    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var options = base.Build(context, expiresFrom);
        options.Path = context.Request.PathBase is { HasValue: true } below ? below.Value : "/";
        options.Secure = context.Request.IsHttps || !IsLoopback(context.Request.Host.Host);
        return options;
    }

    public static bool IsLoopback(string host) =>
        host is "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
