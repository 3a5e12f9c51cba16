using System.Data;
using System.Text;
using Dapper;
using Microsoft.Extensions.Options;

namespace Portal.Data.Sealing;

internal sealed record DestroyedKey(string Id, string ThreadId);

/// <summary>
/// The file <c>destroyed-keys</c> in the data directory, a line a key: its id and its thread's. No backup holds it, so that a
/// backup that is older than a deletion does not bring back what was deleted.
/// </summary>
internal sealed class DestroyedKeys(IOptions<PortalOptions> options)
{
    public const string FileName = "destroyed-keys";

    readonly Lock turn = new();

    string Path => System.IO.Path.Combine(System.IO.Path.GetFullPath(options.Value.DataDirectory), FileName);

    /// <summary>On disk when it returns.</summary>
    /// <exception cref="StorageUnavailableException">The disk refuses; the next start of the portal adds it.</exception>
    public void Add(IReadOnlyCollection<DestroyedKey> keys)
    {
        if (keys.Count == 0) return;
        try
        {
            lock (turn)
            {
                using var file = new FileStream(Path, FileMode.Append, FileAccess.Write, FileShare.Read);
                file.Write(Encoding.UTF8.GetBytes(string.Concat(keys.Select(key => $"\n{key.Id} {key.ThreadId}"))));
                file.Flush(flushToDisk: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException($"The conversation is deleted, but {Path} cannot be written: {error.Message}", error);
        }
    }

    /// <summary>Those in the file. Of a line that was cut off when the machine stopped, the thread is not what it was.</summary>
    public IReadOnlyList<DestroyedKey> InFile() => !File.Exists(Path) ? []
        : [.. File.ReadAllLines(Path).Select(line => line.Split(' ')).Where(parts => parts.Length == 2).Select(parts => new DestroyedKey(parts[0], parts[1]))];

    /// <summary>Those that the database knows of.</summary>
    public static IReadOnlyList<DestroyedKey> InDatabase(IDbConnection connection) =>
        connection.Query<DestroyedKey>("SELECT id, thread_id FROM destroyed_keys").AsList();

    /// <summary>Threads that are there although their keys were destroyed: those of a database that was restored.</summary>
    public static IReadOnlyList<string> Revived(IDbConnection connection, IReadOnlyCollection<DestroyedKey> destroyed) => connection.Query<string>("""
        SELECT t.id FROM threads t WHERE t.id IN (SELECT value FROM json_each(@threads))
        """, new { threads = Api.Wire.Serialize(destroyed.Select(key => key.ThreadId)) }).AsList();
}
