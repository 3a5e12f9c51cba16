using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Audit;
using Portal.Client.Backups;
using Portal.Client.Organization;
using Portal.Data;
using Portal.Organization;

namespace Portal.Backups;

/// <summary>
/// Looks once a minute whether a backup is due, so that one that was missed while the portal was stopped is made at its
/// next start. After a failure it waits an hour.
/// </summary>
internal sealed partial class ScheduledBackups(
    IOrganizationSettings organization, BackupFolder folder, IDatabase database, AuditWriter writer, TimeProvider time, ILogger<ScheduledBackups> logger)
    : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    static readonly TimeSpan AfterFailure = TimeSpan.FromHours(1);

    DateTimeOffset notBefore = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await MakeWhatIsDue(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what is due then is made at its next start.
        }
    }

    /// <summary>The last moment up to now at which the schedule asks for a backup; null where it is off.</summary>
    public static DateTimeOffset? LastDue(BackupSchedule schedule, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (schedule.Interval is BackupInterval.Off) return null;
        for (var day = TimeZoneInfo.ConvertTime(now, zone).Date; ; day = day.AddDays(-1))
        {
            if (schedule.Interval is BackupInterval.Weekly && day.DayOfWeek is not DayOfWeek.Monday) continue;
            var local = day.AddHours(schedule.Hour);
            // The hour that summer time skips is taken an hour later.
            if (zone.IsInvalidTime(local)) local = local.AddHours(1);
            var due = new DateTimeOffset(local, zone.GetUtcOffset(local));
            if (due <= now) return due;
        }
    }

    async Task MakeWhatIsDue(CancellationToken cancellation)
    {
        try
        {
            var settings = await organization.Get(cancellation);
            var now = time.GetUtcNow();
            var zone = TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone);
            if (now < notBefore || LastDue(settings.Backup, zone, now) is not { } due) return;
            if (Scheduled().FirstOrDefault() is { } last && last.CreatedAt >= due.ToUnixTimeSeconds()) return;
            var id = Ids.New("bak");
            await folder.Create(id, BackupKind.Scheduled, cancellation);
            await Note(new AuditEntry("backup.created", "backup", id, null), cancellation);
            folder.LastFailure = null;
            foreach (var old in Scheduled().Skip(settings.Backup.Keep))
            {
                folder.Delete(old);
                await Note(new AuditEntry("backup.deleted", "backup", old.Id, null), cancellation);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            notBefore = time.GetUtcNow() + AfterFailure;
            Failed(logger, error);
            await NoteFailure(cancellation);
            folder.LastFailure = error.Message;
        }
    }

    async Task NoteFailure(CancellationToken cancellation)
    {
        try
        {
            await Note(new AuditEntry("backup.created", "backup", null, null) { Outcome = AuditOutcome.Failure }, cancellation);
        }
        catch (StorageUnavailableException)
        {
            // The disk that refused the backup may refuse this too; the log has it.
        }
    }

    IEnumerable<Backup> Scheduled() => folder.List().Where(backup => backup.Kind is BackupKind.Scheduled);

    Task<bool> Note(AuditEntry entry, CancellationToken cancellation) => database.Write(connection =>
    {
        writer.Append(connection, CallInfo.System, entry);
        return true;
    }, cancellation);

    [LoggerMessage(Level = LogLevel.Error, Message = "The scheduled backup was not made; the next try is in an hour")]
    static partial void Failed(ILogger logger, Exception error);
}
