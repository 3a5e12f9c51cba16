using System.Security.Cryptography;
using System.Text.Json;
using Portal.Client.Api;

namespace Portal.Api;

/// <summary>Entity tags of single objects: a hash over the answer's bytes.</summary>
internal static class ETags
{
    public static string OfBytes(ReadOnlySpan<byte> answer) => $"\"{Convert.ToBase64String(SHA256.HashData(answer).AsSpan(0, 12))}\"";

    public static string Of<T>(T value) => OfBytes(JsonSerializer.SerializeToUtf8Bytes(value, Wire.Json));

    /// <summary>412 where the request has an <c>If-Match</c> and the object is another by now.</summary>
    public static ApiError? CheckMatch<T>(HttpContext http, T present)
    {
        var asked = http.Request.Headers.IfMatch;
        if (asked.Count == 0) return null;
        var tag = Of(present);
        var matches = asked.SelectMany(line => line!.Split(',')).Any(one => one.Trim() is var trimmed && (trimmed == "*" || trimmed == tag));
        return matches ? null : new ApiError(412, "The object has changed since you read it. Read it again, then repeat the change.", "precondition_failed", "If-Match");
    }
}
