using System.Net;
using System.Net.Sockets;

namespace Portal.Models.Gateway;

/// <summary>
/// Link-local addresses and the clouds' metadata services, which hand credentials to whoever asks: never called, under
/// whatever name or form they come. Loopback and private networks are fine, models run there.
/// </summary>
internal static class ForbiddenAddresses
{
    static readonly IPNetwork[] Networks =
    [
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("fe80::/10"),
        IPNetwork.Parse("fd00:ec2::254/128"),
        IPNetwork.Parse("fd20:ce::254/128"),
        IPNetwork.Parse("100.100.100.200/32"),
        IPNetwork.Parse("168.63.129.16/32"),
        IPNetwork.Parse("192.0.0.192/32"),
    ];

    // IPv4 inside IPv6: compatible (::/96), NAT64 (64:ff9b::/96). Mapped addresses are unwrapped by the framework.
    static readonly IPNetwork[] Wrapping = [IPNetwork.Parse("::/96"), IPNetwork.Parse("64:ff9b::/96")];

    public static bool Contains(IPAddress address)
    {
        var plain = Unwrap(address);
        return Array.Exists(Networks, network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain));
    }

    /// <summary>True for a host written as such an address; names are looked at when they are connected to.</summary>
    public static bool Contains(Uri url) => IPAddress.TryParse(url.DnsSafeHost, out var address) && Contains(address);

    static IPAddress Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        // The scope of fe80::1%eth0 would keep it out of every network.
        var bytes = address.GetAddressBytes();
        var unscoped = new IPAddress(bytes);
        return Array.Exists(Wrapping, network => network.Contains(unscoped)) && !IPAddress.IsLoopback(unscoped)
            ? new IPAddress(bytes[12..])
            : unscoped;
    }
}
