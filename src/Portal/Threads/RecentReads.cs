using System.Collections.Concurrent;
using Portal.Access;

namespace Portal.Threads;

/// <summary>Who has just read which conversation: opening one on the page is several calls, and one line in the audit log.</summary>
internal sealed class RecentReads(TimeProvider time)
{
    const int MostKept = 10_000;
    static readonly TimeSpan Together = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<(string Caller, string? Session, string ThreadId), long> recorded = [];

    /// <summary>True where the read is a new one, which is to be recorded.</summary>
    public bool Begin(Caller caller, string threadId)
    {
        var key = (caller.Id, caller.SessionId ?? caller.SecretHash, threadId);
        var now = time.GetTimestamp();
        if (recorded.TryGetValue(key, out var at) && time.GetElapsedTime(at, now) < Together) return false;
        if (recorded.Count >= MostKept) recorded.Clear();
        recorded[key] = now;
        return true;
    }

    /// <summary>It could not be recorded, so it did not happen.</summary>
    public void Undo(Caller caller, string threadId) => recorded.TryRemove((caller.Id, caller.SessionId ?? caller.SecretHash, threadId), out _);
}
