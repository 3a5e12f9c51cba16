using Portal.Client.Api;

namespace Portal.Client.Desk;

/// <summary>
/// The live view of all threads that the caller may read, and the caller's own presence in them. Each enumeration begins
/// with a <see cref="DeskSnapshot"/> and begins anew with one after every reconnect; it ends only with its cancellation or
/// when the caller loses the right.
/// </summary>
public interface IDeskEvents
{
    /// <param name="projectId">Null for all projects.</param>
    IAsyncEnumerable<DeskEvent> Follow(string? projectId, CancellationToken cancellation);

    /// <summary>Says that the caller has the thread before them, for 20 s unless said again; answers who else has.</summary>
    Task<Result<ThreadPresence>> Present(string threadId, PresenceState state, CancellationToken cancellation);
}
