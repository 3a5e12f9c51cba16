using System.Net;
using System.Net.Sockets;

namespace Portal.Models.Gateway;

/// <summary>The connections to all providers: straight, without proxy, redirects or cookies, and never to a forbidden address.</summary>
internal sealed class UpstreamHttp : IDisposable
{
    readonly HttpMessageInvoker invoker = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = Connect,
    });

    public Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken cancellation) =>
        invoker.SendAsync(request, cancellation);

    public void Dispose() => invoker.Dispose();

    // The address is looked at here, after the name was resolved: looking at the name's address earlier could see another one.
    static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var host = context.DnsEndPoint.Host;
        var all = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellation);
        var allowed = all.Where(address => !ForbiddenAddresses.Contains(address)).ToArray();
        if (allowed.Length == 0)
            throw new UpstreamException(UpstreamFault.Forbidden, $"'{host}' is a link-local or metadata address, which Portal never calls.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
