using System.Security.Cryptography;

namespace Portal.Access;

/// <summary>The request's word for inline scripts of our own; the page's import map carries it. In characters that HTML writes as they are.</summary>
internal sealed class CspNonce
{
    public string Value { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
