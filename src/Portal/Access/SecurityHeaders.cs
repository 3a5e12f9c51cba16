namespace Portal.Access;

/// <summary>What every answer tells the browser to refuse.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    const string NoDevices =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    public Task InvokeAsync(HttpContext http)
    {
        // At the start of the answer, because an error clears the headers set before it.
        http.Response.OnStarting(static state =>
        {
            var context = (HttpContext)state;
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = context.Items[typeof(SecurityHeaders)] as string ?? Policy(context.RequestServices.GetRequiredService<CspNonce>().Value, context.Items[typeof(Framing)] as Framing);
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = NoDevices;
            return Task.CompletedTask;
        }, http);
        return next(http);
    }

    /// <summary>Another policy for this answer, which is no page of the portal's own.</summary>
    public static void Replace(HttpContext http, string policy) => http.Items[typeof(SecurityHeaders)] = policy;

    /// <summary>Other sites that may show this page within theirs.</summary>
    public static void AllowFraming(HttpContext http, IEnumerable<string> origins) => http.Items[typeof(Framing)] = new Framing(string.Join(' ', origins));

    static string Policy(string nonce, Framing? framing) =>
        $"default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
        + $"frame-ancestors {framing?.Origins ?? "'none'"}";

    sealed record Framing(string Origins);
}
