using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.CannedReplies;
using Portal.Data;
using Portal.Projects;

namespace Portal.CannedReplies;

internal sealed class CannedRepliesService(
    IDatabase database, IJournal journal, CallContext context, IProjectDirectory projects, TimeProvider time) : ICannedRepliesService
{
    const int MostOfAProject = 1_000;

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public async Task<Result<ListPage<CannedReply>>> List(string projectId, CannedReplyOrder sort, ListQuery query, CancellationToken cancellation)
    {
        if (CheckUse(projectId) is { } denied) return denied;
        return await database.Read(connection => CannedRepliesRepository.List(connection, projectId, sort, query), cancellation);
    }

    public async Task<Result<CannedReply>> Get(string projectId, string id, CancellationToken cancellation)
    {
        if (CheckUse(projectId) is { } denied) return denied;
        return await Find(projectId, id, cancellation);
    }

    public async Task<Result<CannedReply>> Create(string projectId, CannedReplyInput input, CancellationToken cancellation)
    {
        if (await CheckChange(projectId, cancellation) is { } denied) return denied;
        using var turn = await EnterNames(projectId, cancellation);
        if (await CheckInput(projectId, null, input, cancellation) is { } refused) return refused;
        var made = new CannedReply(Ids.New("canned"), projectId, input.Name, input.Title, input.Text, context.Caller.Id, Now, Now);
        return await journal.Commit(new AuditEntry("canned_reply.created", "canned_reply", made.Id, projectId), connection =>
        {
            CannedRepliesRepository.Insert(connection, CannedReplyRow.From(made));
            return made;
        }, cancellation);
    }

    public async Task<Result<CannedReply>> Update(string projectId, string id, CannedReplyInput input, CancellationToken cancellation)
    {
        if (await CheckChange(projectId, cancellation) is { } denied) return denied;
        using var turn = await EnterNames(projectId, cancellation);
        var found = await Find(projectId, id, cancellation);
        if (!found.IsSuccess) return found.Error;
        if (await CheckInput(projectId, id, input, cancellation) is { } refused) return refused;
        var updated = found.Value with { Name = input.Name, Title = input.Title, Text = input.Text };
        var changes = AuditChanges.Between(found.Value, updated);
        if (changes.Count == 0) return found.Value;
        updated = updated with { UpdatedAt = Now };
        return await journal.Commit(new AuditEntry("canned_reply.updated", "canned_reply", id, projectId) { Changes = changes }, connection =>
        {
            CannedRepliesRepository.Update(connection, CannedReplyRow.From(updated));
            return updated;
        }, cancellation);
    }

    public async Task<Result<Deleted>> Delete(string projectId, string id, CancellationToken cancellation)
    {
        if (await CheckChange(projectId, cancellation) is { } denied) return denied;
        var found = await Find(projectId, id, cancellation);
        if (!found.IsSuccess) return found.Error;
        return await journal.Commit(new AuditEntry("canned_reply.deleted", "canned_reply", id, projectId), connection =>
        {
            CannedRepliesRepository.Delete(connection, id);
            return new Deleted(id, "canned_reply.deleted");
        }, cancellation);
    }

    /// <summary>Whoever writes them reads them too, also where they do not chat.</summary>
    ApiError? CheckUse(string projectId) =>
        context.Caller.Check(Permission.Chat, projectId) is { } denied && context.Caller.Check(Permission.ManageProject, projectId) is not null ? denied : null;

    async Task<ApiError?> CheckChange(string projectId, CancellationToken cancellation)
    {
        if (context.Caller.Check(Permission.ManageProject, projectId) is { } denied) return denied;
        return await projects.Find(projectId, cancellation) is { } project ? project.CheckOpen() : ApiError.NotFound("project", projectId);
    }

    /// <summary>One at a time, so that two of the same name do not both find it free.</summary>
    static Task<IDisposable> EnterNames(string projectId, CancellationToken cancellation) => KeyedLock.Enter($"canned replies {projectId}", cancellation);

    async Task<ApiError?> CheckInput(string projectId, string? id, CannedReplyInput input, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(input.Text)) return ApiError.Invalid("'text' must not be blank.", "text", "invalid_value");
        var (taken, count) = await database.Read(connection => (
            CannedRepliesRepository.FindByName(connection, projectId, CannedReplyRow.Fold(input.Name)), CannedRepliesRepository.Count(connection, projectId)), cancellation);
        if (taken is not null && taken != id)
            return ApiError.Conflict($"The project has a canned reply '/{input.Name}'. Choose another name.", "name_taken") with { Param = "name" };
        return id is null && count >= MostOfAProject
            ? ApiError.Conflict($"The project has {MostOfAProject} canned replies, which is the most. Delete one first.", "too_many")
            : null;
    }

    async Task<Result<CannedReply>> Find(string projectId, string id, CancellationToken cancellation) =>
        await database.Read(connection => CannedRepliesRepository.Find(connection, projectId, id), cancellation) is { } row
            ? row.ToContract()
            : ApiError.NotFound("canned reply", id);
}
