using Portal.Client.Api;
using Portal.Client.Runs;

namespace Portal.Client.Alerts;

/// <summary>The live view of alerts. It begins anew after every reconnect, and ends with its cancellation or the right to it.</summary>
public interface IAlertsEvents
{
    /// <summary>Alerts in one list.</summary>
    const int Most = 50;

    /// <summary>The newest that fit, at once and after each change of alerts, whether or not it is one of them that has changed.</summary>
    IAsyncEnumerable<ListPage<Alert>> Follow(AlertFilter filter, CancellationToken cancellation);
}

/// <summary>Follows alerts over the hub.</summary>
sealed class AlertsEventsClient(IEventsHub hub) : IAlertsEvents
{
    public IAsyncEnumerable<ListPage<Alert>> Follow(AlertFilter filter, CancellationToken cancellation) =>
        hub.FollowAgain(() => hub.Alerts(filter, cancellation), cancellation);
}
