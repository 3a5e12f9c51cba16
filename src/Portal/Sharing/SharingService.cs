using System.Text.Json;
using Portal.Access;
using Portal.Api;
using Portal.Assistants;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Sharing;
using Portal.Client.Threads;
using Portal.Data;
using Portal.Threads;

namespace Portal.Sharing;

internal sealed class SharingService(
    IDatabase database,
    IJournal journal,
    CallContext context,
    ThreadAccess access,
    IConversations conversations,
    IAssistantDirectory assistants,
    TimeProvider time) : ISharingService
{
    const int MostOfAThread = 100;

    static ApiError NoLink => new(404, "This link shows nothing: it was revoked, has expired, or never was one. Ask for a new one.", "not_found");

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public async Task<Result<ListPage<ThreadShare>>> List(string threadId, ListQuery query, CancellationToken cancellation)
    {
        var thread = await access.Find(Permission.Chat, threadId, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        return await database.Read(connection => SharesRepository.List(connection, threadId, query), cancellation);
    }

    /// <summary>Without its address, which nobody can read again.</summary>
    public async Task<Result<ThreadShare>> Get(string threadId, string id, CancellationToken cancellation)
    {
        var thread = await access.Find(Permission.Chat, threadId, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        return await database.Read(connection => SharesRepository.Find(connection, threadId, id), cancellation) is { } row
            ? row.ToContract()
            : ApiError.NotFound("share", id);
    }

    public async Task<Result<ThreadShare>> Create(string threadId, ThreadShareInput input, CancellationToken cancellation)
    {
        var thread = await access.Find(Permission.Chat, threadId, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        var now = Now;
        if (input.ExpiresAt is { } expires && (expires <= now || expires > 253_402_300_799))
            return ApiError.Invalid("'expires_at' must be a time in the future, in Unix seconds.", "expires_at", "invalid_value");
        if (input.Branch is { } branch && !await conversations.Holds(threadId, branch, cancellation)) return ApiError.NotFound("message", branch, "branch");
        if (await database.Read(connection => SharesRepository.Count(connection, threadId), cancellation) >= MostOfAThread)
            return ApiError.Conflict($"The thread has {MostOfAThread} links, which is the most. Revoke one first.", "too_many");

        var token = ShareToken.New();
        var caller = context.Caller;
        var row = new ShareRow(Ids.New("share"), threadId, ShareToken.Hash(token), input.Branch, caller.Id, caller.Name, now, input.ExpiresAt, null);
        return await journal.Commit(new AuditEntry("thread.shared", "thread_share", row.Id, thread.Value.ProjectId) { Changes = Naming("thread_id", threadId) }, connection =>
        {
            SharesRepository.Insert(connection, row);
            return row.ToContract(ShareToken.Address(context.Origin, token));
        }, cancellation);
    }

    public async Task<Result<Deleted>> Revoke(string threadId, string id, CancellationToken cancellation)
    {
        var thread = await access.Find(Permission.Chat, threadId, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        if (await database.Read(connection => SharesRepository.Find(connection, threadId, id), cancellation) is null) return ApiError.NotFound("share", id);
        return await journal.Commit(new AuditEntry("thread.unshared", "thread_share", id, thread.Value.ProjectId) { Changes = Naming("thread_id", threadId) }, connection =>
        {
            SharesRepository.Delete(connection, id);
            return new Deleted(id, "thread.share.deleted");
        }, cancellation);
    }

    public async Task<Result<SharedThread>> Read(string token, ListQuery query, CancellationToken cancellation)
    {
        if ((context.Caller.CheckPerson() ?? context.Caller.Check(Permission.ReadProject)) is { } denied) return denied;
        var now = Now;
        var share = await database.Read(connection => SharesRepository.FindByToken(connection, ShareToken.Hash(token), now), cancellation);
        if (share is null || await conversations.Read(share.ThreadId, share.Branch, query, cancellation) is not { } shown) return NoLink;
        var assistant = await assistants.Find(shown.AssistantId, cancellation);

        // Only what is on record may be seen.
        await journal.Commit(new AuditEntry("thread.shared_read", "thread", share.ThreadId, shown.ProjectId) { Changes = Naming("share_id", share.Id) }, connection =>
        {
            SharesRepository.NoteOpened(connection, share.Id, now);
            return true;
        }, cancellation);
        return new SharedThread(
            new SharedThreadHead(shown.Title, assistant?.Saved.Name ?? "", shown.CreatedAt),
            new ListPage<SharedMessage>([.. shown.Messages.Data.Where(HasText).Select(Show)], shown.Messages.FirstId, shown.Messages.LastId, shown.Messages.HasMore));
    }

    static bool HasText(Message message) => message.Role is not MessageRole.Tool && message.Content is not null;

    static SharedMessage Show(Message message) => new(
        message.Id, message.Role, new SharedAuthor(message.Author.Type, message.Author.Name), message.Content!, message.Status, message.CreatedAt, message.CompletedAt);

    static IReadOnlyList<AuditChange> Naming(string field, string id) => [new(field, null, JsonSerializer.SerializeToElement(id))];
}
