using System.Data;
using Portal.Api;
using Portal.Client.Audit;
using Portal.Client.Desk;
using Portal.Threads;

namespace Portal.Desk;

/// <summary>Tells people what needs them, within the transaction of what causes it. Nobody is told of what they are looking at.</summary>
internal sealed class AttentionWriter(Presence presence, TimeProvider time)
{
    const string Everybody = "";

    public void Tell(IDbConnection connection, ThreadRow thread, string userId, AttentionReason reason, AuditActor? actor, string? messageId, long sequence)
    {
        if (presence.IsThere(thread.Id, userId)) return;
        AttentionRepository.Put(connection, Row(thread, userId, reason, actor, messageId, sequence));
    }

    /// <summary>Whoever has the thread; while nobody has it, everybody who may chat in the project.</summary>
    public void TellTeam(IDbConnection connection, ThreadRow thread, AttentionReason reason, AuditActor? actor, string? messageId, long sequence)
    {
        string[] having = [.. new[] { thread.AssigneeId, thread.TakenOverBy }.OfType<string>().Distinct()];
        foreach (var userId in having.Where(id => id != actor?.Id)) Tell(connection, thread, userId, reason, actor, messageId, sequence);
        if (having.Length > 0) return;
        var row = Row(thread, Everybody, reason, actor, messageId, sequence);
        AttentionRepository.Put(connection, row);
        var looking = presence.Of(thread.Id).Select(person => person.UserId);
        AttentionRepository.MarkSeen(connection, row.Id, actor is { Type: ActorType.User } ? looking.Append(actor.Id) : looking);
    }

    AttentionRow Row(ThreadRow thread, string userId, AttentionReason reason, AuditActor? actor, string? messageId, long sequence) => new(
        Ids.New("attn"), userId, thread.Id, thread.ProjectId, Wire.Word(reason), actor?.Id, actor?.Name, messageId, sequence, time.GetUtcNow().ToUnixTimeSeconds());
}
