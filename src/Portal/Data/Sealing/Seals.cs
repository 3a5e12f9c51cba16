using System.Data;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Portal.Data.Sealing;

/// <summary>
/// The one way from a thread's texts to what is stored of them, and back. In a thread without a key both are the same, and so
/// are texts in which nothing is said.
/// </summary>
internal static class Seals
{
    /// <param name="column">With its table, one of <see cref="SealedColumns"/>.</param>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Seal(this IDbConnection connection, string threadId, string column, string? text) =>
        IsBlank(text) ? text : connection.KeyOf(threadId).Seal(column, text!);

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Seal(this ThreadKey? key, string column, string? text) =>
        key is null || IsBlank(text) ? text : key.Encrypt(column, text!);

    /// <exception cref="StorageUnavailableException">It was altered, or comes from elsewhere.</exception>
    [return: NotNullIfNotNull(nameof(stored))]
    public static string? Unseal(this IDbConnection connection, string threadId, string column, string? stored)
    {
        // Without a key it is somebody's text that begins so.
        if (stored is null || !stored.StartsWith(ThreadKey.Mark, StringComparison.Ordinal) || connection.KeyOf(threadId) is not { } key) return stored;
        try
        {
            return key.Decrypt(column, stored);
        }
        catch (CryptographicException error)
        {
            throw new StorageUnavailableException($"{column} of thread {threadId} cannot be opened: it was altered, or comes from elsewhere.", error);
        }
    }

    public static ThreadKey? KeyOf(this IDbConnection connection, string threadId) => ((PortalConnection)connection).Keys.Find(connection, threadId);

    static bool IsBlank(string? text) => text is null or "" or "[]" or "{}";
}
