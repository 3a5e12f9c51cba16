using Portal.Access;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Handling;
using Portal.Client.Runs;
using Portal.Client.Threads;
using Portal.Runs;
using Portal.Threads;
using Portal.Threads.Search;

namespace Portal.Handling;

/// <summary>A note as the service has checked it.</summary>
internal sealed record NoteDraft(NoteKind Kind, PersonName? To, string Text, IReadOnlyList<PersonName> Mentions);

/// <summary>What the team changes in a thread, each as one transaction with its events, its audit row and whom it tells.</summary>
internal sealed class HandlingChanges(AuditWriter audit, RunEnding ending, ThreadWaiting waiting, IThreadIndex index, ThreadSealing sealing, TimeProvider time)
{
    /// <summary>Stands for any holder, in what a manager of the project may do.</summary>
    public const string Anybody = "*";

    public Result<string> Assign(ThreadTransaction thread, CallInfo call, PersonName? assignee, NoteDraft? note)
    {
        if (ThreadsRepository.Find(thread.Connection, thread.ThreadId) is not { } row) return Gone(thread);
        var noteId = note is null ? null : Ids.New("note");
        if (row.AssigneeId != assignee?.Id)
        {
            ThreadsRepository.SetAssignee(thread.Connection, row.Id, assignee?.Id);
            TellAssigned(thread, call, row, assignee, noteId);
            audit.Append(thread.Connection, call, new AuditEntry("thread.assigned", "thread", row.Id, row.ProjectId)
            {
                Changes = AuditChanges.Between(new Having(row.AssigneeId, row.TakenOverBy), new Having(assignee?.Id, row.TakenOverBy)),
            });
            call = call with { Idempotency = null };
        }

        if (note is not null) Write(thread, call, row, note, noteId!);
        return row.Id;
    }

    /// <param name="mayReplace">The holder whose place the caller may take; <see cref="Anybody"/> for any.</param>
    public Result<string> TakeOver(ThreadTransaction thread, CallInfo call, string? mayReplace)
    {
        if (ThreadsRepository.Find(thread.Connection, thread.ThreadId) is not { } row) return Gone(thread);
        if (row.TakenOverBy == call.Actor.Id) return row.Id;
        if (IsHeldAgainst(row, mayReplace) is { } held) return held;
        ThreadsRepository.SetHolder(thread.Connection, row.Id, new PersonName(call.Actor.Id, call.Actor.Name), Now);
        Tell(thread, call, RunEventTypes.ThreadTakenOver);
        // A reply that is being made is ended by its own task, which finds the thread taken over.
        foreach (var run in RunsRepository.Open(thread.Connection, row.Id).Where(run => run.State is not MessageStatus.InProgress))
            ending.End(thread, run, MessagesRepository.Find(thread.Connection, row.Id, run.ReplyId)!, MessageStatus.Cancelled, null, null);
        waiting.Taken(thread, row);
        audit.Append(thread.Connection, call, new AuditEntry("thread.taken_over", "thread", row.Id, row.ProjectId)
        {
            Changes = AuditChanges.Between(new Having(row.AssigneeId, row.TakenOverBy), new Having(row.AssigneeId, call.Actor.Id)),
        });
        return row.Id;
    }

    /// <param name="mayReplace">As of <see cref="TakeOver"/>.</param>
    public Result<string> HandBack(ThreadTransaction thread, CallInfo call, string? mayReplace, NoteDraft? note)
    {
        if (ThreadsRepository.Find(thread.Connection, thread.ThreadId) is not { } row) return Gone(thread);
        if (row.TakenOverBy is null) return ApiError.Conflict("Nobody has taken this thread over: the assistant answers in it.", "not_taken_over");
        if (row.TakenOverBy != call.Actor.Id && IsHeldAgainst(row, mayReplace) is { } held) return held;
        ThreadsRepository.SetHolder(thread.Connection, row.Id, null, Now);
        waiting.Answered(thread, row);
        var noteId = note is null ? null : Ids.New("note");
        Tell(thread, call, RunEventTypes.ThreadHandedBack, fields => fields with { Note = noteId });
        audit.Append(thread.Connection, call, new AuditEntry("thread.handed_back", "thread", row.Id, row.ProjectId)
        {
            Changes = AuditChanges.Between(new Having(row.AssigneeId, row.TakenOverBy), new Having(row.AssigneeId, null)),
        });
        if (note is not null) Write(thread, call with { Idempotency = null }, row, note, noteId!);
        return row.Id;
    }

    public Result<string> RequestPerson(ThreadTransaction thread, CallInfo call, string? reason)
    {
        if (ThreadsRepository.Find(thread.Connection, thread.ThreadId) is not { } row) return Gone(thread);
        if (row.WaitingFor == Wire.Word(WaitingFor.Person)) return row.Id;
        Tell(thread, call, RunEventTypes.ThreadPersonRequested, fields => fields with { Reason = reason });
        waiting.PersonRequested(thread, row, call.Actor);
        audit.Append(thread.Connection, call, new AuditEntry("thread.person_requested", "thread", row.Id, row.ProjectId));
        return row.Id;
    }

