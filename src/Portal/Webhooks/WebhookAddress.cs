using System.Net;
using Portal.Outbound;

namespace Portal.Webhooks;

/// <summary>What may be called at all; whether its network may be is looked at when a connection is made.</summary>
internal static class WebhookAddress
{
    /// <summary>Null, or what is wrong with it.</summary>
    public static string? Check(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Scheme is not ("https" or "http"))
            return "must be a whole address, such as https://example.org/hooks/portal.";
        if (uri.UserInfo.Length > 0) return "must hold no user name or password: they would stand in logs. The signature proves who calls.";
        return uri.Scheme == "https" || IsNearby(uri) ? null : "must begin with https: what is sent is not for everybody on the way. Only a private address, or localhost, may be called by http.";
    }

    static bool IsNearby(Uri uri) => uri.Host == "localhost"
        || (IPAddress.TryParse(uri.DnsSafeHost, out var address) && !PublicAddresses.Contains(address));
}
