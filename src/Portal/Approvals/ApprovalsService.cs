using Portal.Access;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Policies;
using Portal.Data;
using Portal.Runs;

namespace Portal.Approvals;

internal sealed class ApprovalsService(IDatabase database, CallContext context, IGrainFactory grains) : IApprovalsService
{
    /// <summary>A program that may chat would else approve what itself has asked.</summary>
    Permission Needed => context.Caller.Kind is ActorType.Key ? Permission.ManageProject : Permission.Chat;

    public async Task<Result<ListPage<Approval>>> List(ApprovalFilter filter, ListQuery query, CancellationToken cancellation)
    {
        var denied = filter.ProjectId is { } project ? context.Caller.Check(Needed, project) : context.Caller.Check(Needed);
        if (denied is not null) return denied;
        var projects = filter.ProjectId is { } one ? [one] : context.Caller.ProjectsWith(Needed);
        return await database.Read(connection => ApprovalsRepository.List(connection, projects, filter, query), cancellation);
    }

    public async Task<Result<Approval>> Get(string id, CancellationToken cancellation) => (await Find(id, cancellation)).Then<Approval>(row => row.ToApproval());

    public async Task<Result<Approval>> Decide(string id, ApprovalInput input, CancellationToken cancellation)
    {
        var found = await Find(id, cancellation);
        if (!found.IsSuccess) return found.Error;
        var row = found.Value;
        if (row.AskedBy == context.Caller.Id && !context.Caller.Holds(Permission.ManageProject, row.ProjectId))
            return ApiError.Forbidden("Somebody else must decide about what you have asked.") with { Code = "own_message" };
        if (input.Edited is not null && (row.IsAsked || row.Waiting.Content is null || input.Decision is ApprovalVerdict.Reject))
            return ApiError.Invalid("'edited' is for a reply that is approved: what was asked, and the calls of tools, stay as they are.", "edited", "invalid_value");
        var decided = (await grains.GetGrain<IThreadGrain>(row.ThreadId).Decide(context.ToCallInfo(), id, input)).ToResult();
        return decided.IsSuccess ? await Get(id, cancellation) : decided.Error;
    }

    async Task<Result<ApprovalRow>> Find(string id, CancellationToken cancellation)
    {
        if (await database.Read(connection => ApprovalsRepository.Find(connection, id), cancellation) is not { } row) return ApiError.NotFound("approval", id);
        return context.Caller.Check(Needed, row.ProjectId, "approval", id) is { } denied ? denied : row;
    }
}
