using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Client.Webhooks;

namespace Portal.Webhooks;

internal static class WebhooksEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var hooks = routes.MapGroup("/v2/organization/webhooks").WithTags("Webhooks");
        hooks.MapGet("", List).WithSummary("List the webhooks");
        hooks.MapPost("", Create).WithSummary("Make a webhook; the answer shows its secret this once")
            .WithDescription("Calls are signed as in Standard Webhooks: the headers webhook-id, webhook-timestamp and webhook-signature, the last one "
                + "'v1,' and the base64 HMAC-SHA256 of id.timestamp.body. A 2xx is success, a 410 switches the webhook off, all else is tried again over some 32 hours.")
            .Replays<IWebhooksService, Webhook>((service, http, id) => service.Get(id, http.RequestAborted), StatusCodes.Status201Created);
        hooks.MapGet("/{id}", Get).WithSummary("Read a webhook");
        hooks.MapPost("/{id}", Update).WithSummary("Change a webhook's address or events, or switch it on or off")
            .Replays<IWebhooksService, Webhook>((service, http, id) => service.Get(id, http.RequestAborted));
        hooks.MapPost("/{id}/rotate", Rotate).WithSummary("Make a new secret; the old one signs beside it for a while")
            .Replays<IWebhooksService, Webhook>((service, http, id) => service.Get(id, http.RequestAborted));
        hooks.MapDelete("/{id}", Delete).WithSummary("Delete a webhook with its deliveries");
        hooks.MapGet("/{id}/deliveries", ListDeliveries).WithSummary("List what was sent to a webhook, and what became of it")
            .WithMetadata(new RequestField("status", "Only these.", [.. Enum.GetValues<DeliveryStatus>().Select(Wire.Word)]));
        hooks.MapPost("/{id}/test", Test).WithSummary("Send an event of the type webhook.test");
        hooks.MapPost("/{id}/redeliver", Redeliver).WithSummary("Send one delivery, or all since a moment, again under their old ids");
    }

    static async Task<Reply<ListPage<Webhook>>> List(Paging paging, IWebhooksService service, CancellationToken cancellation) =>
        await service.List(paging.Query, cancellation);

    static async Task<Reply<Webhook>> Create(Body<WebhookInput> body, IWebhooksService service, CancellationToken cancellation) =>
        Reply.Created(await service.Create(body.Value, cancellation));

    static async Task<Reply<Webhook>> Get(string id, IWebhooksService service, CancellationToken cancellation) => await service.Get(id, cancellation);

    static async Task<Reply<Webhook>> Update(string id, Patch<WebhookInput> patch, IWebhooksService service, HttpContext http, CancellationToken cancellation) =>
        await patch.Apply(http, () => service.Get(id, cancellation), input => service.Update(id, input, cancellation));

    static async Task<Reply<Webhook>> Rotate(string id, Body<WebhookRotation> body, IWebhooksService service, CancellationToken cancellation) =>
        await service.Rotate(id, body.Value, cancellation);

    static async Task<Reply<Deleted>> Delete(string id, IWebhooksService service, CancellationToken cancellation) => await service.Delete(id, cancellation);

    static async Task<Reply<ListPage<WebhookDelivery>>> ListDeliveries(
        string id, HttpContext http, Paging paging, IWebhooksService service, CancellationToken cancellation) =>
        await service.ListDeliveries(id, QueryFields.Word<DeliveryStatus>(http, "status"), paging.Query, cancellation);

    static async Task<Reply<WebhookDelivery>> Test(string id, IWebhooksService service, CancellationToken cancellation) =>
        Reply.Created(await service.Test(id, cancellation));

    static async Task<Reply<Redelivery>> Redeliver(string id, Body<RedeliveryInput> body, IWebhooksService service, CancellationToken cancellation) =>
        await service.Redeliver(id, body.Value, cancellation);
}
