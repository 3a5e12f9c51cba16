using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Portal.Data;

/// <summary>Encrypts what is stored but must not be readable from the database file alone. The keys are in the data directory, under <c>keys</c>.</summary>
internal interface ISecretProtector
{
    /// <param name="purpose">What the secret is, such as <c>provider_key</c>.</param>
    /// <param name="ownerId">The object it belongs to; it opens for no other.</param>
    string Protect(string purpose, string ownerId, string secret);

    /// <summary>Null when it cannot be opened: made for another owner, altered, or its key is gone.</summary>
    string? Unprotect(string purpose, string ownerId, string protectedSecret);
}

internal sealed partial class SecretProtector(IDataProtectionProvider provider, ILogger<SecretProtector> log) : ISecretProtector
{
    public string Protect(string purpose, string ownerId, string secret) => For(purpose, ownerId).Protect(secret);

    public string? Unprotect(string purpose, string ownerId, string protectedSecret)
    {
        try
        {
            return For(purpose, ownerId).Unprotect(protectedSecret);
        }
        catch (CryptographicException)
        {
            LogUnreadable(purpose, ownerId);
            return null;
        }
    }

    IDataProtector For(string purpose, string ownerId) => provider.CreateProtector("Portal", purpose, ownerId);

    [LoggerMessage(LogLevel.Warning, "The stored {Purpose} of {OwnerId} cannot be opened; was the folder 'keys' of the data directory lost? Enter the secret again")]
    partial void LogUnreadable(string purpose, string ownerId);
}
