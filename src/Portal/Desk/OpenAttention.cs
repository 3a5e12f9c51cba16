using System.Data;
using Portal.Access;
using Portal.Client.Audit;
using Portal.Client.Desk;
using Portal.Threads;

namespace Portal.Desk;

/// <summary>What needs a caller now: their own, and what is everybody's of threads that nobody has, or they have.</summary>
internal static class OpenAttention
{
    /// <param name="threads">Null for all.</param>
    /// <returns>Newest first.</returns>
    public static IReadOnlyList<Attention> Of(IDbConnection connection, Caller caller, DeskReach reach, IReadOnlyCollection<string>? threads = null)
    {
        if (caller.Kind is not ActorType.User) return [];
        var rows = AttentionRepository.Open(connection, caller.Id, reach.Readable, threads);
        if (rows.Count == 0) return [];
        var byId = ThreadsRepository.Find(connection, rows.Select(row => row.ThreadId).Distinct().ToList()).ToDictionary(thread => thread.Id);
        return [.. rows.Where(row => row.UserId == caller.Id || Concerns(byId[row.ThreadId])).Select(row => row.ToAttention(byId[row.ThreadId].Title))];

        bool Concerns(ThreadRow thread) => reach.MayChat(thread.ProjectId)
            && ((thread.AssigneeId is null && thread.TakenOverBy is null) || thread.AssigneeId == caller.Id || thread.TakenOverBy == caller.Id);
    }
}
