using Microsoft.Data.Sqlite;

namespace Portal.Data;

/// <summary>
/// Brings commits that were not flushed to the disk, and the write-ahead log into the database file, on a thread and a
/// connection of its own: the writer goes on meanwhile.
/// </summary>
internal sealed class SqliteFlusher : IDisposable
{
    /// <summary>Pages: 64 MB.</summary>
    const int LongLog = 16_000;

    static readonly TimeSpan Within = TimeSpan.FromMilliseconds(250);

    readonly SqliteConnection connection;
    readonly SqliteCommand checkpoint, truncation;
    readonly AutoResetEvent written = new(false);
    readonly ManualResetEvent stopped = new(false);
    readonly Thread thread;
    bool isLogLong, isTruncationDue;

    public SqliteFlusher(string connectionString)
    {
        connection = new SqliteConnection(connectionString);
        connection.Open();
        // Milliseconds: so long a truncation waits for readers, and the writer for it.
        using (var wait = Command("PRAGMA busy_timeout = 50")) wait.ExecuteNonQuery();
        (checkpoint, truncation) = (Command("PRAGMA wal_checkpoint(PASSIVE)"), Command("PRAGMA wal_checkpoint(TRUNCATE)"));
        thread = new Thread(Run) { IsBackground = true, Name = "database flusher" };
        thread.Start();
    }

    /// <summary>Called by the writer after a commit, which is on the disk a quarter of a second later.</summary>
    public void Written() => written.Set();

    /// <summary>
    /// True, once, where the log has grown long: the writer then does the rest of a checkpoint itself, since only a commit
    /// that finds nothing left to copy begins the log anew.
    /// </summary>
    public bool TakeLongLog() => Interlocked.Exchange(ref isLogLong, false);

    /// <summary>See <see cref="IDatabase.TruncateLog"/>.</summary>
    public void TruncateLog()
    {
        Volatile.Write(ref isTruncationDue, true);
        written.Set();
    }

    public void Dispose()
    {
        stopped.Set();
        thread.Join();
        checkpoint.Dispose();
        truncation.Dispose();
        connection.Dispose();
        written.Dispose();
        stopped.Dispose();
    }

    void Run()
    {
        while (WaitHandle.WaitAny([stopped, written]) != 0)
        {
            if (stopped.WaitOne(Within)) return;
            Checkpoint();
        }
    }

    /// <summary>Flushes the log, copies what no reader still needs from there, and flushes the database file.</summary>
    void Checkpoint()
    {
        try
        {
            var (_, length, copied) = Run(checkpoint);
            if (length > LongLog) Volatile.Write(ref isLogLong, true);
            // While a reader needs what the log began with, to wait for it would only hold up the writer.
            if (Interlocked.Exchange(ref isTruncationDue, false) && (length != copied || Run(truncation).IsBusy)) TruncateLog();
        }
        catch (SqliteException error) when (SqliteWriter.IsStorageFault(error))
        {
            // What was written is kept by the operating system; the next time flushes again, and a commit reports the fault.
            written.Set();
        }
    }

    /// <returns>Whether somebody was in the way; the pages of the log, and those of them that are in the database file.</returns>
    static (bool IsBusy, int Length, int Copied) Run(SqliteCommand checkpoint)
    {
        using var reader = checkpoint.ExecuteReader();
        reader.Read();
        return (reader.GetInt32(0) != 0, reader.GetInt32(1), reader.GetInt32(2));
    }

    SqliteCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
