using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.StaticAssets;
using Portal.Access.Sessions;
using Portal.Access.TwoFactor;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Audit;

namespace Portal.Access;

/// <summary>
/// Fills <see cref="CallContext.Caller"/> for every request, from a key or from the browser's session; an API call
/// without either ends here, before its body is read.
/// </summary>
internal sealed partial class CallerMiddleware(RequestDelegate next, SessionAuthenticator sessions, IKeyCallers keys, IVisitorCallers visitors)
{
    const string ProjectHeader = "OpenAI-Project";

    public async Task InvokeAsync(HttpContext http, CallContext context)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            await next(http);
            return;
        }

        context.Ip = AddressOf(http);
        context.Origin = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}";
        var caller = IsForPrograms(http) && SecretOf(http) is { } secret
            ? await FromSecret(http, context, secret)
            : await FromSession(http, context);
        if (caller is not null) context.Caller = caller;
        if (!IsForPrograms(http) || Visits.IsForAnybody(http))
        {
            await next(http);
            return;
        }

        var refusal = caller is null
            ? ApiError.Unauthenticated("Sign in, or send a valid key as 'Authorization: Bearer sk-…'.")
            : TwoFactorGate.Refuses(http, caller) ? TwoFactorGate.Refusal : Visits.Refuse(http, caller, visitors) ?? NameProject(http, context);
        if (refusal is null)
        {
            if (IsHub(http)) http.Items[typeof(Caller)] = context.Caller;
            await next(http);
        }
        else
        {
            await ErrorReply.Write(http, refusal);
        }
    }

    /// <summary>The caller who opened a hub connection; it outlives the request's scope, so it is kept with the request.</summary>
    public static Caller CallerOfConnection(HttpContext http) => (Caller)http.Items[typeof(Caller)]!;

    /// <summary>Pages are for people: there a key counts for nothing.</summary>
    static bool IsForPrograms(HttpContext http) => http.Request.Path.StartsWithSegments("/v2") || IsHub(http);

    static bool IsHub(HttpContext http) => http.Request.Path.StartsWithSegments("/hubs");

    static string? SecretOf(HttpContext http)
    {
        if (AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var header)
            && string.Equals(header.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase))
            return header.Parameter ?? "";
        // Browsers cannot set a header on a web socket.
        return IsHub(http) && http.Request.Query.TryGetValue("access_token", out var token) ? token.ToString() : null;
    }

    public static string? AddressOf(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress;
        return (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();
    }

    async Task<Caller?> FromSecret(HttpContext http, CallContext context, string secret)
    {
        if (!secret.StartsWith(Visits.TokenPrefix, StringComparison.Ordinal)) return await FromKey(http, context, secret);
        http.User = new ClaimsPrincipal();
        return await visitors.Authenticate(secret, context.Ip, http.RequestAborted);
    }

    async Task<Caller?> FromKey(HttpContext http, CallContext context, string secret)
    {
        var attempt = await keys.Authenticate(secret, context.Ip, context.RequestId, http.RequestAborted);
        context.TurnedAway = attempt.Known;
        http.User = attempt.Caller is null
            ? new ClaimsPrincipal()
            : new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, attempt.Caller.Id)], "key"));
        return attempt.Caller;
    }

    async Task<Caller?> FromSession(HttpContext http, CallContext context)
    {
        var ticket = http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult;
        var caller = SessionCookie.SessionOf(ticket?.Principal) is { } sessionId
            ? await sessions.Authenticate(sessionId, context.Ip, http.RequestAborted)
            : null;
        http.User = caller is null ? new ClaimsPrincipal() : SessionCookie.Principal(caller.Id, caller.SessionId!);
        return caller;
    }

    /// <summary>Takes the header that names the project into the caller, or answers what is wrong with it.</summary>
    static ApiError? NameProject(HttpContext http, CallContext context)
    {
        if (!http.Request.Headers.TryGetValue(ProjectHeader, out var header)) return null;
        if (header.Count != 1 || !ProjectId().IsMatch(header.ToString()))
            return ApiError.Invalid($"The header '{ProjectHeader}' must hold one project id, such as 'proj_…'.", ProjectHeader, "invalid_value");
        var caller = context.Caller;
        if (caller is { Kind: ActorType.Key, KeyProjectId: { } own } && own != header.ToString())
            return ApiError.Forbidden("This key belongs to another project than the header names. Leave the header out, or use a key of that project.");
        context.Caller = caller with { NamedProjectId = header.ToString() };
        return null;
    }

    [GeneratedRegex("^proj_[0-9a-z]{1,40}\\z")]
    private static partial Regex ProjectId();
}
