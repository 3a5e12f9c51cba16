using System.Net;
using System.Net.Sockets;

namespace Portal.Keys;

/// <summary>Networks in CIDR form; an address alone is a network of one.</summary>
internal static class Networks
{
    public static bool TryParse(string text, out IPNetwork network)
    {
        if (IPNetwork.TryParse(text, out network)) return true;
        if (text.Contains('/') || !IPAddress.TryParse(text, out var address)) return false;
        network = new IPNetwork(address, address.AddressFamily is AddressFamily.InterNetwork ? 32 : 128);
        return true;
    }
}
