using System.Data;
using Portal.Api;
using Portal.Client.Audit;
using Portal.Client.Desk;
using Portal.Client.Handling;
using Portal.Client.Threads;
using Portal.Desk;
using Portal.Runs;
using Portal.Threads;

namespace Portal.Handling;

/// <summary>
/// What a thread waits for, and who is told: kept in the transaction of what causes it or ends it, after its events were
/// appended. Who asked for a person waits on whatever a tool does meanwhile.
/// </summary>
internal sealed class ThreadWaiting(AttentionWriter attention, TimeProvider time)
{
    static readonly AttentionReason[] Waits = [AttentionReason.PersonRequested, AttentionReason.Answer, AttentionReason.Tool, AttentionReason.Approval];

    public void PersonRequested(ThreadTransaction thread, ThreadRow row, AuditActor actor)
    {
        ThreadsRepository.SetWaiting(thread.Connection, row.Id, WaitingFor.Person, Now);
        attention.TellTeam(thread.Connection, row, AttentionReason.PersonRequested, actor, null, thread.LastSequence);
    }

    /// <summary>A message has come while a person has the thread.</summary>
    public void MessageCame(ThreadTransaction thread, ThreadRow row, AuditActor actor, string messageId)
    {
        if (row.TakenOverBy is null || row.TakenOverBy == actor.Id) return;
        if (row.WaitingFor is null) ThreadsRepository.SetWaiting(thread.Connection, row.Id, WaitingFor.Answer, Now);
        attention.TellTeam(thread.Connection, row, AttentionReason.Answer, actor, messageId, thread.LastSequence);
    }

    /// <param name="before">The status from which it came to rest.</param>
    public void ReplyRested(ThreadTransaction thread, ThreadRow row, RunRow run, Message reply, MessageStatus before)
    {
        if (reply.Status is MessageStatus.RequiresAction)
        {
            var (what, reason) = reply.ApprovalId is null ? (WaitingFor.Tool, AttentionReason.Tool) : (WaitingFor.Approval, AttentionReason.Approval);
            if (row.WaitingFor is null) ThreadsRepository.SetWaiting(thread.Connection, row.Id, what, Now);
            attention.TellTeam(thread.Connection, row, reason, null, reply.Id, thread.LastSequence);
            return;
        }

        if (before is MessageStatus.RequiresAction) ToolsDone(thread, row);
        if (reply.Status is not MessageStatus.Cancelled && run.AskedBy is { Type: ActorType.User } asker)
            attention.Tell(thread.Connection, row, asker.Id, AttentionReason.Reply, null, reply.Id, thread.LastSequence);
    }

    public void ToolsDone(ThreadTransaction thread, ThreadRow row)
    {
        if (row.WaitingFor == Wire.Word(WaitingFor.Tool) || row.WaitingFor == Wire.Word(WaitingFor.Approval)) ThreadsRepository.ClearWaiting(thread.Connection, row.Id);
        AttentionRepository.Withdraw(thread.Connection, row.Id, [AttentionReason.Tool, AttentionReason.Approval]);
    }

    /// <summary>Somebody is there now; who has waited still waits for their answer.</summary>
    public void Taken(ThreadTransaction thread, ThreadRow row) =>
        AttentionRepository.Withdraw(thread.Connection, row.Id, [AttentionReason.PersonRequested, AttentionReason.Answer]);

    /// <summary>Nothing of the thread waits any more.</summary>
    public void Answered(ThreadTransaction thread, ThreadRow row)
    {
        if (row.WaitingFor is not null) ThreadsRepository.ClearWaiting(thread.Connection, row.Id);
        // What waits for tools is answered by programs, and says nothing of how soon people are.
        if (row.WaitingSince is { } since && row.WaitingFor != Wire.Word(WaitingFor.Tool)) AnsweredWaits.Add(thread.Connection, row.ProjectId, since, Now);
        AttentionRepository.Withdraw(thread.Connection, row.Id, Waits);
    }

    /// <param name="row">The thread as it was before.</param>
    /// <param name="sequence">Of the event that tells of it; 0 where the thread begins with it.</param>
    public void Assigned(IDbConnection connection, ThreadRow row, string? assigneeId, AuditActor actor, long sequence)
    {
        AttentionRepository.Withdraw(connection, row.Id, [AttentionReason.Assigned]);
        if (row.AssigneeId is { } before && before != row.TakenOverBy) AttentionRepository.HandOn(connection, row.Id, before, assigneeId ?? "", Waits);
        if (assigneeId is not null && assigneeId != actor.Id) attention.Tell(connection, row, assigneeId, AttentionReason.Assigned, actor, null, sequence);
    }

    public void Noted(ThreadTransaction thread, ThreadRow row, NoteDraft note, AuditActor actor)
    {
        var told = new HashSet<string> { actor.Id };
        // Who is given a thread with a note is told of the thread.
        if (note.Kind is not NoteKind.HandOver && note.To is { } to && told.Add(to.Id))
        {
            var reason = note.Kind is NoteKind.Whisper ? AttentionReason.Whispered : AttentionReason.Mentioned;
            attention.Tell(thread.Connection, row, to.Id, reason, actor, null, thread.LastSequence);
        }

        foreach (var mentioned in note.Mentions.Where(person => told.Add(person.Id)))
            attention.Tell(thread.Connection, row, mentioned.Id, AttentionReason.Mentioned, actor, null, thread.LastSequence);
    }

    long Now => time.GetUtcNow().ToUnixTimeSeconds();
}
