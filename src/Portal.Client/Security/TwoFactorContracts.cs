using System.ComponentModel.DataAnnotations;
using Portal.Client.Api;

namespace Portal.Client.Security;

/// <summary>The second factor of the person who asks: a code from an authenticator app after the password.</summary>
/// <param name="Required">The organization asks everybody for a second factor.</param>
/// <param name="EnabledAt">Unix seconds; null while it is off.</param>
/// <param name="RecoveryCodesLeft">How many of the ten have not been used.</param>
public sealed record TwoFactorStatus(bool Enabled, bool Required, long? EnabledAt, int RecoveryCodesLeft)
{
    public string Object => "two_factor";
}

/// <summary>What an authenticator app needs to know. Nothing is asked for at sign-in before a code from it is confirmed.</summary>
/// <param name="Secret">Base32 (RFC 4648) without padding; null in a repeated answer.</param>
/// <param name="OtpauthUri">The same for a QR code: <c>otpauth://totp/…</c> with SHA-1, 6 digits, 30 seconds (RFC 6238).</param>
/// <param name="Qr">The QR code of the URI.</param>
public sealed record TwoFactorSetup(string? Secret, string? OtpauthUri, QrCode? Qr)
{
    public string Object => "two_factor.setup";
}

/// <summary>A QR code as the outline of its dark modules.</summary>
/// <param name="Size">Modules on a side, with the quiet zone.</param>
/// <param name="Path">The <c>d</c> of an SVG path in a view box of that size.</param>
public sealed record QrCode(int Size, string Path);

/// <summary>A code from the authenticator app that is being set up.</summary>
public sealed record TwoFactorConfirmation
{
    /// <summary>Six digits; spaces are ignored.</summary>
    [StringLength(20, MinimumLength = 1)]
    public required string Code { get; init; }
}

/// <summary>That it is the person and not only their browser: one of the two.</summary>
public sealed record TwoFactorProof
{
    /// <summary>A code from the authenticator app, or a recovery code.</summary>
    [StringLength(40, MinimumLength = 1)]
    public string? Code { get; init; }

    [StringLength(256, MinimumLength = 1)]
    public string? Password { get; init; }
}

/// <summary>Each signs in once in place of a code from the app. They replace those made before.</summary>
/// <param name="Codes">Ten codes, only in the answer that made them; empty in a repeated one.</param>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes, long CreatedAt)
{
    public string Object => "two_factor.recovery_codes";
}
