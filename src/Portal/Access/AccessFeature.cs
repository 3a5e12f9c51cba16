using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Portal.Access.Live;
using Portal.Access.OpenId;
using Portal.Access.Passkeys;
using Portal.Access.Sessions;
using Portal.Access.Setup;
using Portal.Access.SignIn;
using Portal.Access.TwoFactor;
using Portal.Access.Users;
using Portal.Api;
using Portal.Client.Access;
using Portal.Client.Security;
using Portal.Client.Shared;
using Portal.Data;

namespace Portal.Access;

/// <summary>Who calls and what they may do: users, sessions, sign-in, first start, and the checks around every request.</summary>
internal static class AccessFeature
{
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<CallContext>();
        services.AddScoped<CspNonce>();
        services.AddSingleton<LastUse>();
        services.AddSingleton<Refusals>();
        services.AddScoped<IShownRefusals, ShownRefusals>();
        services.AddSingleton<Callers>();
        services.AddSingleton<Origins>();
        services.AddSingleton<SessionAuthenticator>();
        services.AddSingleton<LiveRights>();
        services.AddSingleton<ILiveRights>(provider => provider.GetRequiredService<LiveRights>());
        services.AddHostedService(provider => provider.GetRequiredService<LiveRights>());
        services.AddScoped<ISessionService, SessionService>();
        services.AddSingleton<IUserDirectory, UserDirectory>();
        AddUsers(services);
        AddSetup(services, configuration);
        AddCookies(services);
        AddSecondFactors(services);
        OpenIdFeature.Add(services, configuration);
        return services;
    }

    /// <summary>After routing, before the endpoints.</summary>
    public static IApplicationBuilder UseAccess(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.UseMiddleware<CallerMiddleware>();
        app.UseMiddleware<AntiforgeryGate>();
        app.UseMiddleware<PageGate>();
        return app;
    }

    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        SignInEndpoints.Map(routes);
        TwoFactorEndpoints.Map(routes);
        TwoFactorForms.Map(routes);
        PasskeyEndpoints.Map(routes);
        OpenIdFeature.Map(routes);
        SetupEndpoints.Map(routes);
        routes.MapGet("/v2/session", async (ISessionService sessions, CancellationToken cancellation) => (Reply<Session>)await sessions.Get(cancellation))
            .AllowsSetUp().WithTags("Session").WithSummary("Read who is signed in and what they may do");
    }

    static void AddUsers(IServiceCollection services)
    {
        services.AddScoped<IUserStore<User>, UserStore>();
        services.AddIdentityCore<User>(options =>
        {
            options.Password = new PasswordOptions
            {
                RequiredLength = PasswordRules.Shortest,
                RequireDigit = false,
                RequireLowercase = false,
                RequireUppercase = false,
                RequireNonAlphanumeric = false,
                RequiredUniqueChars = 1,
            };
            options.User.AllowedUserNameCharacters = "";
            options.User.RequireUniqueEmail = true;
        });
        services.AddScoped<SignInService>();
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
    }

    static void AddSecondFactors(IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<SecondStep>();
        services.AddSingleton<SecondFactors>();
        services.AddScoped<ITwoFactorService, TwoFactorService>();
        services.AddSingleton<UsedStates>();
        services.AddScoped<PasskeyCeremonies>();
        services.AddScoped<IPasskeysService, PasskeysService>();
        services.AddScoped<IPasskeyHandler<User>, PasskeyHandler<User>>();
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            // A passkey stands for both factors, so it must know its user and be found without a name.
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.ValidateOrigin = context => new(PasskeyOrigin.IsOurs(context));
        });
    }

    static void AddSetup(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SetupOptions>().Bind(configuration.GetSection(SetupOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SetupOptions>, SetupOptionsRules>();
        services.AddSingleton<Ownership>();
        services.AddHostedService<FirstStart>();
    }

    static void AddCookies(IServiceCollection services)
    {
        services.AddAuthentication(SessionCookie.Scheme).AddCookie(SessionCookie.Scheme, options =>
        {
            options.Cookie = new PortalCookie("portal_session", SameSiteMode.Lax);
            // The session row decides; the ticket only has to outlive it.
            options.ExpireTimeSpan = TimeSpan.FromDays(180);
            options.SlidingExpiration = true;
        });
        services.AddAntiforgery(options =>
        {
            options.Cookie = new PortalCookie("portal_antiforgery", SameSiteMode.Strict);
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddDataProtection().SetApplicationName("Portal");
        services.AddOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>()
            .Configure<IOptions<PortalOptions>, ILoggerFactory>((keys, portal, loggers) =>
            {
                var directory = new DirectoryInfo(Path.Combine(Path.GetFullPath(portal.Value.DataDirectory), "keys"));
                if (OperatingSystem.IsWindows()) directory.Create();
                else Directory.CreateDirectory(directory.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                keys.XmlRepository = new Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository(directory, loggers);
            });
    }
}
