using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Client.Webhooks;
using Portal.Data;
using Portal.Outbox;

namespace Portal.Webhooks;

internal sealed class WebhooksService(
    IDatabase database, IJournal journal, CallContext context, WebhookSecrets secrets, TimeProvider time) : IWebhooksService
{
    const int MostHooks = 50;
    const string Target = "webhook";
    const string Off = "The webhook was switched off.";

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    ApiError? Refusal => context.Caller.Check(Permission.ManageOrganization);

    public async Task<Result<ListPage<Webhook>>> List(ListQuery query, CancellationToken cancellation)
    {
        if (Refusal is { } refused) return refused;
        var rows = await database.Read(connection => WebhooksRepository.List(connection, query), cancellation);
        return new ListPage<Webhook>([.. rows.Data.Select(row => row.ToContract())], rows.FirstId, rows.LastId, rows.HasMore);
    }

    public async Task<Result<Webhook>> Get(string id, CancellationToken cancellation) => (await Find(id, cancellation)).Then<Webhook>(row => row.ToContract());

    public async Task<Result<Webhook>> Create(WebhookInput input, CancellationToken cancellation)
    {
        if (Refusal is { } refused) return refused;
        if (Check(input) is { } wrong) return wrong;
        if (await database.Read(WebhooksRepository.Count, cancellation) >= MostHooks)
            return ApiError.Conflict($"There are {MostHooks} webhooks, which is the most. Delete one first.", "too_many");
        var (id, secret, now) = (Ids.New("hook"), WebhookSecrets.New(), Now);
        var row = new WebhookRow(id, input.Url, Wire.Serialize(input.Events.Distinct()), input.Enabled, null, secrets.Protect(id, secret), null, null, now, now);
        return await journal.Commit(new AuditEntry("webhook.created", Target, id, null), connection =>
        {
            WebhooksRepository.Insert(connection, row);
            return row.ToContract(secret);
        }, cancellation);
    }

    public async Task<Result<Webhook>> Update(string id, WebhookInput input, CancellationToken cancellation)
    {
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        if (Check(input) is { } wrong) return wrong;
        var before = found.Value;
        var after = before with
        {
            Url = input.Url,
            Events = Wire.Serialize(input.Events.Distinct()),
            Enabled = input.Enabled,
            DisabledReason = input.Enabled ? null : before.DisabledReason,
        };
        if (after == before) return before.ToContract();
        after = after with { UpdatedAt = Now };
        var entry = new AuditEntry("webhook.updated", Target, id, null) { Changes = AuditChanges.Between(before.ToContract(), after.ToContract()) };
        return await journal.Commit(entry, connection =>
        {
            WebhooksRepository.Update(connection, after);
            if (!after.Enabled) OutboxRepository.CallOff(connection, id, Off, after.UpdatedAt);
            return after.ToContract();
        }, cancellation);
    }

    public async Task<Result<Webhook>> Rotate(string id, WebhookRotation input, CancellationToken cancellation)
    {
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var (secret, now) = (WebhookSecrets.New(), Now);
        var overlaps = input.OverlapSeconds > 0;
        var after = found.Value with
        {
            ProtectedSecret = secrets.Protect(id, secret),
            ProtectedPreviousSecret = overlaps ? found.Value.ProtectedSecret : null,
            PreviousUntil = overlaps ? now + input.OverlapSeconds : null,
            UpdatedAt = now,
        };
        return await journal.Commit(new AuditEntry("webhook.rotated", Target, id, null), connection =>
        {
            WebhooksRepository.Update(connection, after);
            return after.ToContract(secret);
        }, cancellation);
    }

    public async Task<Result<Deleted>> Delete(string id, CancellationToken cancellation)
    {
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        return await journal.Commit(new AuditEntry("webhook.deleted", Target, id, null), connection =>
        {
            WebhooksRepository.Delete(connection, id);
            OutboxRepository.DeleteLane(connection, id);
            return new Deleted(id, "webhook.deleted");
        }, cancellation);
    }

    public async Task<Result<ListPage<WebhookDelivery>>> ListDeliveries(string id, DeliveryStatus? status, ListQuery query, CancellationToken cancellation)
    {
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var rows = await database.Read(connection => OutboxRepository.OfLane(connection, id, status is { } given ? Wire.Word(given) : null, query), cancellation);
        return new ListPage<WebhookDelivery>([.. rows.Data.Select(ToContract)], rows.FirstId, rows.LastId, rows.HasMore);
    }

    public async Task<Result<WebhookDelivery>> Test(string id, CancellationToken cancellation)
    {
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var now = time.GetUtcNow();
        var row = WebhookQueue.Row(found.Value, WebhookEvents.Test, null, WebhookQueue.Body(WebhookEvents.Test, now, new TestData(id)), now);
        return await journal.Commit(new AuditEntry("webhook.tested", Target, id, null), connection =>
        {
            OutboxRepository.Insert(connection, row);
            return ToContract(row);
        }, cancellation);
    }

    public async Task<Result<Redelivery>> Redeliver(string id, RedeliveryInput input, CancellationToken cancellation)
    {
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        if (input.From is null == input.DeliveryId is null)
            return ApiError.Invalid("Give either 'from', a time in Unix seconds, or 'delivery_id'.", "from", "invalid_value");
        if (!found.Value.Enabled) return ApiError.Conflict("The webhook is switched off. Switch it on first.", "webhook_disabled");
        if (input.DeliveryId is { } one && await database.Read(connection => OutboxRepository.Find(connection, id, one), cancellation) is null)
            return ApiError.NotFound("delivery", one, "delivery_id");
        return await journal.Commit(new AuditEntry("webhook.redelivered", Target, id, null),
            connection => new Redelivery(OutboxRepository.Repeat(connection, id, input.From, input.DeliveryId, Now)), cancellation);
    }

    static ApiError? Check(WebhookInput input)
    {
        if (WebhookAddress.Check(input.Url) is { } wrong) return ApiError.Invalid($"'url' {wrong}", "url", "invalid_value");
        for (var at = 0; at < input.Events.Count; at++)
        {
            if (input.Events[at] != WebhookEvents.Everything && !WebhookEvents.All.Contains(input.Events[at]))
                return ApiError.Invalid($"'events[{at}]' must be one of: {string.Join(", ", WebhookEvents.All)}, or * for all.", $"events[{at}]", "invalid_value");
        }

        return null;
    }

    async Task<Result<WebhookRow>> Find(string id, CancellationToken cancellation)
    {
        if (Refusal is { } refused) return refused;
        return await database.Read(connection => WebhooksRepository.Find(connection, id), cancellation) is { } row ? row : ApiError.NotFound("webhook", id);
    }

    static WebhookDelivery ToContract(OutboxRow row) => new(
        row.Id, row.Event, Wire.Word<DeliveryStatus>(row.Status), row.Attempts, row.ResponseCode, row.LatencyMs, row.Error, row.NextAttemptAt, row.CreatedAt, row.FinishedAt);

    sealed record TestData(string WebhookId);
}
