using Dapper;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Access;
using Portal.Access.Sessions;
using Portal.Client.Api;
using Portal.Client.Embed;
using Portal.Client.Runs;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

/// <summary>The features as one side offers them to the owner.</summary>
sealed class OwnerSide(IServiceProvider services, IAsyncDisposable scope, IDisposable? browser) : IAsyncDisposable
{
    public IServiceProvider Services => services;

    public static async Task<OwnerSide> Open(PortalHost host, Side side) =>
        side is Side.Server ? await InServer(host) : await InBrowser(host);

    public async ValueTask DisposeAsync()
    {
        await scope.DisposeAsync();
        browser?.Dispose();
    }

    static async Task<OwnerSide> InServer(PortalHost host)
    {
        // What is live ends with the session behind it, so there is a real one.
        var browser = await host.SignedIn();
        var session = await host.Read(connection => connection.QueryFirst<string>("""
            SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = @Email ORDER BY s.rowid DESC
            """, new { Email = PortalHost.AdminEmail }));
        var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallContext>().Caller =
            (await host.Services.GetRequiredService<SessionAuthenticator>().Authenticate(session, null, TestContext.Current.CancellationToken))!;
        return new OwnerSide(scope.ServiceProvider, scope, browser);
    }

    static async Task<OwnerSide> InBrowser(PortalHost host)
    {
        var browser = await host.SignedIn();
        var token = browser.Client.DefaultRequestHeaders.GetValues(ApiHeaders.Antiforgery).Single();
        browser.Client.DefaultRequestHeaders.Remove(ApiHeaders.Antiforgery);
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(browser.Client)
            .AddSingleton<AntiforgeryStateProvider>(new PageToken(token))
            .AddSingleton<NavigationManager>(new PortalAddress(host.Address))
            .AddSingleton(TimeProvider.System)
            .AddSingleton<LiveConnection>()
            .AddApiClients()
            .AddScoped<IEventsHub>(provider => new EventsHub(
                provider.GetRequiredService<NavigationManager>(), provider.GetRequiredService<LiveConnection>(), TimeProvider.System,
                provider.GetRequiredService<ILogger<EventsHub>>(), new VisitorAccess(), options => options.Cookies = browser.Cookies))
            .BuildServiceProvider();
        return new OwnerSide(services, services, browser);
    }

    sealed class PortalAddress : NavigationManager
    {
        public PortalAddress(Uri address) => Initialize(address.ToString(), address.ToString());
    }

    /// <summary>The token that the page carries to its scripts.</summary>
    sealed class PageToken(string value) : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken GetAntiforgeryToken() => new(value, "__RequestVerificationToken");
    }
}
