using Portal.Data;

namespace Portal.Audit;

/// <summary>
/// Brings the index of words up to the log's end, a few rows at a time beside everything else that is written: no commit
/// waits for the index, and after an update of an old database it catches up while the portal works.
/// </summary>
internal sealed partial class AuditIndexer(IDatabase database, TimeProvider time, ILogger<AuditIndexer> logger) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Small, because the one writer is held up for so long.</summary>
    public const int Batch = 100;

    /// <summary>Indexes the next rows; false where there are none.</summary>
    public async Task<bool> Advance(CancellationToken cancellation)
    {
        var (end, rows) = await database.Read(
            connection => AuditWordsRepository.End(connection) is var last ? (last, AuditRepository.ReadAfter(connection, last, Batch)) : default, cancellation);
        if (rows.Count == 0) return false;
        var words = rows.Select(row => (row.Sequence, Words: AuditWords.Of(row))).ToList();
        return await database.WriteSoon(connection =>
        {
            if (!AuditWordsRepository.MoveEnd(connection, end, rows[^1].Sequence)) return false;
            foreach (var row in words) AuditWordsRepository.Add(connection, row.Sequence, row.Words);
            return true;
        }, cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                while (await Advance(stoppingToken))
                {
                }
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogFailed(error);
            }
        }
        while (await WaitFor(timer, stoppingToken));
    }

    static async Task<bool> WaitFor(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The words of the audit log could not be indexed; searches read those rows one by one until they are")]
    partial void LogFailed(Exception error);
}
