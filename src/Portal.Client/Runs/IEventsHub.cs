using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Client.Desk;
using Portal.Client.Limits;

namespace Portal.Client.Runs;

/// <summary>The hub as the events are read from it: a connection that can be lost at any moment.</summary>
interface IEventsHub
{
    /// <summary>Waits until there is a connection; tries for ever.</summary>
    Task Connect(CancellationToken cancellation);

    /// <summary>Ends when the connection is lost.</summary>
    /// <exception cref="HubRefusedException">There is no use in asking again.</exception>
    IAsyncEnumerable<RunEvent> Follow(string threadId, long afterThreadSequence, CancellationToken cancellation);

    /// <summary>As <see cref="Follow"/>, of all threads.</summary>
    IAsyncEnumerable<DeskEvent> Desk(string? projectId, CancellationToken cancellation);

    /// <summary>As <see cref="Follow"/>, of limits and budgets.</summary>
    IAsyncEnumerable<LimitsSnapshot> Limits(string? projectId, CancellationToken cancellation);

    /// <summary>As <see cref="Follow"/>, of alerts.</summary>
    IAsyncEnumerable<ListPage<Alert>> Alerts(AlertFilter filter, CancellationToken cancellation);

    /// <summary>A lost connection is an error like any other.</summary>
    Task<Result<ThreadPresence>> Present(string threadId, PresenceState state, CancellationToken cancellation);
}

/// <summary>The server will not give this: the right is gone, the thread is, or nobody is signed in.</summary>
sealed class HubRefusedException(string message, Exception inner) : Exception(message, inner);
