using System.Net;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Portal.Tests.Access.OpenId;

/// <summary>Whom the provider says is there.</summary>
sealed record OpenIdPerson(string Subject, string? Email, bool EmailVerified = true, string Name = "Ada Lovelace")
{
    public string[] Groups { get; init; } = [];

    public string[] Methods { get; init; } = ["pwd"];
}

/// <summary>
/// A real OpenID Connect provider on loopback (OpenIddict): discovery, signing keys, code flow with PKCE, client secret. It
/// asks nobody for a password, and can be told to answer wrongly.
/// </summary>
sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "portal";
    public const string ClientSecret = "the secret that Portal and the provider share";

    readonly WebApplication app;

    OpenIdProvider(WebApplication app) => this.app = app;

    public Uri Address { get; private set; } = null!;

    public OpenIdPerson Person { get; set; } = new("sub-1", "ada@example.org");

    public string? WrongAudience { get; set; }

    public string? WrongNonce { get; set; }

    public bool Denies { get; set; }

    /// <summary>The id token then names the subject alone, and the userinfo endpoint tells the rest.</summary>
    public bool TellsByUserInfo { get; set; }

    public static async Task<OpenIdProvider> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        OpenIdProvider provider = null!;
        builder.Services.AddRoutingCore();
        builder.Services.AddOpenIddict().AddServer(server => Configure(server, () => provider));
        var app = builder.Build();
        app.UseAuthentication();
        provider = new OpenIdProvider(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        provider.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        // Its keys are made with the first answer; nobody else waits for that.
        using var client = new HttpClient { BaseAddress = provider.Address };
        await client.GetStringAsync(".well-known/openid-configuration", TestContext.Current.CancellationToken);
        await client.GetStringAsync(".well-known/jwks", TestContext.Current.CancellationToken);
        return provider;
    }

    /// <summary>The settings of a portal that uses it.</summary>
    public (string Name, string? Value)[] Settings(params (string Name, string? Value)[] more) =>
    [
        ("Portal:OpenId:Authority", Address.GetLeftPart(UriPartial.Authority)), ("Portal:OpenId:ClientId", ClientId),
        ("Portal:OpenId:ClientSecret", ClientSecret), ("Portal:OpenId:DisplayName", "Example Login"),
        .. more.Select(setting => ($"Portal:OpenId:{setting.Name}", setting.Value)),
    ];

    /// <summary>What a browser does that is sent here: asks, and is sent back.</summary>
    public static async Task<Uri> Visit(Uri asked)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await client.GetAsync(asked, TestContext.Current.CancellationToken);
        return answer.Headers.Location ?? throw new InvalidOperationException(
            $"The provider answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    static void Configure(OpenIddictServerBuilder server, Func<OpenIdProvider> provider)
    {
        server.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetUserInfoEndpointUris("userinfo").SetEndSessionEndpointUris("logout");
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
        server.RegisterScopes(Scopes.Email, Scopes.Profile);
        server.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
        server.EnableDegradedMode();
        server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != ClientId || context.RedirectUri?.EndsWith("/sign-in/openid/callback", StringComparison.Ordinal) != true)
                context.Reject(Errors.InvalidClient, "Unknown client or redirect address.");
            return default;
        }));
        server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != ClientId || context.ClientSecret != ClientSecret) context.Reject(Errors.InvalidClient, "Unknown client.");
            return default;
        }));
        server.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(_ => default));
        server.AddEventHandler<HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (provider().Denies) context.Reject(Errors.AccessDenied, "The person said no.");
            else context.SignIn(provider().Principal(context.Request.GetScopes()));
            return default;
        }));
        server.AddEventHandler<HandleUserInfoRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (provider() is not { TellsByUserInfo: true, Person: var person }) return default;
            context.Claims[Claims.Email] = person.Email;
            context.Claims[Claims.EmailVerified] = person.EmailVerified;
            context.Claims[Claims.Name] = person.Name;
            context.Claims["groups"] = JsonSerializer.SerializeToElement(person.Groups);
            return default;
        }));
        server.AddEventHandler<ProcessSignInContext>(handler => handler
            .SetOrder(OpenIddictServerHandlers.GenerateIdentityToken.Descriptor.Order - 1)
            .UseInlineHandler(context =>
            {
                if (provider().WrongAudience is { } audience) context.IdentityTokenPrincipal?.SetAudiences(audience);
                if (provider().WrongNonce is { } nonce) context.IdentityTokenPrincipal?.SetClaim(Claims.Nonce, nonce);
                return default;
            }));
        server.UseAspNetCore().DisableTransportSecurityRequirement();
    }

    ClaimsPrincipal Principal(IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity("provider", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, Person.Subject).SetClaim(Claims.Name, Person.Name);
        if (Person.Email is not null) identity.SetClaim(Claims.Email, Person.Email).SetClaim(Claims.EmailVerified, Person.EmailVerified);
        identity.SetClaims("groups", [.. Person.Groups]).SetClaims(Claims.AuthenticationMethodReference, [.. Person.Methods]);
        identity.SetScopes(scopes);
        identity.SetDestinations(claim => !TellsByUserInfo || claim.Type is Claims.AuthenticationMethodReference ? [Destinations.IdentityToken] : []);
        return new ClaimsPrincipal(identity);
    }
}
