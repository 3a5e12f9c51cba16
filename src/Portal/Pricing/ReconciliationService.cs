using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Background;
using Portal.Client.Api;
using Portal.Client.Pricing;

namespace Portal.Pricing;

internal sealed class ReconciliationService(Reconciler reconciler, IJournal journal, CallContext context) : IReconciliationService
{
    public async Task<Result<ListPage<Reconciliation>>> List(ListQuery query, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ReadUsage) is { } denied) return denied;
        var manages = context.Caller.Check(Permission.ManageOrganization) is null;
        var found = await reconciler.List(query, cancellation);
        return Keyset.Page(found.Select(one => manages ? one : one with { Differences = [] }), query, one => one.Id);
    }

    public async Task<Result<Reconciliation>> Check(ReconciliationInput input, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ManageOrganization) is { } denied) return denied;
        // One at a time: it reads everything.
        using var turn = await KeyedLock.Enter("reconciliation", cancellation);
        var found = await reconciler.Check(input.Repair, cancellation);
        await journal.Record(new AuditEntry(found.Repaired > 0 ? "usage.repaired" : "usage.reconciled", "reconciliation", found.Id, null)
        {
            Outcome = found.Ok ? Client.Audit.AuditOutcome.Success : Client.Audit.AuditOutcome.Failure,
        }, cancellation);
        return found;
    }
}

/// <summary>Compares once a day, and has people told where something differs.</summary>
internal sealed partial class DailyReconciliation(Reconciler reconciler, TimeProvider time, ILogger<DailyReconciliation> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    const long Day = 86_400;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Periodically.Run(time, Interval, CheckIfDue, error => Failed(logger, error), stoppingToken);

    async Task CheckIfDue(CancellationToken cancellation)
    {
        if (await reconciler.List(new ListQuery(Limit: 1), cancellation) is [var last, ..] && time.GetUtcNow().ToUnixTimeSeconds() - last.CheckedAt < Day) return;
        var found = await reconciler.Check(repair: false, cancellation);
        if (!found.Ok) Differ(logger, found.DifferenceCount);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} differences between the sums of use and its rows, or between a cost and its price")]
    static partial void Differ(ILogger logger, long count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sums and rows could not be compared; the next try is in an hour")]
    static partial void Failed(ILogger logger, Exception error);
}
