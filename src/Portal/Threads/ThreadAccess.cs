using Portal.Access;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Data;

namespace Portal.Threads;

/// <summary>Who may do what with a conversation. Reading another person's is recorded; reads that come together count as one.</summary>
internal sealed class ThreadAccess(IDatabase database, IJournal journal, CallContext context, RecentReads reads)
{
    /// <summary>The thread, where the caller has the right.</summary>
    public async Task<Result<ThreadRow>> Find(Permission permission, string id, CancellationToken cancellation)
    {
        var row = await database.Read(connection => ThreadsRepository.Find(connection, id), cancellation);
        if (row is null) return ApiError.NotFound("thread", id);
        return Check(context.Caller, permission, row) is { } denied ? denied : row;
    }

    /// <summary>A visitor's own conversation is all that is there for them.</summary>
    public static ApiError? Check(Caller caller, Permission permission, ThreadRow thread)
    {
        if (caller.Visit is null) return caller.Check(permission, thread.ProjectId, "thread", thread.Id);
        return thread.CreatedBy == caller.Id && permission is Permission.ReadConversations or Permission.Chat ? null : ApiError.NotFound("thread", thread.Id);
    }

    /// <summary>The thread, for reading what was said in it.</summary>
    public async Task<Result<ThreadRow>> Read(string id, CancellationToken cancellation)
    {
        var thread = await Find(Permission.ReadConversations, id, cancellation);
        if (!thread.IsSuccess || thread.Value.CreatedBy == context.Caller.Id || !reads.Begin(context.Caller, id)) return thread;
        try
        {
            await journal.Record(new AuditEntry("thread.read", "thread", id, thread.Value.ProjectId), cancellation);
        }
        catch
        {
            reads.Undo(context.Caller, id);
            throw;
        }

        return thread;
    }
}
