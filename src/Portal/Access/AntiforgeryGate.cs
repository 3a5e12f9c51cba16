using Microsoft.AspNetCore.Antiforgery;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Audit;

namespace Portal.Access;

/// <summary>
/// Every write of a browser proves that it comes from our own page: by the antiforgery token in a header or form field,
/// and hub connections by their <c>Origin</c>. Keys and visitors' tokens are sent by no browser on its own, so they need no proof.
/// </summary>
internal sealed class AntiforgeryGate(RequestDelegate next, IAntiforgery antiforgery)
{
    public async Task InvokeAsync(HttpContext http, CallContext context)
    {
        if (context is { IsAuthenticated: true, Caller.Kind: ActorType.Key or ActorType.Visitor } || Visits.IsForAnybody(http) || http.GetEndpoint() is not { } endpoint)
        {
            await next(http);
            return;
        }

        var sound = http.Request.Path.StartsWithSegments("/hubs") ? IsOurOrigin(http.Request) : IsSafe(http.Request.Method) || await HasToken(http);
        if (sound) http.Items[typeof(AnswersAntiforgery)] = true;
        if (sound || endpoint.Metadata.GetMetadata<AnswersAntiforgery>() is not null) await next(http);
        else await ErrorReply.Write(http, new ApiError(403, "The request does not prove that it comes from Portal's own page. Reload the page and try again.", "antiforgery_failed"));
    }

    static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    async Task<bool> HasToken(HttpContext http)
    {
        try
        {
            return await antiforgery.IsRequestValidAsync(http);
        }
        catch (AntiforgeryValidationException)
        {
            return false;
        }
    }

    /// <summary>A browser names the origin of every web socket and of every request to another site.</summary>
    static bool IsOurOrigin(HttpRequest request)
    {
        if (request.Headers.Origin.Count == 0) return request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
        return Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin)
            && HostString.FromUriComponent(origin).Equals(HostOf(request));
    }

    static HostString HostOf(HttpRequest request) =>
        request.Host.Port is 80 or 443 ? new HostString(request.Host.Host) : request.Host;
}
