using Portal.Access;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Desk;
using Portal.Threads;

namespace Portal.Desk;

/// <summary>Says that the caller has a thread before them.</summary>
internal sealed class DeskPresence(CallContext context, ThreadAccess access, Presence presence)
{
    /// <param name="connectionId">With its end the caller is gone.</param>
    public async Task<Result<ThreadPresence>> Present(string connectionId, string threadId, string state, CancellationToken cancellation)
    {
        if (Wire.TryWord<PresenceState>(state) is not { } word)
            return ApiError.Invalid("'state' must be one of: viewing, writing, away.", "state", "invalid_value");
        // Being there is no reading: what was said is read, and recorded, by its own calls.
        var thread = await access.Find(Permission.ReadConversations, threadId, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        var caller = context.Caller;
        if (caller.CheckPerson() is { } refused) return refused;
        presence.Set(connectionId, threadId, thread.Value.ProjectId, caller.Id, caller.Name, word);
        return new ThreadPresence(threadId, presence.Of(threadId));
    }
}