    public Result<string> AddNote(ThreadTransaction thread, CallInfo call, NoteDraft note)
    {
        if (ThreadsRepository.Find(thread.Connection, thread.ThreadId) is not { } row) return Gone(thread);
        var id = Ids.New("note");
        Write(thread, call, row, note, id);
        return id;
    }

    /// <summary>Takes over the fields in which the two differ, whatever else has changed since the first was read.</summary>
    public Result<string> Update(ThreadTransaction thread, CallInfo call, ChatThread read, ChatThread wanted, PersonName? assignee)
    {
        if (ThreadsRepository.Find(thread.Connection, thread.ThreadId) is not { } row) return Gone(thread);
        var present = row.ToThread();
        var updated = present with
        {
            AssistantId = wanted.AssistantId == read.AssistantId ? present.AssistantId : wanted.AssistantId,
            Title = wanted.Title == read.Title ? present.Title : wanted.Title,
            Status = wanted.Status == read.Status ? present.Status : wanted.Status,
            AssigneeId = wanted.AssigneeId == read.AssigneeId ? present.AssigneeId : wanted.AssigneeId,
            Metadata = Wire.Serialize(wanted.Metadata) == Wire.Serialize(read.Metadata) ? present.Metadata : wanted.Metadata,
        };
        var changes = AuditChanges.Between(present, updated);
        if (changes.Count == 0) return row.Id;
        ThreadsRepository.Update(thread.Connection, updated);
        index.SetTitle(thread.Connection, row.Id, present.Title, updated.Title);
        if (updated.AssistantId != present.AssistantId)
        {
            sealing.Prepare(thread.Connection, row.Id);
            index.Refresh(thread.Connection, row.Id);
        }

        Tell(thread, call, RunEventTypes.ThreadUpdated, fields => fields with
        {
            Changed = [.. changes.Select(change => change.Field)],
            ThreadStatus = updated.Status == present.Status ? null : updated.Status,
        });
        if (updated.AssigneeId != present.AssigneeId) TellAssigned(thread, call, row, assignee, null);
        if (updated.Status is not ThreadStatus.Active) waiting.Answered(thread, row);
        audit.Append(thread.Connection, call, new AuditEntry("thread.updated", "thread", row.Id, row.ProjectId) { Changes = [.. changes.Select(Unsaid)] });
        return row.Id;
    }

    /// <summary>Nothing that was said in a thread comes into the audit log, which keeps it after the thread is gone.</summary>
    static AuditChange Unsaid(AuditChange change) => change.Field is "title" or "metadata" ? change with { Before = null, After = null } : change;

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    static ApiError Gone(ThreadTransaction thread) => ApiError.NotFound("thread", thread.ThreadId);

    static ApiError? IsHeldAgainst(ThreadRow row, string? mayReplace) => row.TakenOverBy is null || mayReplace == Anybody || mayReplace == row.TakenOverBy
        ? null
        : ApiError.Conflict($"{row.TakenOverName} has taken this thread over. Ask them to hand it back; whoever manages the project can also take it.", "taken_over");

    void TellAssigned(ThreadTransaction thread, CallInfo call, ThreadRow row, PersonName? assignee, string? noteId)
    {
        Tell(thread, call, RunEventTypes.ThreadAssigned, fields => fields with { Assignee = assignee, Note = noteId });
        waiting.Assigned(thread.Connection, row, assignee?.Id, call.Actor, thread.LastSequence);
    }

    void Tell(ThreadTransaction thread, CallInfo call, string type, Func<ActivityFields, ActivityFields>? fill = null)
    {
        var fields = ActivityFields.Of(call.Actor, Now);
        thread.Append((fill is null ? fields : fill(fields)).ToDraft(type), 0);
    }

    void Write(ThreadTransaction thread, CallInfo call, ThreadRow row, NoteDraft note, string id)
    {
        Tell(thread, call, RunEventTypes.NoteCreated, fields => fields with { Note = id });
        NotesRepository.Insert(thread.Connection, new NoteRow(
            id, row.Id, Wire.Word(note.Kind), call.Actor.Id, call.Actor.Name, note.To?.Id, note.To?.Name, note.Text,
            Wire.Serialize(note.Mentions), thread.LastSequence, Now));
        waiting.Noted(thread, row, note, call.Actor);
        audit.Append(thread.Connection, call, new AuditEntry("note.created", "note", id, row.ProjectId));
    }

    /// <summary>Whose the thread is, for its audit row.</summary>
    sealed record Having(string? AssigneeId, string? TakenOverBy);
}
