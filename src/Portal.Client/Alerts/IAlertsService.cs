using Portal.Client.Api;

namespace Portal.Client.Alerts;

/// <summary>Alerts: whoever sees a project's use sees its alerts, whoever manages it acknowledges and mutes them.</summary>
public interface IAlertsService
{
    /// <summary>Those of the organization itself only for callers who reach all projects.</summary>
    Task<Result<ListPage<Alert>>> List(AlertFilter filter, ListQuery query, CancellationToken cancellation);

    /// <summary>With its history.</summary>
    Task<Result<Alert>> Get(string id, CancellationToken cancellation);

    Task<Result<Alert>> Update(string id, AlertInput input, CancellationToken cancellation);

    /// <summary>Those that still hold.</summary>
    Task<Result<ListPage<AlertMute>>> ListMutes(ListQuery query, CancellationToken cancellation);

    Task<Result<AlertMute>> GetMute(string id, CancellationToken cancellation);

    /// <summary>In place of an earlier one of the same kind and project.</summary>
    Task<Result<AlertMute>> Mute(AlertMuteInput input, CancellationToken cancellation);

    Task<Result<Deleted>> Unmute(string id, CancellationToken cancellation);
}

/// <summary>Who is told of alerts; for those who manage the organization.</summary>
public interface IAlertDeliveryService
{
    Task<Result<AlertDelivery>> Get(CancellationToken cancellation);

    Task<Result<AlertDelivery>> Update(AlertDeliveryInput input, CancellationToken cancellation);
}
