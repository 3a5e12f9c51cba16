using System.Data;
using Dapper;
using Portal.Api;
using Portal.Data;
using Portal.Models.Gateway;

namespace Portal.Providers;

/// <summary>The calls to one provider in one minute.</summary>
/// <param name="Minute">Unix seconds of its start.</param>
/// <param name="LatencyMs">The sum over the answered ones.</param>
[method: ExplicitConstructor]
internal sealed record MinuteRow(string ProviderId, long Minute, long Calls, long Failures, long LatencyMs, long SlowestMs)
{
    public MinuteRow With(MinuteRow other, int sign) => this with
    {
        Calls = Calls + (sign * other.Calls),
        Failures = Failures + (sign * other.Failures),
        LatencyMs = LatencyMs + (sign * other.LatencyMs),
        SlowestMs = Math.Max(SlowestMs, other.SlowestMs),
    };
}

/// <summary>
/// Counts the calls to providers by the minute. They are counted in memory, so that no call waits for it, and saved every
/// few seconds, so that the last hour is known after a restart; a crash loses those few seconds.
/// </summary>
internal sealed class ProviderMinutes(IDatabase database, TimeProvider time) : IProviderCalls
{
    public const int Minute = 60;
    const int KeptSeconds = 86_400;

    readonly Lock gate = new();
    readonly string saving = $"provider minutes {Guid.NewGuid()}";
    readonly Dictionary<(string ProviderId, long Minute), MinuteRow> unsaved = [];

    public void Answered(string providerId, long firstTokenMs) => Add(new MinuteRow(providerId, Now(), 1, 0, firstTokenMs, firstTokenMs));

    public void Failed(string providerId) => Add(new MinuteRow(providerId, Now(), 1, 1, 0, 0));

    /// <summary>The minutes from the one that holds the time, oldest first, of all providers.</summary>
    public async Task<IReadOnlyList<MinuteRow>> Since(long from, CancellationToken cancellation)
    {
        // What is on its way to the disk is in one place or the other, and never in both.
        using var turn = await KeyedLock.Enter(saving, cancellation);
        var first = from - (from % Minute);
        var saved = await database.Read(connection => connection.Query<MinuteRow>("""
            SELECT provider_id, minute, calls, failures, latency_ms, slowest_ms FROM provider_minutes WHERE minute >= @first
            """, new { first }).AsList(), cancellation);
        return [.. saved.Concat(Unsaved().Where(row => row.Minute >= first))
            .GroupBy(row => (row.ProviderId, row.Minute))
            .Select(rows => rows.Aggregate((sum, row) => sum.With(row, 1)))
            .OrderBy(row => row.Minute)];
    }

    public async Task Save(CancellationToken cancellation)
    {
        using var turn = await KeyedLock.Enter(saving, cancellation);
        var rows = Unsaved();
        if (rows.Count == 0) return;
        var oldest = time.GetUtcNow().ToUnixTimeSeconds() - KeptSeconds;
        await database.WriteSoon(connection => Save(connection, rows, oldest), cancellation);
        Subtract(rows);
    }

    static int Save(IDbConnection connection, IReadOnlyList<MinuteRow> rows, long oldest)
    {
        connection.Execute("DELETE FROM provider_minutes WHERE minute < @oldest", new { oldest });
        return connection.Execute("""
            INSERT INTO provider_minutes (provider_id, minute, calls, failures, latency_ms, slowest_ms)
            VALUES (@ProviderId, @Minute, @Calls, @Failures, @LatencyMs, @SlowestMs)
            ON CONFLICT (provider_id, minute) DO UPDATE SET calls = calls + excluded.calls, failures = failures + excluded.failures,
              latency_ms = latency_ms + excluded.latency_ms,
              slowest_ms = CASE WHEN slowest_ms < excluded.slowest_ms THEN excluded.slowest_ms ELSE slowest_ms END
            """, rows);
    }

    long Now() => time.GetUtcNow().ToUnixTimeSeconds() / Minute * Minute;

    void Add(MinuteRow row)
    {
        var key = (row.ProviderId, row.Minute);
        lock (gate) unsaved[key] = unsaved.TryGetValue(key, out var present) ? present.With(row, 1) : row;
    }

    List<MinuteRow> Unsaved()
    {
        lock (gate) return [.. unsaved.Values];
    }

    void Subtract(IReadOnlyList<MinuteRow> saved)
    {
        lock (gate)
        {
            foreach (var row in saved)
            {
                var rest = unsaved[(row.ProviderId, row.Minute)].With(row, -1);
                if (rest.Calls == 0) unsaved.Remove((row.ProviderId, row.Minute));
                else unsaved[(row.ProviderId, row.Minute)] = rest;
            }
        }
    }
}

/// <summary>Saves the counts every few seconds, and the last of them when Portal stops.</summary>
internal sealed class ProviderMinutesSaver(ProviderMinutes minutes, TimeProvider time) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TrySave(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TrySave(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Stopping: StopAsync saves the rest.
        }
    }

    async Task TrySave(CancellationToken cancellation)
    {
        try
        {
            await minutes.Save(cancellation);
        }
        catch (StorageUnavailableException)
        {
            // Nothing is lost: what is not saved is still counted, and saved next time.
        }
    }
}
