using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Portal.Client.Api;

namespace Portal.Client.Security;

/// <summary>A passkey (WebAuthn credential) that the person signs in with, in place of password and code.</summary>
/// <param name="BackedUp">It is kept by a password manager or an account, and so is on more than one device.</param>
/// <param name="LastUsedAt">Unix seconds; null until the first sign-in with it.</param>
public sealed record Passkey(string Id, string Name, bool BackedUp, long CreatedAt, long? LastUsedAt)
{
    public string Object => "passkey";
}

/// <summary>What the browser is asked with.</summary>
/// <param name="Options">WebAuthn's <c>PublicKeyCredentialCreationOptionsJSON</c> or <c>PublicKeyCredentialRequestOptionsJSON</c>.</param>
/// <param name="State">Comes back with the credential; good for five minutes.</param>
public sealed record PasskeyOptions(JsonElement Options, string State)
{
    public string Object => "passkey.options";
}

public sealed record PasskeyInput
{
    /// <summary>Where it is kept, such as "Work laptop".</summary>
    [StringLength(100, MinimumLength = 1), SingleLine]
    public required string Name { get; init; }

    /// <summary>WebAuthn's <c>RegistrationResponseJSON</c>.</summary>
    public required JsonElement Credential { get; init; }

    /// <summary>From the options that the credential was made with.</summary>
    [StringLength(4000, MinimumLength = 1)]
    public required string State { get; init; }
}

[ReadOnlyFields("id", "object", "backed_up", "created_at", "last_used_at")]
public sealed record PasskeyRename
{
    [StringLength(100, MinimumLength = 1), SingleLine]
    public required string Name { get; init; }
}
