using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Client.Webhooks;
using Portal.Data;
using Portal.Outbox;
using Portal.Projects;
using Portal.Webhooks;

namespace Portal.Alerts;

internal sealed class AlertsService(
    IDatabase database, IJournal journal, CallContext context, IProjectDirectory projects, IWebhooks webhooks, AlertFeed feed, TimeProvider time)
    : IAlertsService
{
    const long LongestMute = 366 * 86_400;

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public async Task<Result<ListPage<Alert>>> List(AlertFilter filter, ListQuery query, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ReadUsage) is { } denied) return denied;
        var among = context.Caller.ProjectsWith(Permission.ReadUsage);
        var rows = await database.Read(connection => AlertsRepository.List(connection, among, filter, query), cancellation);
        var names = await projects.Names([.. rows.Data.Select(row => row.ProjectId).OfType<string>().Distinct()], cancellation);
        return new ListPage<Alert>([.. rows.Data.Select(row => row.ToContract(NameOf(row.ProjectId, names)))], rows.FirstId, rows.LastId, rows.HasMore);
    }

    public async Task<Result<Alert>> Get(string id, CancellationToken cancellation)
    {
        var found = await Find(id, cancellation);
        return found.IsSuccess ? await Show(found.Value, cancellation) : found.Error;
    }

    public async Task<Result<Alert>> Update(string id, AlertInput input, CancellationToken cancellation)
    {
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var row = found.Value;
        if (CheckChange(row.ProjectId) is { } denied) return denied;
        if (row.Status == Wire.Word(input.Status)) return await Show(row, cancellation);
        if (input.Status is AlertStatus.Open) return ApiError.Conflict("The alert is acknowledged, and stays so.", "already_acknowledged");
        var (caller, now) = (context.Caller, Now);
        var updated = row with { Status = Wire.Word(input.Status), AcknowledgedBy = caller.Id, AcknowledgedByName = caller.Name, AcknowledgedAt = now };
        await journal.Commit(new AuditEntry("alert.acknowledged", "alert", id, row.ProjectId), connection =>
        {
            AlertsRepository.Update(connection, updated);
            webhooks.Publish(connection, WebhookEvents.AlertAcknowledged, id, updated.ToContract(null));
            return true;
        }, cancellation);
        feed.Note();
        return await Show(updated, cancellation);
    }

    public async Task<Result<ListPage<AlertMute>>> ListMutes(ListQuery query, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ReadUsage) is { } denied) return denied;
        var among = context.Caller.ProjectsWith(Permission.ReadUsage);
        var rows = await database.Read(connection => AlertMutesRepository.List(connection, among, Now, query), cancellation);
        return new ListPage<AlertMute>([.. rows.Data.Select(row => row.ToContract())], rows.FirstId, rows.LastId, rows.HasMore);
    }

    public async Task<Result<AlertMute>> GetMute(string id, CancellationToken cancellation)
    {
        var found = await FindMute(id, cancellation);
        return found.IsSuccess ? found.Value.ToContract() : found.Error;
    }

    public async Task<Result<AlertMute>> Mute(AlertMuteInput input, CancellationToken cancellation)
    {
        if (CheckChange(input.ProjectId) is { } denied) return denied with { Param = denied.Status == 404 ? "project_id" : null };
        if (input.ProjectId is { } project && await projects.Find(project, cancellation) is null) return ApiError.NotFound("project", project, "project_id");
        var now = Now;
        if (input.Until <= now || input.Until > now + LongestMute)
            return ApiError.Invalid("'until' must be a time to come, in Unix seconds, at most a year from now.", "until", "invalid_value");
        var row = new AlertMuteRow(Ids.New("mute"), Wire.Word(input.Kind), input.ProjectId ?? "", input.Until, context.Caller.Id, now);
        return await journal.Commit(new AuditEntry("alert_mute.created", "alert_mute", row.Id, input.ProjectId), connection =>
        {
            AlertMutesRepository.Put(connection, row);
            return row.ToContract();
        }, cancellation);
    }

    public async Task<Result<Deleted>> Unmute(string id, CancellationToken cancellation)
    {
        var found = await FindMute(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var project = found.Value.ToContract().ProjectId;
        if (CheckChange(project) is { } denied) return denied;
        return await journal.Commit(new AuditEntry("alert_mute.deleted", "alert_mute", id, project), connection =>
        {
            AlertMutesRepository.Delete(connection, id);
            return new Deleted(id, "alert_mute.deleted");
        }, cancellation);
    }

    async Task<Result<AlertRow>> Find(string id, CancellationToken cancellation)
    {
        var row = await database.Read(connection => AlertsRepository.Find(connection, id), cancellation);
        if (row is null) return context.Caller.Check(Permission.ReadUsage) ?? ApiError.NotFound("alert", id);
        return CheckRead(row.ProjectId, "alert", id) is { } denied ? denied : row;
    }

    async Task<Result<AlertMuteRow>> FindMute(string id, CancellationToken cancellation)
    {
        if (await database.Read(connection => AlertMutesRepository.Find(connection, id), cancellation) is not { } row)
            return context.Caller.Check(Permission.ReadUsage) ?? ApiError.NotFound("alert mute", id);
        // What holds for every project is no secret of the organization's.
        var denied = row.ProjectId.Length == 0 ? context.Caller.Check(Permission.ReadUsage) : CheckRead(row.ProjectId, "alert mute", id);
        return denied is not null ? denied : row;
    }

    ApiError? CheckRead(string? projectId, string type, string id)
    {
        if (projectId is not null) return context.Caller.Check(Permission.ReadUsage, projectId, type, id);
        return context.Caller.Check(Permission.ReadUsage) ?? (context.Caller.VisibleProjects is null ? null : ApiError.NotFound(type, id));
    }

    ApiError? CheckChange(string? projectId) => projectId is null
        ? context.Caller.Check(Permission.ManageOrganization)
        : context.Caller.Check(Permission.ManageProject, projectId);

    async Task<Alert> Show(AlertRow row, CancellationToken cancellation)
    {
        var deliveries = await database.Read(connection => OutboxRepository.OfAlert(connection, row.Id), cancellation);
        var names = row.ProjectId is { } project ? await projects.Names([project], cancellation) : null;
        return row.ToContract(names is null ? null : NameOf(row.ProjectId, names), AlertHistory.Of(row, deliveries));
    }

    static string? NameOf(string? projectId, IReadOnlyDictionary<string, string> names) => projectId is null ? null : names.GetValueOrDefault(projectId);
}
