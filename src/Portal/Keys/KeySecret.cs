using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Keys;

/// <summary>A key's secret: <c>sk-</c>, 256 random bits in 43 characters of base 62, and 6 of CRC-32 over all before them.</summary>
internal static class KeySecret
{
    public const string Prefix = "sk-";

    const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const int RandomLength = 43;
    const int ChecksumLength = 6;

    public static string New()
    {
        Span<byte> random = stackalloc byte[32];
        RandomNumberGenerator.Fill(random);
        var text = Prefix + Base62(new BigInteger(random, isUnsigned: true), RandomLength);
        return text + Checksum(text);
    }

    /// <summary>What is stored and looked up: lower-case hexadecimal SHA-256.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>True where the checksum fits: then it was typed as it was issued.</summary>
    public static bool IsSound(string secret) =>
        secret.Length == Prefix.Length + RandomLength + ChecksumLength
        && secret.StartsWith(Prefix, StringComparison.Ordinal)
        && secret.EndsWith(Checksum(secret[..^ChecksumLength]), StringComparison.Ordinal);

    /// <summary>Enough to recognize a key by, too little to guess it from.</summary>
    public static string Hint(string secret) => $"{secret[..Math.Min(6, secret.Length / 4)]}…{secret[^Math.Min(4, secret.Length / 4)..]}";

    static string Checksum(string text) => Base62(Crc32(Encoding.UTF8.GetBytes(text)), ChecksumLength);

    /// <summary>The CRC-32 of IEEE 802.3 (reflected polynomial EDB88320), as zip and Ethernet use it.</summary>
    static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return ~crc;
    }

    static string Base62(BigInteger number, int length)
    {
        var text = new char[length];
        for (var at = length - 1; at >= 0; at--)
        {
            number = BigInteger.DivRem(number, 62, out var digit);
            text[at] = Alphabet[(int)digit];
        }

        return new string(text);
    }
}
