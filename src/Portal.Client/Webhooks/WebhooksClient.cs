using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Client.Shared;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Webhooks;

sealed class WebhooksClient(ApiClient api) : IWebhooksService
{
    const string Path = "v2/organization/webhooks";

    public Task<Result<ListPage<Webhook>>> List(ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path}{new QueryString().Add(query)}", Default.ListPageWebhook, cancellation);

    public Task<Result<Webhook>> Get(string id, CancellationToken cancellation) => api.Get(At(id), Default.Webhook, cancellation);

    public Task<Result<Webhook>> Create(WebhookInput input, CancellationToken cancellation) =>
        api.Post(Path, input, Default.WebhookInput, Default.Webhook, cancellation);

    public Task<Result<Webhook>> Update(string id, WebhookInput input, CancellationToken cancellation) =>
        api.Post(At(id), input, Default.WebhookInput, Default.Webhook, cancellation);

    public Task<Result<Webhook>> Rotate(string id, WebhookRotation input, CancellationToken cancellation) =>
        api.Post($"{At(id)}/rotate", input, Default.WebhookRotation, Default.Webhook, cancellation);

    public Task<Result<Deleted>> Delete(string id, CancellationToken cancellation) => api.Delete(At(id), Default.Deleted, cancellation);

    public Task<Result<ListPage<WebhookDelivery>>> ListDeliveries(string id, DeliveryStatus? status, ListQuery query, CancellationToken cancellation) => api.Get(
        $"{At(id)}/deliveries{new QueryString().Add("status", status is { } given ? Wording.Wire(given) : null).Add(query)}",
        Default.ListPageWebhookDelivery, cancellation);

    public Task<Result<WebhookDelivery>> Test(string id, CancellationToken cancellation) => api.Post($"{At(id)}/test", Default.WebhookDelivery, cancellation);

    public Task<Result<Redelivery>> Redeliver(string id, RedeliveryInput input, CancellationToken cancellation) =>
        api.Post($"{At(id)}/redeliver", input, Default.RedeliveryInput, Default.Redelivery, cancellation);

    static string At(string id) => $"{Path}/{Segment(id)}";
}
