using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Portal.BrowserTests.Hosting;

/// <summary>Somebody else's site, at another origin, with one page.</summary>
public sealed class CustomerSite : IAsyncDisposable
{
    readonly WebApplication app;

    CustomerSite(WebApplication app, Uri address) => (this.app, Address) = (app, address);

    /// <summary>By the name of the machine, where the portal is reached by its number.</summary>
    public Uri Address { get; }

    public string Origin => Address.GetLeftPart(UriPartial.Authority);

    public static async Task<CustomerSite> Open(string body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/", () => Results.Content($"<!DOCTYPE html><html lang=en><head><title>The lamp shop</title></head><body><h1>The lamp shop</h1>{body}</body></html>", "text/html"));
        app.MapGet("/favicon.ico", () => Results.NoContent());
        await app.StartAsync();
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return new(app, new UriBuilder(address) { Host = "localhost" }.Uri);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
