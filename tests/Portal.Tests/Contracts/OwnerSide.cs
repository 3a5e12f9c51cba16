using Dapper;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Portal.Access;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Projects;
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
        var (id, name) = await host.Read(connection => connection.QuerySingle<(string, string)>(
            "SELECT id, name FROM users WHERE email = @Email", new { Email = PortalHost.AdminEmail }));
        var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallContext>().Caller = new() { Kind = ActorType.User, Id = id, Name = name, Role = Role.Owner };
        return new OwnerSide(scope.ServiceProvider, scope, null);
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
            .AddApiClients()
            .BuildServiceProvider();
        return new OwnerSide(services, services, browser);
    }

    /// <summary>The token that the page carries to its scripts.</summary>
    sealed class PageToken(string value) : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken GetAntiforgeryToken() => new(value, "__RequestVerificationToken");
    }
}
