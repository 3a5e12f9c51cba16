using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Tests.Access.Passkeys;

/// <summary>An authenticator as WebAuthn describes one, with one passkey (ES256, attestation "none").</summary>
sealed class SoftAuthenticator(Uri address) : IDisposable
{
    const byte UserPresent = 0x01, UserVerified = 0x04, BackupEligible = 0x08, BackedUp = 0x10, AttestedData = 0x40;

    readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    string? userHandle;

    public byte[] CredentialId { get; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>Whether it asked for a fingerprint or PIN.</summary>
    public bool Verifies { get; set; } = true;

    /// <summary>Counts uses; null for those that do not count, which always say 0.</summary>
    public uint? Counter { get; set; }

    /// <summary>The page that the browser says it is on.</summary>
    public string Origin { get; set; } = address.GetLeftPart(UriPartial.Authority);

    public void Dispose() => key.Dispose();

    /// <summary>The answer to <c>navigator.credentials.create</c>.</summary>
    public string Create(JsonElement options)
    {
        userHandle = options.GetProperty("user").GetProperty("id").GetString();
        var clientData = ClientData("webauthn.create", options);
        var parameters = key.ExportParameters(false);
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. parameters.Q.X!, 0x22, 0x58, 0x20, .. parameters.Q.Y!];
        var data = AuthenticatorData(options.GetProperty("rp").GetProperty("id").GetString()!,
            AttestedData, [.. new byte[16], 0, (byte)CredentialId.Length, .. CredentialId, .. cose]);
        byte[] attestation = [0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x58, (byte)data.Length, .. data];
        return Answer(new JsonObject
        {
            ["clientDataJSON"] = Text(clientData),
            ["attestationObject"] = Text(attestation),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>The answer to <c>navigator.credentials.get</c>.</summary>
    public string Get(JsonElement options)
    {
        if (Counter is not null) Counter++;
        var clientData = ClientData("webauthn.get", options);
        var data = AuthenticatorData(options.GetProperty("rpId").GetString()!, 0, []);
        return Answer(new JsonObject
        {
            ["clientDataJSON"] = Text(clientData),
            ["authenticatorData"] = Text(data),
            ["signature"] = Text(key.SignData([.. data, .. SHA256.HashData(clientData)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = userHandle,
        });
    }

    string Answer(JsonObject response) => new JsonObject
    {
        ["id"] = Text(CredentialId),
        ["rawId"] = Text(CredentialId),
        ["type"] = "public-key",
        ["response"] = response,
        ["clientExtensionResults"] = new JsonObject(),
    }.ToJsonString();

    byte[] ClientData(string type, JsonElement options) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["type"] = type,
        ["challenge"] = options.GetProperty("challenge").GetString(),
        ["origin"] = Origin,
        ["crossOrigin"] = false,
    }.ToJsonString());

    byte[] AuthenticatorData(string rpId, byte flags, byte[] rest)
    {
        flags |= (byte)(UserPresent | BackupEligible | BackedUp | (Verifies ? UserVerified : 0));
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Counter ?? 0);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(rpId)), flags, .. counter, .. rest];
    }

    static string Text(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
