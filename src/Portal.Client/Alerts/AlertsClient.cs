using Portal.Client.Api;
using Portal.Client.Shared;
using static Portal.Client.Api.ApiJson;
using static Portal.Client.Api.QueryString;

namespace Portal.Client.Alerts;

sealed class AlertsClient(ApiClient api) : IAlertsService
{
    public Task<Result<ListPage<Alert>>> List(AlertFilter filter, ListQuery query, CancellationToken cancellation) => api.Get(
        $"v2/alerts{new QueryString().Add("status", filter.Status is { } status ? Wording.Wire(status) : null)
            .Add("kind", filter.Kind is { } kind ? Wording.Wire(kind) : null).Add("project_id", filter.ProjectId).Add(query)}",
        Default.ListPageAlert, cancellation);

    public Task<Result<Alert>> Get(string id, CancellationToken cancellation) => api.Get($"v2/alerts/{Segment(id)}", Default.Alert, cancellation);

    public Task<Result<Alert>> Update(string id, AlertInput input, CancellationToken cancellation) =>
        api.Post($"v2/alerts/{Segment(id)}", input, Default.AlertInput, Default.Alert, cancellation);

    public Task<Result<ListPage<AlertMute>>> ListMutes(ListQuery query, CancellationToken cancellation) =>
        api.Get($"v2/alert_mutes{new QueryString().Add(query)}", Default.ListPageAlertMute, cancellation);

    public Task<Result<AlertMute>> GetMute(string id, CancellationToken cancellation) => api.Get($"v2/alert_mutes/{Segment(id)}", Default.AlertMute, cancellation);

    public Task<Result<AlertMute>> Mute(AlertMuteInput input, CancellationToken cancellation) =>
        api.Post("v2/alert_mutes", input, Default.AlertMuteInput, Default.AlertMute, cancellation);

    public Task<Result<Deleted>> Unmute(string id, CancellationToken cancellation) => api.Delete($"v2/alert_mutes/{Segment(id)}", Default.Deleted, cancellation);
}

sealed class AlertDeliveryClient(ApiClient api) : IAlertDeliveryService
{
    const string Path = "v2/organization/alert_settings";

    public Task<Result<AlertDelivery>> Get(CancellationToken cancellation) => api.Get(Path, Default.AlertDelivery, cancellation);

    public Task<Result<AlertDelivery>> Update(AlertDeliveryInput input, CancellationToken cancellation) =>
        api.Post(Path, input, Default.AlertDeliveryInput, Default.AlertDelivery, cancellation);
}
