using Dapper;
using Portal.Data;

namespace Portal.Health;

/// <summary>
/// Ready is: the database takes a write and gives it back. It is only there after its migrations, so that they are done.
/// Anybody may ask, so the disk is asked at most once a second.
/// </summary>
internal sealed class Readiness(IDatabase database, TimeProvider time) : IDisposable
{
    static readonly TimeSpan ValidFor = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim gate = new(1, 1);
    bool ready;
    DateTimeOffset checkedAt;

    public async Task<bool> IsReady()
    {
        await gate.WaitAsync();
        try
        {
            if (time.GetUtcNow() - checkedAt < ValidFor) return ready;
            ready = await Check(time.GetUtcNow().ToUnixTimeMilliseconds());
            checkedAt = time.GetUtcNow();
            return ready;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    async Task<bool> Check(long now)
    {
        try
        {
            await database.Write(connection => connection.Execute("""
                INSERT INTO readiness (id, checked_at_ms) VALUES (1, @now)
                ON CONFLICT (id) DO UPDATE SET checked_at_ms = excluded.checked_at_ms
                """, new { now }), CancellationToken.None);
            return await database.Read(connection => connection.ExecuteScalar<long>("SELECT checked_at_ms FROM readiness WHERE id = 1"), CancellationToken.None) == now;
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }
}
