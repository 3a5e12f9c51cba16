using System.Data;
using System.Diagnostics;
using Portal.Api;
using Portal.Assistants;
using Portal.Background;
using Portal.Client.Assistants;
using Portal.Data;
using Portal.Policies;
using Portal.Threads.Search;

namespace Portal.Threads;

/// <summary>
/// Brings what was written earlier under what holds now, once a minute and a little at a time: seals threads whose assistant has
/// become strict, takes out of the search what is to be left out by now, and rids its index of the words of what was deleted.
/// </summary>
internal sealed partial class PrivacyCatchUp(
    IDatabase database, IAssistantDirectory assistants, PolicyBook book, ThreadSealing sealing, IThreadIndex index, TimeProvider time, ILogger<PrivacyCatchUp> logger)
    : BackgroundService
{
    const int AtOnce = 10;
    const int PagesAtOnce = 500;

    /// <summary>The index is written anew for at most a hundredth of the time.</summary>
    const int MergeShare = 100;

    static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>The version of each assistant that was brought under the policies of <see cref="pages"/>.</summary>
    readonly Dictionary<string, int> done = [];
    PolicyPages? pages;
    DateTimeOffset noMergeBefore = DateTimeOffset.MinValue;

    public async Task Sweep(CancellationToken cancellation)
    {
        using var turn = await KeyedLock.Enter(nameof(PrivacyCatchUp), cancellation);
        var current = await book.Open(cancellation);
        if (current != pages) done.Clear();
        pages = current;
        var changed = false;
        foreach (var assistant in await assistants.ListAll(cancellation))
        {
            if (done.TryGetValue(assistant.Id, out var version) && version == assistant.Version) continue;
            var policy = current.Of(PolicySubject.Of(assistant));
            changed |= policy.Mode is PrivacyMode.Strict
                ? await EachOf((connection, after) => ThreadsRepository.Plain(connection, assistant.Id, after, AtOnce), sealing.Prepare, cancellation)
                : await EachOf((connection, after) => ThreadWordsRepository.Outdated(connection, assistant.Id, policy.Redaction.Key, after, AtOnce), index.Refresh, cancellation);
            done[assistant.Id] = assistant.Version;
        }

        changed |= await SealRest(cancellation);
        changed |= await ClearIndex(cancellation);
        if (changed) database.TruncateLog();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Periodically.Run(time, Interval, Sweep, LogFailed, stoppingToken, atOnce: true);

    /// <summary>Each thread in a transaction of its own, so that other writers come between.</summary>
    async Task<bool> EachOf(Func<IDbConnection, string, IReadOnlyList<string>> read, Action<IDbConnection, string> change, CancellationToken cancellation)
    {
        var last = "";
        while (await database.Read(connection => read(connection, last), cancellation) is { Count: > 0 } threads)
        {
            foreach (var id in threads) await Write(connection => change(connection, id), cancellation);
            last = threads[^1];
        }

        return last.Length > 0;
    }

    async Task<bool> SealRest(CancellationToken cancellation)
    {
        var any = false;
        while (await database.Read(connection => ThreadSealing.Pending(connection, AtOnce), cancellation) is { Count: > 0 } pending)
        {
            any = true;
            foreach (var id in pending)
                while (!await database.WriteSoon(connection => sealing.Continue(connection, id), cancellation))
                {
                }
        }

        return any;
    }

    async Task<bool> ClearIndex(CancellationToken cancellation)
    {
        var removed = await database.Read(ThreadWordsRepository.Removed, cancellation);
        if (removed == 0 || time.GetUtcNow() < noMergeBefore) return false;
        var clock = Stopwatch.StartNew();
        for (var step = -PagesAtOnce; await database.WriteSoon(connection => ThreadWordsRepository.Merge(connection, step), cancellation);) step = PagesAtOnce;
        await Write(connection => ThreadWordsRepository.ForgetRemoved(connection, removed), cancellation);
        noMergeBefore = time.GetUtcNow() + (clock.Elapsed * MergeShare);
        return true;
    }

    Task<bool> Write(Action<IDbConnection> change, CancellationToken cancellation) => database.WriteSoon(connection =>
    {
        change(connection);
        return true;
    }, cancellation);

    [LoggerMessage(LogLevel.Warning, "What was written before a policy changed could not be brought under it; the next try is in a minute")]
    partial void LogFailed(Exception error);
}
