using System.Security.Cryptography;
using System.Text;

namespace Portal.Access.TwoFactor;

/// <summary>Signs in once in place of a code from the app: 80 random bits as <c>abcd-efgh-ijkl-mnop</c>.</summary>
internal static class RecoveryCode
{
    public const int Count = 10;
    const int Characters = 16;

    public static string New()
    {
        var text = Base32.Encode(RandomNumberGenerator.GetBytes(Characters * 5 / 8)).ToLowerInvariant();
        return string.Join('-', Enumerable.Range(0, Characters / 4).Select(group => text.Substring(group * 4, 4)));
    }

    /// <summary>Null where the text is no recovery code. Case, blanks and dashes mean nothing.</summary>
    public static string? HashOf(string typed)
    {
        var text = string.Concat(typed.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return text.Length == Characters ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))) : null;
    }
}
