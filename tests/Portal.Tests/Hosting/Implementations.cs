using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Portal.Access;
using Portal.Client.Api;
using Portal.Client.Embed;

namespace Portal.Tests.Hosting;

/// <summary>
/// The two implementations of a feature's interface: the server's, as prerendering uses it, and the browser's over HTTP. A
/// contract test runs over both. Both act as Portal's administrators do.
/// </summary>
static class Implementations
{
    /// <summary>Runs with the server's implementation, in a scope of its own.</summary>
    public static async Task OnServer<T>(this PortalHost host, Func<T, Task> work)
        where T : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallContext>().Caller = Caller.System;
        await work(scope.ServiceProvider.GetRequiredService<T>());
    }

    /// <summary>What the browser's implementations are made of.</summary>
    public static ApiClient InBrowser(this PortalHost host) => new(host.Client(PortalHost.AdminKey), new NoToken(), new VisitorAccess());

    // A key needs no proof of origin.
    sealed class NoToken : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}
