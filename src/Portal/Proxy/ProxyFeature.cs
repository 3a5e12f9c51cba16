using System.Text.RegularExpressions;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using Portal.Data;
using Portal.Keys;

namespace Portal.Proxy;

/// <summary>Section <c>Portal:Proxy</c>.</summary>
internal sealed class ProxyOptions
{
    public const string Section = "Portal:Proxy";

    /// <summary>Proxies whose word on the caller's address and scheme is taken, in CIDR form. Default: this machine.</summary>
    public string[] TrustedNetworks { get; set; } = [];
}

/// <summary>Running behind a reverse proxy: whom to believe about the caller, and below which path everything is.</summary>
internal static partial class ProxyFeature
{
    static readonly string[] Loopback = ["127.0.0.0/8", "::1/128"];

    public static IServiceCollection AddProxy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ProxyOptions>().Bind(configuration.GetSection(ProxyOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProxyOptions>, ProxyOptionsRules>();
        services.AddSingleton<IValidateOptions<PortalOptions>, PathBaseRule>();
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>((headers, proxy) =>
        {
            headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // As far back as each one before is trusted.
            headers.ForwardLimit = null;
            headers.KnownProxies.Clear();
            headers.KnownIPNetworks.Clear();
            foreach (var text in proxy.Value.TrustedNetworks is { Length: > 0 } given ? given : Loopback)
            {
                if (Networks.TryParse(text, out var network)) headers.KnownIPNetworks.Add(network);
            }
        });
        return services;
    }

    /// <summary>Before everything that looks at the address, the scheme or the path.</summary>
    public static void UseProxy(this WebApplication app)
    {
        app.UseForwardedHeaders();
        if (app.Services.GetRequiredService<IOptions<PortalOptions>>().Value.PathBase is not { Length: > 0 } pathBase) return;
        app.UsePathBase(pathBase);
        app.Use((http, next) =>
        {
            // By its value of now: an answer without a body begins when the request's own is the root's again.
            var below = http.Request.PathBase;
            if (below.HasValue) http.Response.OnStarting(() => KeepBelow(http.Response, below));
            return next(http);
        });
    }

    /// <summary>A redirect to a place of this portal is written without the path; it is added here, once.</summary>
    static Task KeepBelow(HttpResponse response, PathString below)
    {
        var location = response.Headers.Location.ToString();
        if (location.StartsWith('/') && !location.StartsWith("//", StringComparison.Ordinal)
            && !new PathString(location.Split('?', '#')[0]).StartsWithSegments(below))
            response.Headers.Location = below + location;
        return Task.CompletedTask;
    }

    sealed class ProxyOptionsRules : IValidateOptions<ProxyOptions>
    {
        public ValidateOptionsResult Validate(string? name, ProxyOptions options) =>
            Array.Find(options.TrustedNetworks, network => !Networks.TryParse(network, out _)) is { } wrong
                ? ValidateOptionsResult.Fail($"{ProxyOptions.Section}:TrustedNetworks holds '{wrong}', which is no network. Write each as 10.0.0.0/8 (environment: Portal__Proxy__TrustedNetworks__0).")
                : ValidateOptionsResult.Success;
    }

    sealed partial class PathBaseRule : IValidateOptions<PortalOptions>
    {
        public ValidateOptionsResult Validate(string? name, PortalOptions options) => options.PathBase.Length == 0 || Path().IsMatch(options.PathBase)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Portal:PathBase must be a path such as /portal, without a slash at its end (environment: Portal__PathBase).");

        [GeneratedRegex(@"^(/[A-Za-z0-9._~-]+)+\z")]
        private static partial Regex Path();
    }
}
