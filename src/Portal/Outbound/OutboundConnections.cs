using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Portal.Keys;
using Portal.Models.Gateway;
using Portal.Organization;

namespace Portal.Outbound;

/// <summary>Who chose the address that is called.</summary>
internal enum OutboundUse
{
    /// <summary>An administrator, for a server of their own: loopback and private networks are fine.</summary>
    Administrator,
    /// <summary>Anything else, such as a token endpoint: public addresses, and the networks that were allowed.</summary>
    Restricted,
}

/// <summary>The address may not be called.</summary>
internal sealed class OutboundException(string message) : IOException(message);

/// <summary>
/// Opens connections to other machines. The address is looked at after its name was resolved, and that very address is
/// connected to, so that a name cannot show one address and lead to another.
/// </summary>
internal sealed class OutboundConnections(IOptions<OutboundOptions> options, IOrganizationSettings organization)
{
    public async Task<NetworkStream> Connect(string host, int port, OutboundUse use, CancellationToken cancellation)
    {
        var all = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellation);
        var networks = use is OutboundUse.Restricted ? await AllowedNetworks(cancellation) : [];
        var allowed = Array.FindAll(all, address => Allows(address, use, networks));
        if (allowed.Length == 0)
        {
            throw new OutboundException(use is OutboundUse.Administrator
                ? $"'{host}' is a link-local or metadata address, which Portal never calls."
                : $"'{host}' is not a public address, and its network is not among those that Portal may call.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>For an <see cref="HttpClient"/> whose addresses were not chosen by an administrator: no proxy, redirects or cookies.</summary>
    public SocketsHttpHandler RestrictedHttp() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectCallback = async (context, cancellation) =>
            await Connect(context.DnsEndPoint.Host, context.DnsEndPoint.Port, OutboundUse.Restricted, cancellation),
    };

    public static bool Allows(IPAddress address, OutboundUse use, IReadOnlyList<IPNetwork> networks)
    {
        if (ForbiddenAddresses.Contains(address)) return false;
        if (use is OutboundUse.Administrator) return true;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return PublicAddresses.Contains(plain)
            || networks.Any(network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain));
    }

    async ValueTask<IReadOnlyList<IPNetwork>> AllowedNetworks(CancellationToken cancellation)
    {
        var texts = options.Value.AllowedNetworks.Concat((await organization.Get(cancellation)).OutboundAllowedNetworks);
        return [.. texts.Where(text => Networks.TryParse(text, out _)).Select(text => Networks.TryParse(text, out var network) ? network : default)];
    }
}
