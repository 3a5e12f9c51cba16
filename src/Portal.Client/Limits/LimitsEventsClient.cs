using Portal.Client.Runs;

namespace Portal.Client.Limits;

/// <summary>Follows limits over the hub.</summary>
sealed class LimitsEventsClient(IEventsHub hub) : ILimitsEvents
{
    public IAsyncEnumerable<LimitsSnapshot> Follow(string? projectId, CancellationToken cancellation) =>
        hub.FollowAgain(() => hub.Limits(projectId, cancellation), cancellation);
}
