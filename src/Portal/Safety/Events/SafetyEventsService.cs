using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Policies;
using Portal.Data;

namespace Portal.Safety.Events;

internal sealed class SafetyEventsService(IDatabase database, IJournal journal, CallContext context, TimeProvider time) : ISafetyEventsService
{
    const long PrecisionSeconds = 30 * 86_400;

    public async Task<Result<ListPage<SafetyEvent>>> List(SafetyEventFilter filter, ListQuery query, CancellationToken cancellation)
    {
        var denied = filter.ProjectId is { } project ? context.Caller.Check(Permission.ReadAudit, project) : context.Caller.Check(Permission.ReadAudit);
        if (denied is not null) return denied;
        var projects = filter.ProjectId is { } one ? [one] : context.Caller.ProjectsWith(Permission.ReadAudit);
        var rows = await database.Read(connection => SafetyEventsRepository.List(connection, projects, filter, query), cancellation);
        return Keyset.Page(rows.Select(row => row.ToEvent()), query, safety => safety.Id);
    }

    public async Task<Result<SafetyEvent>> Get(string id, CancellationToken cancellation) => (await Find(id, cancellation)).Then<SafetyEvent>(row => row.ToEvent());

    public async Task<Result<SafetyEvent>> Review(string id, SafetyReviewInput input, CancellationToken cancellation)
    {
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        if (context.Caller.Check(Permission.ManageOrganization) is { } denied) return denied;
        var before = found.Value;
        var verdict = input.Verdict is { } given ? Wire.Word(given) : null;
        if (verdict == before.Verdict) return before.ToEvent();
        var after = before with
        {
            Verdict = verdict,
            ReviewedBy = verdict is null ? null : context.Caller.Name,
            ReviewedAt = verdict is null ? null : time.GetUtcNow().ToUnixTimeSeconds(),
        };
        var entry = new AuditEntry("safety_event.reviewed", "safety_event", id, before.ProjectId) { Changes = AuditChanges.Between(before.ToEvent(), after.ToEvent()) };
        return await journal.Commit(entry, connection =>
        {
            SafetyEventsRepository.Review(connection, after);
            return after.ToEvent();
        }, cancellation);
    }

    public async Task<Result<ListPage<RulePrecision>>> ListPrecision(CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ManageOrganization) is { } denied) return denied;
        var from = time.GetUtcNow().ToUnixTimeSeconds() - PrecisionSeconds;
        var rows = await database.Read(connection => SafetyEventsRepository.Precision(connection, from).ToList(), cancellation);
        return new ListPage<RulePrecision>(
            rows.ConvertAll(row => new RulePrecision(row.PolicyId, row.RuleId, row.Events, row.Right, row.Wrong, row.Right + row.Wrong == 0 ? null : (double)row.Right / (row.Right + row.Wrong))),
            null, null, false);
    }

    async Task<Result<SafetyEventRow>> Find(string id, CancellationToken cancellation)
    {
        if (await database.Read(connection => SafetyEventsRepository.Find(connection, id), cancellation) is not { } row) return ApiError.NotFound("safety event", id);
        return context.Caller.Check(Permission.ReadAudit, row.ProjectId, "safety event", id) is { } denied ? denied : row;
    }
}
