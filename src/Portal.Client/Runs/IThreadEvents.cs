namespace Portal.Client.Runs;

/// <summary>
/// The live view of a thread, from any cursor. Each enumeration gives every event after the cursor once and in order,
/// through reconnects, and ends only with its cancellation or when the caller loses the right to read the thread.
/// </summary>
public interface IThreadEvents
{
    /// <param name="afterThreadSequence">0 for all that ever was.</param>
    IAsyncEnumerable<RunEvent> Follow(string threadId, long afterThreadSequence, CancellationToken cancellation);
}
