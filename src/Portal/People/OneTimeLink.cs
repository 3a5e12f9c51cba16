using System.Security.Cryptography;
using System.Text;
using Portal.Client.Api;

namespace Portal.People;

/// <summary>A link that works once: its token is random, and only its hash is stored.</summary>
/// <param name="Token">64 hexadecimal digits.</param>
internal sealed record OneTimeLink(string Token)
{
    const int Length = 64;

    public string Hash => HashOf(Token);

    public static OneTimeLink New() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length / 2)));

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <param name="path">Such as <c>/invite</c>.</param>
    /// <param name="origin">Null makes it relative to the portal.</param>
    public string At(string? origin, string path) => $"{origin}{path}?token={Token}";

    /// <summary>The refusal of a link that Portal never made, which goes into the audit log.</summary>
    public static ApiError Forged(string what) => new(403, $"This {what} does not work. It may be mistyped or cut off: open it again as it was sent.", "invalid_link");

    /// <summary>A link of Portal's own that has had its time.</summary>
    public static ApiError Over(string message, string code) => new(410, message, code);
}
