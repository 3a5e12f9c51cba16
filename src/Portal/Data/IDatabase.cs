using System.Data;

namespace Portal.Data;

/// <summary>
/// The one way to the tables. Work is synchronous, short and free of side effects beside its SQL; it runs inside a
/// transaction of its own and is undone whole when it throws.
/// </summary>
internal interface IDatabase
{
    /// <summary>Reads one consistent state.</summary>
    /// <exception cref="StorageUnavailableException">The disk cannot be read.</exception>
    Task<T> Read<T>(Func<IDbConnection, T> work, CancellationToken cancellation);

    /// <summary>
    /// Writes; on disk when the task completes. Writes take effect in the order in which they were asked for.
    /// Cancellation has effect only until the work begins.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The disk is full or cannot be written; nothing was changed.</exception>
    Task<T> Write<T>(Func<IDbConnection, T> work, CancellationToken cancellation);

    /// <summary>
    /// As <see cref="Write{T}"/>, but the task completes when the change would survive the death of the process; it
    /// survives the loss of power at most 0.5 s later. For the pieces of a text that is still being written.
    /// </summary>
    Task<T> WriteSoon<T>(Func<IDbConnection, T> work, CancellationToken cancellation);

    /// <summary>After something was deleted for good: soon nothing of it is left in the write-ahead log.</summary>
    void TruncateLog();
}

/// <summary>The storage refused: full, read-only or broken. The call changed nothing and may be repeated.</summary>
internal sealed class StorageUnavailableException(string message, Exception inner) : Exception(message, inner);
