using System.Net;
using Portal.Access;
using Portal.Api;
using Portal.Client.Audit;
using Portal.Client.Keys;
using Portal.Data;

namespace Portal.Keys;

/// <summary>Turns the secret that a program sends into its caller, or into the reason for the log why not.</summary>
internal sealed partial class KeyAuthenticator(IDatabase database, LastUse lastUse, TimeProvider time, ILogger<KeyAuthenticator> logger) : IKeyCallers
{
    const int LongestSecret = 500;

    public async Task<KeyAttempt> Authenticate(string secret, string? address, string? requestId, CancellationToken cancellation)
    {
        var attempt = await Try(secret, address, cancellation);
        if (attempt.Refusal is { } refusal) KeyRefused(logger, requestId, attempt.Known?.Id ?? "unknown", refusal);
        return attempt;
    }

    public async Task<IReadOnlyDictionary<string, Caller>> Fresh(IReadOnlyCollection<Caller> callers, CancellationToken cancellation)
    {
        var hashes = callers.Select(caller => caller.SecretHash!).Distinct().ToList();
        var rows = await database.Read(connection => KeysRepository.FindBySecrets(connection, hashes), cancellation);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return rows.Where(row => Ended(row, now) is null).ToDictionary(row => row.Hash, row => ToCaller(row, null));
    }

    async Task<KeyAttempt> Try(string secret, string? address, CancellationToken cancellation)
    {
        if (secret.Length is 0 or > LongestSecret) return new KeyAttempt(null, null, "mistyped");
        var hash = KeySecret.Hash(secret);
        if (await database.Read(connection => KeysRepository.FindBySecrets(connection, [hash]), cancellation) is not [var row])
            return new KeyAttempt(null, null, KeySecret.IsSound(secret) ? "never issued here" : "mistyped");
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var caller = ToCaller(row, address);
        if (Ended(row, now) is { } ended) return new KeyAttempt(null, caller, ended);
        if (!IsAllowed(row.AllowedAddresses, address)) return new KeyAttempt(null, caller, "used from an address that it does not allow");
        lastUse.Note(row.Id, row.LastUsedAt, (connection, at) => KeysRepository.NoteUse(connection, row.Id, address, at));
        return new KeyAttempt(caller, caller, null);
    }

    static string? Ended(KeyBySecretRow row, long now) => row switch
    {
        { RevokedAt: not null } => "revoked",
        { ExpiresAt: { } end } when end <= now => "expired",
        { SecretExpiresAt: { } end } when end <= now => "replaced by a newer secret",
        _ => null,
    };

    static bool IsAllowed(string networks, string? address)
    {
        var allowed = Wire.Deserialize<string[]>(networks);
        return allowed.Length == 0 || (IPAddress.TryParse(address, out var ip) && allowed.Any(one => Networks.TryParse(one, out var network) && network.Contains(ip)));
    }

    static Caller ToCaller(KeyBySecretRow row, string? address) => new()
    {
        Kind = ActorType.Key,
        Id = row.Id,
        Name = row.Name,
        Ip = address,
        SecretHash = row.Hash,
        KeyProjectId = row.ProjectId,
        Scopes = [.. Wire.Deserialize<string[]>(row.Scopes).Select(Wire.Word<KeyScope>)],
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Key {KeyId} refused in {RequestId}: {Reason}")]
    static partial void KeyRefused(ILogger logger, string? requestId, string keyId, string reason);
}
