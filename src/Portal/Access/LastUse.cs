using System.Collections.Concurrent;
using System.Data;
using Portal.Data;

namespace Portal.Access;

/// <summary>Keeps the last use of keys and sessions to the minute, beside the request and never in its way.</summary>
internal sealed partial class LastUse(IDatabase database, TimeProvider time, ILogger<LastUse> logger)
{
    const int Resolution = 60;
    const int MostNoted = 10_000;

    readonly ConcurrentDictionary<string, long> noted = [];

    /// <param name="lastKnown">The use that is stored, Unix seconds.</param>
    /// <param name="write">Stores the use at the given time.</param>
    public void Note(string id, long? lastKnown, Action<IDbConnection, long> write)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (now - lastKnown < Resolution || (noted.TryGetValue(id, out var at) && now - at < Resolution)) return;
        if (noted.Count >= MostNoted) noted.Clear();
        noted[id] = now;
        _ = Save(id, now, write);
    }

    async Task Save(string id, long now, Action<IDbConnection, long> write)
    {
        try
        {
            await database.WriteSoon(connection =>
            {
                write(connection, now);
                return true;
            }, CancellationToken.None);
        }
        catch (StorageUnavailableException error)
        {
            UseNotKept(logger, error, id);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last use of {Id} could not be kept")]
    static partial void UseNotKept(ILogger logger, Exception error, string id);
}
