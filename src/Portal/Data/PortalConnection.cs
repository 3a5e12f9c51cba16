using System.Data;
using Microsoft.Data.Sqlite;
using Portal.Data.Sealing;

namespace Portal.Data;

/// <summary>The connection that work is given: it knows the keys of threads, for what repositories seal and open, and what its group of writes has gathered.</summary>
internal sealed class PortalConnection(string connectionString, ThreadKeys keys) : SqliteConnection(connectionString)
{
    readonly Dictionary<Type, Gathered> gathered = [];

    public ThreadKeys Keys => keys;

    public IEnumerable<Gathered> AllGathered => gathered.Values;

    /// <param name="write">Writes the rows; the same for all of their type.</param>
    public Gathered<T> Gathered<T>(Action<IDbConnection, IReadOnlyList<T>> write)
    {
        if (!gathered.TryGetValue(typeof(T), out var known)) gathered.Add(typeof(T), known = new Gathered<T>(write));
        return (Gathered<T>)known;
    }

    /// <summary>Makes <c>seal(thread_id, column, text)</c> and <c>unseal(thread_id, column, text)</c> known to SQL.</summary>
    public void AddFunctions()
    {
        CreateFunction("seal", (string threadId, string column, string? text) => this.Seal(threadId, column, text));
        CreateFunction("unseal", (string threadId, string column, string? text) => this.Unseal(threadId, column, text));
    }
}
