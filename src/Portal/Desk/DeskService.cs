using Portal.Access;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Desk;
using Portal.Data;
using Portal.Threads;

namespace Portal.Desk;

internal sealed class DeskService(IDatabase database, CallContext context, ThreadAccess access, IDeskFeed feed) : IDeskService
{
    public async Task<Result<ListPage<Attention>>> ListAttention(ListQuery query, CancellationToken cancellation)
    {
        if (context.Caller.CheckPerson() is { } refused) return refused;
        if (DeskReach.Of(context.Caller, null) is not { } reach) return new ListPage<Attention>([], null, null, false);
        var open = await database.Read(connection => OpenAttention.Of(connection, context.Caller, reach), cancellation);
        return Keyset.Page(Keyset.Rows(open, query, one => one.Id), query, one => one.Id);
    }

    public async Task<Result<AttentionClear>> ClearAttention(AttentionClearInput input, CancellationToken cancellation)
    {
        if (context.Caller.CheckPerson() is { } refused) return refused;
        var thread = input.ThreadId is null ? (Result<ThreadRow>?)null : await access.Find(Permission.ReadConversations, input.ThreadId, cancellation);
        if (thread is { Error: { } hidden }) return hidden with { Param = hidden.Status == 404 ? "thread_id" : null };
        await database.WriteSoon(connection =>
        {
            AttentionRepository.See(connection, context.Caller.Id, input.ThreadId, long.MaxValue);
            return true;
        }, cancellation);
        if (thread?.Value is { } row) feed.ViewChanged(context.Caller.Id, row.Id, row.ProjectId);
        else feed.MuchChanged(context.Caller.Id, null);
        return new AttentionClear(input.ThreadId);
    }
}
