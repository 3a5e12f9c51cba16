using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Alerts;
using Portal.Client.Api;

namespace Portal.Alerts;

internal static class AlertsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var alerts = routes.MapGroup("/v2/alerts").WithTags("Alerts");
        alerts.MapGet("", List).WithSummary("List the alerts of the projects whose use the caller sees, newest first")
            .WithMetadata(
                new RequestField("status", "Only these.", [.. Enum.GetValues<AlertStatus>().Select(Wire.Word)]),
                new RequestField("kind", "Only these.", [.. Enum.GetValues<AlertKind>().Select(Wire.Word)]),
                new RequestField("project_id", "Only of this project."));
        alerts.MapGet("/{id}", Get).WithSummary("Read an alert with its history: who was told and when, and who acknowledged it");
        alerts.MapPost("/{id}", Update).WithSummary("Acknowledge an alert")
            .Replays<IAlertsService, Alert>((service, http, id) => service.Get(id, http.RequestAborted));

        var mutes = routes.MapGroup("/v2/alert_mutes").WithTags("Alerts");
        mutes.MapGet("", ListMutes).WithSummary("List which kinds of alerts are muted, and until when");
        mutes.MapPost("", Mute).WithSummary("Mute a kind of alert: it still stands in the list, but nobody is told")
            .Replays<IAlertsService, AlertMute>((service, http, id) => service.GetMute(id, http.RequestAborted), StatusCodes.Status201Created);
        mutes.MapGet("/{id}", GetMute).WithSummary("Read what is muted");
        mutes.MapDelete("/{id}", Unmute).WithSummary("End a mute");

        var settings = routes.MapGroup("/v2/organization/alert_settings").WithTags("Alerts");
        settings.MapGet("", GetSettings).WithSummary("Read who is told of alerts, which digest they get, and the display currency");
        settings.MapPost("", UpdateSettings).WithSummary("Change who is told of alerts, which digest they get, and the display currency")
            .Replays<IAlertDeliveryService, AlertDelivery>((service, http, _) => service.Get(http.RequestAborted));
    }

    static async Task<Reply<ListPage<Alert>>> List(HttpContext http, Paging paging, IAlertsService service, CancellationToken cancellation) => await service.List(
        new(QueryFields.Word<AlertStatus>(http, "status"), QueryFields.Word<AlertKind>(http, "kind"), QueryFields.Text(http, "project_id")), paging.Query, cancellation);

    static async Task<Reply<Alert>> Get(string id, IAlertsService service, CancellationToken cancellation) => await service.Get(id, cancellation);

    static async Task<Reply<Alert>> Update(string id, Patch<AlertInput> patch, IAlertsService service, HttpContext http, CancellationToken cancellation) =>
        await patch.Apply(http, () => service.Get(id, cancellation), input => service.Update(id, input, cancellation));

    static async Task<Reply<ListPage<AlertMute>>> ListMutes(Paging paging, IAlertsService service, CancellationToken cancellation) =>
        await service.ListMutes(paging.Query, cancellation);

    static async Task<Reply<AlertMute>> Mute(Body<AlertMuteInput> body, IAlertsService service, CancellationToken cancellation) =>
        Reply.Created(await service.Mute(body.Value, cancellation));

    static async Task<Reply<AlertMute>> GetMute(string id, IAlertsService service, CancellationToken cancellation) => await service.GetMute(id, cancellation);

    static async Task<Reply<Deleted>> Unmute(string id, IAlertsService service, CancellationToken cancellation) => await service.Unmute(id, cancellation);

    static async Task<Reply<AlertDelivery>> GetSettings(IAlertDeliveryService service, CancellationToken cancellation) => await service.Get(cancellation);

    static async Task<Reply<AlertDelivery>> UpdateSettings(
        Patch<AlertDeliveryInput> patch, IAlertDeliveryService service, HttpContext http, CancellationToken cancellation) =>
        await patch.Apply(http, () => service.Get(cancellation), input => service.Update(input, cancellation));
}
