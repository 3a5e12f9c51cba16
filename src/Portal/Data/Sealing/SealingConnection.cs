using System.Data;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Portal.Data.Sealing;

/// <summary>A connection that knows the keys of threads, for what repositories seal and open, and what its group of writes has gathered.</summary>
internal sealed class SealingConnection(string connectionString, ThreadKeys keys) : SqliteConnection(connectionString)
{
    readonly Dictionary<Type, Gathered> gathered = [];

    public ThreadKeys Keys => keys;

    public IEnumerable<Gathered> AllGathered => gathered.Values;

    /// <param name="write">Writes the rows; the same for all of their type.</param>
    public Gathered<T> Gathered<T>(Action<IDbConnection, IReadOnlyList<T>> write)
    {
        if (!gathered.TryGetValue(typeof(T), out var known)) gathered.Add(typeof(T), known = new Gathered<T>(write));
        return (Gathered<T>)known;
    }

    /// <summary>Makes <c>seal(thread_id, column, text)</c> and <c>unseal(thread_id, column, text)</c> known to SQL.</summary>
    public void AddFunctions()
    {
        CreateFunction("seal", (string threadId, string column, string? text) => this.Seal(threadId, column, text));
        CreateFunction("unseal", (string threadId, string column, string? text) => this.Unseal(threadId, column, text));
    }
}

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

    public static ThreadKey? KeyOf(this IDbConnection connection, string threadId) => ((SealingConnection)connection).Keys.Find(connection, threadId);

    static bool IsBlank(string? text) => text is null or "" or "[]" or "{}";
}
