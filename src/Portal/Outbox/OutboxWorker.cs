using Portal.Api;
using Portal.Client.Alerts;
using Portal.Data;

namespace Portal.Outbox;

/// <summary>
/// Sends what is in the outbox, each lane beside the others. A try is put down before it is made: a process that is killed
/// in it makes it again, with the same id, and a disk that is full keeps it from being made at all.
/// </summary>
internal sealed partial class OutboxWorker(
    IDatabase database, IEnumerable<IOutboxSender> senders, TimeProvider time, ILogger<OutboxWorker> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>No sender takes as long.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    readonly Dictionary<string, IOutboxSender> channels = senders.ToDictionary(sender => sender.Channel);
    readonly Dictionary<string, Task> lanes = [];
    readonly Lock gate = new();

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Ends when all that was due has had its try.</summary>
    public async Task SendDue(CancellationToken cancellation)
    {
        await StartLanes(cancellation);
        await Task.WhenAll(Running());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryStartLanes(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what was not sent is sent after its next start.
        }

        await Task.WhenAll(Running());
    }

    async Task TryStartLanes(CancellationToken cancellation)
    {
        try
        {
            await StartLanes(cancellation);
        }
        catch (StorageUnavailableException error)
        {
            StorageRefused(logger, error);
        }
    }

    async Task StartLanes(CancellationToken cancellation)
    {
        var due = await database.Read(connection => OutboxRepository.DueLanes(connection, Now), cancellation);
        lock (gate)
        {
            foreach (var lane in due.Where(lane => !lanes.ContainsKey(lane))) lanes[lane] = Task.Run(() => RunLane(lane, cancellation), CancellationToken.None);
        }
    }

    Task[] Running()
    {
        lock (gate) return [.. lanes.Values];
    }

    async Task RunLane(string lane, CancellationToken cancellation)
    {
        try
        {
            while (await database.Read(connection => OutboxRepository.Next(connection, lane, Now), cancellation) is { } row) await Try(row, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The try that was under way is made again.
        }
        catch (StorageUnavailableException error)
        {
            StorageRefused(logger, error);
        }
        catch (Exception error)
        {
            LaneFailed(logger, error, lane);
        }
        finally
        {
            lock (gate) lanes.Remove(lane);
        }
    }

    async Task Try(OutboxRow row, CancellationToken cancellation)
    {
        await database.Write(connection =>
        {
            OutboxRepository.Begin(connection, row.Id, Now + (long)Lease.TotalSeconds);
            return true;
        }, cancellation);
        var started = time.GetTimestamp();
        var sender = channels[row.Channel];
        var outcome = await Send(sender, row, cancellation);
        var ended = End(row with { Attempts = row.Attempts + 1, LatencyMs = (long)time.GetElapsedTime(started).TotalMilliseconds }, outcome, sender.Delays);
        await database.Write(connection =>
        {
            OutboxRepository.Record(connection, ended);
            return true;
        }, cancellation);
    }

    async Task<SendOutcome> Send(IOutboxSender sender, OutboxRow row, CancellationToken cancellation)
    {
        try
        {
            return await sender.Send(row, cancellation);
        }
        catch (Exception error) when (error is not StorageUnavailableException && !cancellation.IsCancellationRequested)
        {
            SenderFailed(logger, error, row.Id, row.Channel);
            return new SendOutcome("It could not be sent for a reason that is in the portal's log.");
        }
    }

    OutboxRow End(OutboxRow row, SendOutcome outcome, IReadOnlyList<TimeSpan> delays)
    {
        var goesOn = !outcome.Delivered && !outcome.GiveUp && row.Attempts <= delays.Count;
        var wait = goesOn ? Math.Max((long)delays[(int)row.Attempts - 1].TotalSeconds, (long?)outcome.RetryAfter?.TotalSeconds ?? 0) : 0;
        return row with
        {
            Status = Wire.Word(outcome.Delivered ? DeliveryStatus.Delivered : goesOn ? DeliveryStatus.Pending : DeliveryStatus.Failed),
            ResponseCode = outcome.ResponseCode,
            Error = outcome.Error,
            NextAttemptAt = goesOn ? Now + Math.Min(wait, OutboxRepository.LongestWait) : null,
            FinishedAt = goesOn ? null : Now,
        };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The disk refused the outbox; what is to be sent waits")]
    static partial void StorageRefused(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "What is to be sent to {Lane} could not be; it is tried again")]
    static partial void LaneFailed(ILogger logger, Exception error, string lane);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Id} could not be sent by {Channel}")]
    static partial void SenderFailed(ILogger logger, Exception error, string id, string channel);
}
