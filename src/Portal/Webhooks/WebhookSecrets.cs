using System.Security.Cryptography;
using System.Text;
using Portal.Data;

namespace Portal.Webhooks;

/// <summary>Secrets and signatures as Standard Webhooks has them (standardwebhooks.com, symmetric scheme <c>v1</c>).</summary>
internal sealed class WebhookSecrets(ISecretProtector protector)
{
    const string Prefix = "whsec_";
    const string Purpose = "webhook_secret";
    const int Bytes = 32;

    public static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <param name="id">The same at each try.</param>
    /// <param name="timestamp">Unix seconds of this try.</param>
    public static string Sign(string secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(secret[Prefix.Length..]));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hmac.AppendData(body);
        return $"v1,{Convert.ToBase64String(hmac.GetHashAndReset())}";
    }

    public string Protect(string hookId, string secret) => protector.Protect(Purpose, hookId, secret);

    /// <summary>By each secret that holds, with blanks between them; null where none can be opened.</summary>
    public string? Sign(WebhookRow hook, string id, long now, ReadOnlySpan<byte> body)
    {
        var signatures = new List<string>();
        foreach (var stored in new[] { hook.ProtectedSecret, hook.PreviousUntil > now ? hook.ProtectedPreviousSecret : null })
        {
            if (stored is not null && protector.Unprotect(Purpose, hook.Id, stored) is { } secret) signatures.Add(Sign(secret, id, now, body));
        }

        return signatures.Count == 0 ? null : string.Join(' ', signatures);
    }
}
