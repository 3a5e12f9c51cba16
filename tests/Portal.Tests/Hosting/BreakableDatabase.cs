using System.Data;
using Portal.Data;

namespace Portal.Tests.Hosting;

/// <summary>The real database until it is told to be full.</summary>
sealed class BreakableDatabase(SqliteDatabase inner) : IDatabase
{
    public bool IsFull { get; set; }

    public Task<T> Read<T>(Func<IDbConnection, T> work, CancellationToken cancellation) => inner.Read(work, cancellation);

    public Task<T> Write<T>(Func<IDbConnection, T> work, CancellationToken cancellation) => IsFull ? Full<T>() : inner.Write(work, cancellation);

    public Task<T> WriteSoon<T>(Func<IDbConnection, T> work, CancellationToken cancellation) => IsFull ? Full<T>() : inner.WriteSoon(work, cancellation);

    public void TruncateLog() => inner.TruncateLog();

    static Task<T> Full<T>() => Task.FromException<T>(new StorageUnavailableException("The disk is full.", new IOException("disk full")));
}
