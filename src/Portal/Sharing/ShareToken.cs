using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Sharing;

/// <summary>256 random bits in a link's address; only their hash is stored.</summary>
internal static class ShareToken
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <param name="origin">Null makes it relative to the portal.</param>
    public static string Address(string? origin, string token) => $"{origin}/shared/{token}";
}
