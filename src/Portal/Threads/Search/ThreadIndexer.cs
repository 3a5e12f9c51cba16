using Portal.Data;

namespace Portal.Threads.Search;

/// <summary>
/// Brings the threads of a database that knew no search into the index, the newest first, a few at a time beside everything
/// else that is written. What is said meanwhile goes into the index by itself.
/// </summary>
internal sealed partial class ThreadIndexer(IDatabase database, IThreadIndex index, TimeProvider time, ILogger<ThreadIndexer> logger) : BackgroundService
{
    static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(10);

    /// <summary>Small, because the one writer is held up for so long.</summary>
    public const int Batch = 10;

    /// <summary>Indexes the next threads; false where there are none.</summary>
    public async Task<bool> Advance(CancellationToken cancellation)
    {
        var left = await database.Read(connection => ThreadWordsRepository.Left(connection, Batch), cancellation);
        if (left.Count == 0) return false;
        return await database.WriteSoon(connection =>
        {
            foreach (var number in left) index.CatchUp(connection, number);
            return true;
        }, cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await Advance(stoppingToken))
                {
                }

                return;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogFailed(error);
            }

            await Task.Delay(PauseAfterFault, time, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Older threads could not be indexed; a search does not find them until they are")]
    partial void LogFailed(Exception error);
}
