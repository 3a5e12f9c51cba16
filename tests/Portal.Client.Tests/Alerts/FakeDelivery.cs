using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Client.Webhooks;

namespace Portal.Client.Tests.Alerts;

/// <summary>The delivery of alerts, in memory.</summary>
sealed class FakeDelivery : IAlertDeliveryService, IWebhooksService
{
    public AlertDelivery Settings { get; set; } = new(["ann@example.org"], new Dictionary<string, IReadOnlyList<AlertKind>>(), DigestInterval.Off, 8, DigestWeekday.Monday, null, 0);

    public AlertDeliveryInput? Saved { get; private set; }

    public List<Webhook> Hooks { get; } = [];

    public List<WebhookDelivery> Deliveries { get; } = [];

    public RedeliveryInput? Repeated { get; private set; }

    public ApiError? Refusal { get; set; }

    public Task<Result<AlertDelivery>> Get(CancellationToken cancellation) => Answer(Settings);

    public Task<Result<AlertDelivery>> Update(AlertDeliveryInput input, CancellationToken cancellation)
    {
        Saved = input;
        Settings = new(input.Emails, input.Kinds, input.Digest, input.DigestHour, input.DigestWeekday, input.DisplayCurrency, 1);
        return Answer(Settings);
    }

    public Task<Result<ListPage<Webhook>>> List(ListQuery query, CancellationToken cancellation) => Answer(new ListPage<Webhook>([.. Hooks], null, null, false));

    public Task<Result<Webhook>> Get(string id, CancellationToken cancellation) => Answer(Hooks.Single(hook => hook.Id == id));

    public Task<Result<Webhook>> Create(WebhookInput input, CancellationToken cancellation)
    {
        if (Refusal is not null) return Answer<Webhook>(null!);
        var made = new Webhook($"hook_{Hooks.Count + 1}", input.Url, input.Events, input.Enabled, null, 0, 0);
        Hooks.Add(made);
        return Answer(made with { Secret = "whsec_shown-once" });
    }

    public Task<Result<Webhook>> Update(string id, WebhookInput input, CancellationToken cancellation)
    {
        var at = Hooks.FindIndex(hook => hook.Id == id);
        Hooks[at] = Hooks[at] with { Url = input.Url, Events = input.Events, Enabled = input.Enabled };
        return Answer(Hooks[at]);
    }

    public Task<Result<Webhook>> Rotate(string id, WebhookRotation input, CancellationToken cancellation) => Answer(Hooks.Single(hook => hook.Id == id) with { Secret = "whsec_new" });

    public Task<Result<Deleted>> Delete(string id, CancellationToken cancellation)
    {
        Hooks.RemoveAll(hook => hook.Id == id);
        return Answer(new Deleted(id, "webhook.deleted"));
    }

    public Task<Result<ListPage<WebhookDelivery>>> ListDeliveries(string id, DeliveryStatus? status, ListQuery query, CancellationToken cancellation) =>
        Answer(new ListPage<WebhookDelivery>([.. Deliveries], null, null, false));

    public Task<Result<WebhookDelivery>> Test(string id, CancellationToken cancellation)
    {
        Deliveries.Add(new("dlv_test", WebhookEvents.Test, DeliveryStatus.Pending, 0, null, null, null, 0, 0, null));
        return Answer(Deliveries[^1]);
    }

    public Task<Result<Redelivery>> Redeliver(string id, RedeliveryInput input, CancellationToken cancellation)
    {
        Repeated = input;
        return Answer(new Redelivery(1));
    }

    Task<Result<T>> Answer<T>(T value) => Task.FromResult<Result<T>>(Refusal is { } refused ? refused : value);
}
