using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Portal.Access.OpenId;

/// <summary>Signing out of Portal leaves the provider's own session; where it offers so, one can be ended as well (RP-initiated logout).</summary>
internal sealed class OpenIdLogout(IOptions<OpenIdOptions> options, IOptionsMonitor<OpenIdConnectOptions> handlers)
{
    /// <summary>The provider's address for it, with the way back; null where it has none or cannot be reached.</summary>
    public async Task<string?> Address(HttpContext http)
    {
        if (!options.Value.IsConfigured || await EndSession(http.RequestAborted) is not { Length: > 0 } endpoint) return null;
        return new OpenIdConnectMessage
        {
            IssuerAddress = endpoint,
            ClientId = options.Value.ClientId,
            PostLogoutRedirectUri = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}/sign-in",
        }.CreateLogoutRequestUrl();
    }

    async Task<string?> EndSession(CancellationToken cancellation)
    {
        try
        {
            return (await handlers.Get(OpenIdFeature.Scheme).ConfigurationManager!.GetConfigurationAsync(cancellation)).EndSessionEndpoint;
        }
        catch (Exception error) when (error is InvalidOperationException or HttpRequestException or IOException)
        {
            return null;
        }
    }
}
