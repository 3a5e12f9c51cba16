using Microsoft.AspNetCore.Components.Endpoints;
using Portal.Access.Setup;
using Portal.Access.SignIn;
using Portal.Access.TwoFactor;

namespace Portal.Access;

/// <summary>A page asked for while signed out, or before the second factor is set up: there and back again; before there is an owner, what to do about it.</summary>
internal sealed class PageGate(RequestDelegate next, Ownership ownership)
{
    public async Task InvokeAsync(HttpContext http, CallContext context)
    {
        if (!IsPage(http) || context is { IsAuthenticated: true, Caller.MustSetUpTwoFactor: false })
        {
            await next(http);
            return;
        }

        if (!await ownership.HasOwner(http.RequestAborted))
        {
            await SetupEndpoints.Needed(http).ExecuteAsync(http);
            return;
        }

        http.Response.Headers.CacheControl = "no-store";
        http.Response.Redirect(context.IsAuthenticated ? ReturnUrl.To(TwoFactorGate.SetUpPath, http.Request) : ReturnUrl.SignIn(http.Request));
    }

    static bool IsPage(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method)) return false;
        if (http.GetEndpoint() is { } endpoint) return endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null && !Visits.IsForAnybody(http);
        return http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }
}
