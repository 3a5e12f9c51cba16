using System.Collections.Concurrent;
using System.Data;
using System.Security.Cryptography;
using Dapper;
using Portal.Api;

namespace Portal.Data.Sealing;

/// <summary>The keys of threads: stored encrypted, opened once and kept.</summary>
internal sealed class ThreadKeys(ISecretProtector secrets)
{
    const string Purpose = "thread_key";
    const int MostKept = 10_000;

    static readonly PreparedStatement FindStatement = new("SELECT id || ' ' || wrapped FROM thread_keys WHERE thread_id = @threadId", "@threadId");

    readonly ConcurrentDictionary<string, ThreadKey> kept = new();

    /// <summary>Null where the thread has none: what is written in it stays plain.</summary>
    /// <exception cref="StorageUnavailableException">There is one, but it cannot be opened.</exception>
    public ThreadKey? Find(IDbConnection connection, string threadId)
    {
        if (FindStatement.Scalar(connection, threadId) is not string row) return null;
        var (id, wrapped) = (row[..row.IndexOf(' ')], row[(row.IndexOf(' ') + 1)..]);
        if (kept.TryGetValue(id, out var known)) return known;
        if (secrets.Unprotect(Purpose, threadId, wrapped) is not { } opened)
            throw new StorageUnavailableException($"The key of thread {threadId} cannot be opened; was the folder 'keys' of the data directory lost?", new CryptographicException(id));
        return Keep(new ThreadKey(id, threadId, Convert.FromBase64String(opened)));
    }

    /// <summary>Gives a thread its key, for what is written from here on. What was written before is still plain.</summary>
    public ThreadKey Make(IDbConnection connection, string threadId, long now)
    {
        var key = new ThreadKey(Ids.New("tkey"), threadId, RandomNumberGenerator.GetBytes(ThreadKey.Bytes));
        connection.Execute("INSERT INTO thread_keys (thread_id, id, wrapped, pending, created_at) VALUES (@threadId, @Id, @Wrapped, 1, @now)", new
        {
            threadId,
            key.Id,
            Wrapped = secrets.Protect(Purpose, threadId, Convert.ToBase64String(key.Key)),
            now,
        });
        return Keep(key);
    }

    /// <summary>Null where the thread has no key.</summary>
    public string? Destroy(IDbConnection connection, string threadId, long now)
    {
        var id = connection.QueryFirstOrDefault<string>("DELETE FROM thread_keys WHERE thread_id = @threadId RETURNING id", new { threadId });
        if (id is null) return null;
        connection.Execute("INSERT INTO destroyed_keys (id, thread_id, destroyed_at) VALUES (@id, @threadId, @now) ON CONFLICT DO NOTHING", new { id, threadId, now });
        kept.TryRemove(id, out _);
        return id;
    }

    ThreadKey Keep(ThreadKey key)
    {
        if (kept.Count >= MostKept) kept.Clear();
        return kept.GetOrAdd(key.Id, key);
    }
}
