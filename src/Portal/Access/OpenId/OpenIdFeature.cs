using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Portal.Access.Sessions;
using Portal.Access.Setup;
using Portal.Access.SignIn;

namespace Portal.Access.OpenId;

/// <summary>Sign-in through an OpenID Connect provider: code flow with PKCE, everything about it from its discovery document.</summary>
internal static class OpenIdFeature
{
    public const string Scheme = "OpenId";
    public const string SignInPath = "/sign-in/openid";
    public const string SignOutPath = "/sign-in/openid/sign-out";

    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OpenIdOptions>().Bind(configuration.GetSection(OpenIdOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OpenIdOptions>, OpenIdOptionsRules>();
        services.AddScoped<OpenIdSignIn>();
        services.AddSingleton<OpenIdLogout>();
        // A handler without settings would refuse every request.
        if (string.IsNullOrWhiteSpace(configuration[$"{OpenIdOptions.Section}:{nameof(OpenIdOptions.Authority)}"])) return;
        services.AddAuthentication().AddOpenIdConnect(Scheme, _ => { });
        services.AddOptions<OpenIdConnectOptions>(Scheme).Configure<IOptions<OpenIdOptions>>((handler, options) => Configure(handler, options.Value));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPath, Begin).ExcludeFromDescription();
        routes.MapGet(SignOutPath, SignOut).ExcludeFromDescription();
    }

    static void Configure(OpenIdConnectOptions handler, OpenIdOptions options)
    {
        handler.Authority = options.Authority;
        handler.ClientId = options.ClientId;
        handler.ClientSecret = options.ClientSecret;
        handler.RequireHttpsMetadata = !PortalCookie.IsLoopback(new Uri(options.Authority!).Host);
        handler.SignInScheme = SessionCookie.Scheme;
        handler.ResponseType = OpenIdConnectResponseType.Code;
        // By query, so that the cookies of the sign-in may be Lax: a form posted from another site would not carry them.
        handler.ResponseMode = OpenIdConnectResponseMode.Query;
        handler.CallbackPath = $"{SignInPath}/callback";
        handler.RemoteSignOutPath = default;
        handler.SignedOutCallbackPath = default;
        handler.Scope.Clear();
        foreach (var scope in (string[])["openid", "profile", "email"]) handler.Scope.Add(scope);
        handler.MapInboundClaims = false;
        handler.GetClaimsFromUserInfoEndpoint = true;
        // The handler would drop both where the provider has a userinfo endpoint.
        handler.ClaimActions.Remove("iss");
        handler.ClaimActions.Remove("amr");
        handler.ClaimActions.MapUniqueJsonKey("email_verified", "email_verified");
        if (options.RoleClaim is { Length: > 0 } role) handler.ClaimActions.MapJsonKey(role, role);
        handler.BackchannelTimeout = TimeSpan.FromSeconds(20);
        foreach (var cookie in (CookieBuilder[])[handler.NonceCookie, handler.CorrelationCookie])
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }

        handler.Events.OnTicketReceived = Complete;
        handler.Events.OnAccessDenied = async denied =>
        {
            denied.HandleResponse();
            await Show(denied.HttpContext, OpenIdRefusal.Denied(options.DisplayName));
        };
        handler.Events.OnRemoteFailure = async failed =>
        {
            failed.HandleResponse();
            await Show(failed.HttpContext, OpenIdRefusal.From(failed.Failure, options.DisplayName));
        };
    }

    static async Task Begin(HttpContext http, IOptions<OpenIdOptions> options)
    {
        if (!options.Value.IsConfigured)
        {
            http.Response.Redirect("/sign-in");
            return;
        }

        try
        {
            var back = ReturnUrl.LocalOrHome(http.Request.Query[ReturnUrl.Field]);
            await http.ChallengeAsync(Scheme, new AuthenticationProperties { RedirectUri = back });
        }
        catch (Exception error) when (error is InvalidOperationException or HttpRequestException or IOException && !http.Response.HasStarted)
        {
            await Show(http, OpenIdRefusal.Unreachable(options.Value.DisplayName));
        }
    }

    /// <summary>The provider's word is good; here it becomes a session, or the second step, or a refusal.</summary>
    static async Task Complete(TicketReceivedContext received)
    {
        received.HandleResponse();
        var http = received.HttpContext;
        var options = http.RequestServices.GetRequiredService<IOptions<OpenIdOptions>>().Value;
        if (OpenIdIdentity.From(received.Principal!, options) is not { } identity)
        {
            await Show(http, OpenIdRefusal.From(null, options.DisplayName));
            return;
        }

        var signIn = http.RequestServices.GetRequiredService<OpenIdSignIn>();
        var (next, refusal) = await signIn.Complete(http, identity, ReturnUrl.LocalOrHome(received.ReturnUri));
        if (refusal is null) http.Response.Redirect(next!);
        else await Page(http, refusal).ExecuteAsync(http);
    }

    static async Task<IResult> SignOut(HttpContext http, OpenIdLogout logout) =>
        Results.Redirect(await logout.Address(http) ?? "/sign-in");

    static async Task Show(HttpContext http, OpenIdRefusal refusal)
    {
        await http.RequestServices.GetRequiredService<OpenIdSignIn>().Refuse(http, refusal);
        await Page(http, refusal).ExecuteAsync(http);
    }

    static RazorComponentResult Page(HttpContext http, OpenIdRefusal refusal) => PlainForm.Page<NoticePage>(http, refusal.Status, new()
    {
        [nameof(NoticePage.Title)] = "You are not signed in",
        [nameof(NoticePage.Text)] = refusal.Text,
        [nameof(NoticePage.ToSignIn)] = true,
    });
}
