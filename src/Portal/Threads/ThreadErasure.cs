using System.Data;
using System.Text.Json;
using Portal.Access;
using Portal.Audit;
using Portal.Client.Audit;
using Portal.Data;
using Portal.Data.Sealing;
using Portal.Threads.Search;
using Portal.Usage;

namespace Portal.Threads;

/// <summary>
/// Deletes threads for good. With a thread goes its key, and with the key whatever copy there is of what it sealed. Before the
/// portal serves, it deletes again what a restored backup has brought back.
/// </summary>
internal sealed partial class ThreadErasure(
    IDatabase database, ThreadKeys keys, DestroyedKeys destroyed, IThreadIndex index, AuditWriter audit, TimeProvider time, ILogger<ThreadErasure> logger) : IHostedService
{
    /// <returns>Null where no key was destroyed.</returns>
    public DestroyedKey? Delete(IDbConnection connection, CallInfo call, string threadId)
    {
        if (ThreadsRepository.Find(connection, threadId) is not { } row) return null;
        index.Remove(connection, threadId);
        UsageRepository.ForgetMetadata(connection, threadId);
        ThreadsRepository.Delete(connection, threadId);
        var keyId = keys.Destroy(connection, threadId, time.GetUtcNow().ToUnixTimeSeconds());
        audit.Append(connection, call, new AuditEntry("thread.deleted", "thread", threadId, row.ProjectId)
        {
            Changes = keyId is null ? [] : [new AuditChange("key_id", JsonSerializer.SerializeToElement(keyId), null)],
        });
        return keyId is null ? null : new DestroyedKey(keyId, threadId);
    }

    /// <summary>Once a deletion is committed, and before it is acknowledged.</summary>
    public void Finish(DestroyedKey? key)
    {
        database.TruncateLog();
        if (key is not null) destroyed.Add([key]);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (inFile, inDatabase) = (destroyed.InFile(), await database.Read(DestroyedKeys.InDatabase, cancellationToken));
        destroyed.Add([.. inDatabase.Except(inFile)]);
        var revived = await database.Read(connection => DestroyedKeys.Revived(connection, inFile), cancellationToken);
        foreach (var threadId in revived)
        {
            LogRevived(threadId);
            Finish(await database.Write(connection => Delete(connection, CallInfo.System, threadId), cancellationToken));
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "Thread {ThreadId} was deleted again: a backup that is older than its deletion had brought it back")]
    partial void LogRevived(string threadId);
}
