using Portal.Api;
using Portal.Client.Api;

namespace Portal.Keys;

/// <summary>How long and from where a secret works. Whoever calls with it makes and renews nothing that reaches further.</summary>
/// <param name="Until">Unix seconds; null without an end.</param>
/// <param name="Addresses">Networks in CIDR form; empty for anywhere.</param>
internal sealed record KeyReach(long? Until, IReadOnlyList<string> Addresses)
{
    /// <summary>A secret that was replaced ends with its overlap, and so does what it may make.</summary>
    public static KeyReach Of(KeyBySecretRow row) => new(
        (row.ExpiresAt, row.SecretExpiresAt) is ({ } key, { } secret) ? Math.Min(key, secret) : row.ExpiresAt ?? row.SecretExpiresAt,
        Wire.Deserialize<string[]>(row.AllowedAddresses));

    /// <summary>Null, or why a key of this end and these networks would reach further.</summary>
    public ApiError? Check(long? until, IReadOnlyList<string> addresses)
    {
        if (Until is { } end && (until is null || until > end))
            return ApiError.Forbidden($"The key that you call with ends at {end}, so a key that it makes or renews must have an 'expires_at' no later than that.") with { Param = "expires_at" };
        return Addresses.Count == 0 || (addresses.Count > 0 && addresses.All(IsWithin))
            ? null
            : ApiError.Forbidden($"The key that you call with works only from {string.Join(", ", Addresses)}, so 'allowed_addresses' of a key that it makes or renews must lie within.") with { Param = "allowed_addresses" };
    }

    bool IsWithin(string text) => Networks.TryParse(text, out var inner) && Addresses.Any(own =>
        Networks.TryParse(own, out var outer)
        && outer.BaseAddress.AddressFamily == inner.BaseAddress.AddressFamily
        && outer.PrefixLength <= inner.PrefixLength
        && outer.Contains(inner.BaseAddress));
}
