using Portal.Client.Api;
using Portal.Client.Threads;

namespace Portal.Client.Handling;

/// <summary>What the team does with a thread: each is an event of the thread's sequence and an audit row.</summary>
public interface IHandlingService
{
    Task<Result<ChatThread>> Assign(string threadId, AssignInput input, CancellationToken cancellation);

    /// <summary>
    /// From here on the caller answers in place of the assistant; what it is making ends. 409 <c>taken_over</c> where another
    /// person does, unless the caller manages the project.
    /// </summary>
    Task<Result<ChatThread>> TakeOver(string threadId, CancellationToken cancellation);

    /// <summary>The assistant answers again.</summary>
    Task<Result<ChatThread>> HandBack(string threadId, HandBackInput input, CancellationToken cancellation);

    Task<Result<ChatThread>> RequestPerson(string threadId, PersonRequestInput input, CancellationToken cancellation);

    /// <summary>Newest first.</summary>
    Task<Result<ListPage<ThreadNote>>> ListNotes(string threadId, ListQuery query, CancellationToken cancellation);

    Task<Result<ThreadNote>> AddNote(string threadId, NoteInput input, string? idempotencyKey, CancellationToken cancellation);

    /// <summary>Newest first; the cursors are <c>thread_sequence</c>s.</summary>
    Task<Result<ListPage<ThreadActivity>>> ListActivity(string threadId, ListQuery query, CancellationToken cancellation);
}
