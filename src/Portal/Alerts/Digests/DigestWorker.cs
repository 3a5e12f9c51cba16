using System.Data;
using Dapper;
using Portal.Access;
using Portal.Api;
using Portal.Background;
using Portal.Client.Usage;
using Portal.Data;
using Portal.Organization;
using Portal.Outbox;
using Portal.Pricing;
using Portal.Projects;
using Portal.Usage;

namespace Portal.Alerts.Digests;

/// <summary>
/// Looks once a minute whether a digest is due, so that the last one that was missed is sent after the next start. Which were
/// written stands in the database: no clock that jumps and no restart sends one twice.
/// </summary>
internal sealed partial class DigestWorker(
    IDatabase database, IOrganizationSettings organization, IProjectDirectory projects, UsageNames names, ChargeSweep charges, TimeProvider time,
    ILogger<DigestWorker> logger)
    : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public async Task WriteDue(CancellationToken cancellation)
    {
        var (row, origin) = await database.Read(connection => (AlertSettingsRepository.Get(connection), Origins.Latest(connection)), cancellation);
        var settings = row.ToContract();
        var general = await organization.Get(cancellation);
        var now = time.GetUtcNow();
        if (settings.Emails.Count == 0) return;
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(general.TimeZone, out var known) ? known : TimeZoneInfo.Utc;
        if (DigestPeriod.LastDue(settings, zone, now) is not { } period) return;
        if (period.Due.ToUnixTimeSeconds() < row.DigestSince || await WasWritten(period, cancellation)) return;
        // A day's flat price and its last hour of memory are charged when it is over.
        await charges.Sweep(cancellation);
        var digest = await database.Read(connection => Digest.Read(connection, period, new UsageCalendar(zone)), cancellation);
        var mail = new DigestMail(digest, general.Name, origin, await Names(digest, cancellation), settings.DisplayCurrency).Write();
        var payload = Wire.Serialize(mail);
        await database.Write(connection =>
        {
            if (connection.Execute("INSERT INTO digests (period, created_at) VALUES (@Key, @at) ON CONFLICT DO NOTHING", new { period.Key, at = now.ToUnixTimeSeconds() }) == 0)
                return false;
            Prune(connection, now);
            foreach (var email in settings.Emails)
                OutboxRepository.Insert(connection, OutboxRow.New(OutboxRow.Mail, OutboxRow.Mail, email, "digest", null, payload, now.ToUnixTimeSeconds()));
            return true;
        }, cancellation);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Periodically.Run(time, Interval, WriteDue, error => Failed(logger, error), stoppingToken);

    /// <summary>The newest stay whatever the clock says: one that is ahead and set right again would else write a digest twice.</summary>
    static void Prune(IDbConnection connection, DateTimeOffset now) => connection.Execute(
        "DELETE FROM digests WHERE created_at < @before AND period NOT IN (SELECT period FROM digests ORDER BY created_at DESC LIMIT 10)",
        new { before = (now - OutboxRetention.Failed).ToUnixTimeSeconds() });

    Task<bool> WasWritten(DigestPeriod period, CancellationToken cancellation) => database.Read(connection =>
        connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM digests WHERE period = @Key)", new { period.Key }), cancellation);

    async Task<IReadOnlyDictionary<string, string>> Names(Digest digest, CancellationToken cancellation)
    {
        var known = new Dictionary<string, string>(await projects.Names([.. digest.Projects.Select(project => project.ProjectId)], cancellation));
        foreach (var movers in digest.Movers.GroupBy(mover => mover.Dimension))
        {
            foreach (var (id, name) in await names.OfGroups(movers.Key, [.. movers.Select(mover => mover.Value).OfType<string>()], cancellation)) known[id] = name;
        }

        return known;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The digest could not be written; the next try is in a minute")]
    static partial void Failed(ILogger logger, Exception error);
}
