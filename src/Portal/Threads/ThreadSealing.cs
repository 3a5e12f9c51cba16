using System.Data;
using Dapper;
using Portal.Client.Assistants;
using Portal.Data.Sealing;
using Portal.Policies;
using Portal.Threads.Search;
using Portal.Usage;

namespace Portal.Threads;

/// <summary>
/// Which threads have a key: those in which something is written while strict privacy holds for their assistant. They keep it
/// whatever holds later. What was written before is sealed with it, in the same transaction where it is not much.
/// </summary>
internal sealed class ThreadSealing(ThreadPolicies policies, ThreadKeys keys, IThreadIndex index, TimeProvider time)
{
    /// <summary>Rows: so many are sealed at once, while all other writers wait.</summary>
    const int AtOnce = 500;

    /// <summary>Before anything is written in a thread.</summary>
    public void Prepare(IDbConnection connection, string threadId)
    {
        if (policies.Find(connection, threadId) is not { Mode: PrivacyMode.Strict } || connection.KeyOf(threadId) is not null) return;
        index.LeaveOut(connection, threadId);
        keys.Make(connection, threadId, Now);
        UsageRepository.ForgetMetadata(connection, threadId);
        Continue(connection, threadId);
    }

    /// <summary>Before a thread is made.</summary>
    public void PrepareNew(IDbConnection connection, string threadId, string assistantId)
    {
        if (policies.OfAssistant(connection, assistantId).Mode is not PrivacyMode.Strict) return;
        keys.Make(connection, threadId, Now);
        Finish(connection, threadId);
    }

    /// <summary>Seals some of what is still plain in a thread that has a key.</summary>
    /// <returns>True where nothing is left.</returns>
    public bool Continue(IDbConnection connection, string threadId)
    {
        if (connection.KeyOf(threadId) is not { } key) return true;
        if (SealedColumns.SealPlain(connection, key, threadId, AtOnce) == 0) return false;
        Finish(connection, threadId);
        return true;
    }

    /// <summary>Threads that have a key, and something plain.</summary>
    public static IReadOnlyList<string> Pending(IDbConnection connection, int limit) =>
        connection.Query<string>("SELECT thread_id FROM thread_keys WHERE pending LIMIT @limit", new { limit }).AsList();

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    static void Finish(IDbConnection connection, string threadId) =>
        connection.Execute("UPDATE thread_keys SET pending = 0 WHERE thread_id = @threadId", new { threadId });
}
