using System.Data;
using System.Text.Json.Serialization;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Data;

namespace Portal.Access.TwoFactor;

/// <summary>What a session was opened with besides a password.</summary>
[JsonConverter(typeof(SnakeCaseEnum<SecondFactor>))]
internal enum SecondFactor
{
    /// <summary>A code from an authenticator app.</summary>
    Totp,
    RecoveryCode,
    /// <summary>A passkey that verified its user.</summary>
    Passkey,
    /// <summary>The OpenID provider asked for one, and says so.</summary>
    Provider,
}

/// <summary>Checks the codes that people type.</summary>
internal sealed class SecondFactors(IDatabase database, ISecretProtector protector, AuditWriter writer, TimeProvider time)
{
    public const string Purpose = "two_factor";

    /// <summary>Whether a code is asked for after the user's password.</summary>
    public Task<bool> HasTotp(string userId, CancellationToken cancellation) =>
        database.Read(connection => TwoFactorRepository.Find(connection, userId) is { EnabledAt: not null }, cancellation);

    /// <summary>Which factor the code proves, and takes it, so that it never counts again; null where it proves none.</summary>
    /// <param name="call">Who is named in the audit row of a used recovery code.</param>
    public Task<SecondFactor?> Take(string userId, string typed, CallInfo call, CancellationToken cancellation) =>
        database.Write<SecondFactor?>(connection =>
        {
            if (TakeTotp(connection, userId, typed)) return SecondFactor.Totp;
            if (RecoveryCode.HashOf(typed) is not { } hash
                || !TwoFactorRepository.UseRecoveryCode(connection, userId, hash, time.GetUtcNow().ToUnixTimeSeconds())) return null;
            writer.Append(connection, call with { Idempotency = null }, new AuditEntry("user.recovery_code_used", "user", userId, null));
            return SecondFactor.RecoveryCode;
        }, cancellation);

    /// <summary>The digits of a typed code; apps show them in two groups.</summary>
    public static string Digits(string typed) => string.Concat(typed.Where(character => !char.IsWhiteSpace(character)));

    bool TakeTotp(IDbConnection connection, string userId, string typed)
    {
        if (TwoFactorRepository.Find(connection, userId) is not { EnabledAt: not null } row) return false;
        if (protector.Unprotect(Purpose, userId, row.ProtectedSecret) is not { } secret) return false;
        return Totp.Match(Base32.Decode(secret), Digits(typed), time.GetUtcNow(), row.LastStep) is { } step
            && TwoFactorRepository.Take(connection, userId, step);
    }
}
