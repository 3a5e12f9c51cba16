using System.Collections.Concurrent;
using System.Data;
using Microsoft.Data.Sqlite;
using Portal.Data.Sealing;

namespace Portal.Data;

/// <summary>
/// One thread owns the one writing connection. It commits all that is waiting as one group, each item in a savepoint,
/// so that a failing item undoes only itself and a hundred writers share one flush of the disk. Where no item of a group
/// asks to be on the disk at once, <see cref="SqliteFlusher"/> brings it there soon.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    const int GroupSize = 256;

    readonly BlockingCollection<Item> queue = [];
    readonly PortalConnection connection;
    readonly SqliteCommand begin, commit, savepoint, release, rollBackItem;
    readonly SqliteFlusher flusher;
    readonly Thread thread;
    bool? flushing;

    public SqliteWriter(string connectionString, ThreadKeys keys)
    {
        connection = new PortalConnection(connectionString, keys);
        connection.Open();
        connection.AddFunctions();
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA busy_timeout = 10000");
        Execute("PRAGMA wal_autocheckpoint = 0");
        Execute("PRAGMA secure_delete = ON");
        (begin, commit) = (Prepare("BEGIN IMMEDIATE"), Prepare("COMMIT"));
        (savepoint, release, rollBackItem) = (Prepare("SAVEPOINT item"), Prepare("RELEASE item"), Prepare("ROLLBACK TO item"));
        flusher = new SqliteFlusher(connectionString);
        thread = new Thread(Run) { IsBackground = true, Name = "database writer" };
        thread.Start();
    }

    public Task<T> Enqueue<T>(Func<IDbConnection, T> work, bool durable, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return Task.FromCanceled<T>(cancellation);
        var item = new Item<T>(work, durable, cancellation);
        try
        {
            queue.Add(item, CancellationToken.None);
        }
        catch (InvalidOperationException stopped)
        {
            return Task.FromException<T>(new StorageUnavailableException("Portal is stopping.", stopped));
        }

        return item.Task;
    }

    /// <summary>See <see cref="IDatabase.TruncateLog"/>.</summary>
    public void TruncateLog() => flusher.TruncateLog();

    public void Dispose()
    {
        queue.CompleteAdding();
        thread.Join();
        flusher.Dispose();
        foreach (var command in (SqliteCommand[])[begin, commit, savepoint, release, rollBackItem]) command.Dispose();
        connection.Dispose();
        queue.Dispose();
    }

    /// <summary>True where the fault is the disk's, not the statement's.</summary>
    public static bool IsStorageFault(SqliteException error) => error.SqliteErrorCode is
        SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_READONLY or
        SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_BUSY;

    public static StorageUnavailableException Unavailable(SqliteException error) =>
        new($"The database cannot be used: {error.Message}", error);

    void Run()
    {
        var group = new List<Item>(GroupSize);
        while (!queue.IsCompleted)
        {
            if (!queue.TryTake(out var first, Timeout.Infinite)) continue;
            group.Clear();
            group.Add(first);
            while (group.Count < GroupSize && queue.TryTake(out var next)) group.Add(next);
            Commit(group);
        }
    }

    void Commit(List<Item> group)
    {
        try
        {
            if (flusher.TakeLongLog()) Execute("PRAGMA wal_checkpoint(PASSIVE)");
            SetFlushing(group.Exists(item => item.Durable));
            begin.ExecuteNonQuery();
            foreach (var item in group) RunInSavepoint(item);
            foreach (var gathered in connection.AllGathered) gathered.Write(connection);
            commit.ExecuteNonQuery();
            flusher.Written();
        }
        catch (Exception error)
        {
            RollBack();
            foreach (var item in group) item.Fail(error is SqliteException fault && IsStorageFault(fault) ? Unavailable(fault) : error);
        }

        foreach (var gathered in connection.AllGathered) gathered.Clear();

        foreach (var item in group) item.Complete();
    }

    void RunInSavepoint(Item item)
    {
        if (!item.Begin()) return;
        savepoint.ExecuteNonQuery();
        foreach (var gathered in connection.AllGathered) gathered.Mark();
        try
        {
            item.Run(connection);
        }
        catch (Exception error)
        {
            // A full disk ends the whole transaction; then the group fails with it.
            if (error is SqliteException fault && IsStorageFault(fault)) throw;
            item.Fail(error);
            rollBackItem.ExecuteNonQuery();
            foreach (var gathered in connection.AllGathered) gathered.TakeBack();
        }

        release.ExecuteNonQuery();
    }

    void SetFlushing(bool flush)
    {
        if (flushing == flush) return;
        Execute(flush ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        flushing = flush;
    }

    void RollBack()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0) Execute("ROLLBACK");
    }

    /// <summary>What every group runs is compiled once.</summary>
    SqliteCommand Prepare(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Prepare();
        return command;
    }

    void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    abstract class Item(bool durable)
    {
        public bool Durable { get; } = durable;

        /// <summary>False where the caller has gone; from here on the work is done whatever happens to the caller.</summary>
        public abstract bool Begin();

        public abstract void Run(IDbConnection connection);

        public abstract void Fail(Exception error);

        public abstract void Complete();
    }

    sealed class Item<T>(Func<IDbConnection, T> work, bool durable, CancellationToken cancellation) : Item(durable)
    {
        readonly TaskCompletionSource<T> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T? result;

        public Task<T> Task => source.Task;

        public override bool Begin()
        {
            if (source.Task.IsCompleted) return false;
            return !cancellation.IsCancellationRequested || !source.TrySetCanceled(cancellation);
        }

        public override void Run(IDbConnection connection) => result = work(connection);

        public override void Fail(Exception error) => source.TrySetException(error);

        public override void Complete() => source.TrySetResult(result!);
    }
}
