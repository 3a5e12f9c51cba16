using Portal.Access;
using Portal.Client.Api;
using Portal.Client.Handling;
using Portal.Client.Threads;
using Portal.Data;
using Portal.Projects;
using Portal.Runs;
using Portal.Threads;

namespace Portal.Handling;

internal sealed class HandlingService(
    IDatabase database,
    CallContext context,
    ThreadAccess access,
    ThreadsService threads,
    IProjectDirectory projects,
    IUserDirectory users,
    IGrainFactory grains) : IHandlingService
{
    public async Task<Result<ChatThread>> Assign(string threadId, AssignInput input, CancellationToken cancellation)
    {
        var thread = await Open(threadId, forPeople: input.Note is not null, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        var assignee = await FindPerson(input.AssigneeId, thread.Value.ProjectId, "assignee_id", cancellation);
        if (!assignee.IsSuccess) return assignee.Error;
        var note = HandOver(input.Note, assignee.Value.Person);
        return await Shown(await Grain(threadId).Assign(context.ToCallInfo(), assignee.Value.Person, note), cancellation);
    }

    public async Task<Result<ChatThread>> TakeOver(string threadId, CancellationToken cancellation)
    {
        var thread = await Open(threadId, forPeople: true, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        if (thread.Value.CheckNotArchived() is { } archived) return archived;
        return await Shown(await Grain(threadId).TakeOver(context.ToCallInfo(), await MayReplace(thread.Value, cancellation)), cancellation);
    }

    public async Task<Result<ChatThread>> HandBack(string threadId, HandBackInput input, CancellationToken cancellation)
    {
        var thread = await Open(threadId, forPeople: true, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        var mayReplace = await MayReplace(thread.Value, cancellation);
        return await Shown(await Grain(threadId).HandBack(context.ToCallInfo(), mayReplace, HandOver(input.Note, null)), cancellation);
    }

    public async Task<Result<ChatThread>> RequestPerson(string threadId, PersonRequestInput input, CancellationToken cancellation)
    {
        var thread = await Open(threadId, forPeople: false, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        if (thread.Value.CheckNotArchived() is { } archived) return archived;
        return await Shown(await Grain(threadId).RequestPerson(context.ToCallInfo(), input.Reason), cancellation);
    }

    public async Task<Result<ListPage<ThreadNote>>> ListNotes(string threadId, ListQuery query, CancellationToken cancellation)
    {
        if (await CheckReader(threadId, cancellation) is { } refused) return refused;
        return await database.Read(connection => NotesRepository.List(connection, threadId, query), cancellation);
    }

    public async Task<Result<ThreadNote>> GetNote(string threadId, string id, CancellationToken cancellation)
    {
        if (await CheckReader(threadId, cancellation) is { } refused) return refused;
        return await database.Read(connection => NotesRepository.Find(connection, threadId, id), cancellation) is { } note
            ? note.ToNote()
            : ApiError.NotFound("note", id);
    }

    public async Task<Result<ThreadNote>> AddNote(string threadId, NoteInput input, string? idempotencyKey, CancellationToken cancellation)
    {
        var found = await Open(threadId, forPeople: true, cancellation);
        if (!found.IsSuccess) return found.Error;
        var thread = found.Value;
        if (input.Kind is NoteKind.HandOver) return ApiError.Invalid("'kind' must be note or whisper; a note is handed over by assigning the thread.", "kind", "invalid_value");
        var to = await FindPerson(input.ToUserId ?? (input.Kind is NoteKind.Whisper ? thread.TakenOverBy ?? thread.AssigneeId : null), thread.ProjectId, "to_user_id", cancellation);
        if (!to.IsSuccess) return to.Error;
        var mentions = new List<PersonName>();
        foreach (var (index, id) in (input.Mentions ?? []).Index())
        {
            var mentioned = await FindPerson(id, thread.ProjectId, $"mentions[{index}]", cancellation);
            if (!mentioned.IsSuccess) return mentioned.Error;
            if (!mentions.Contains(mentioned.Value.Person!)) mentions.Add(mentioned.Value.Person!);
        }

        var draft = new NoteDraft(input.Kind, to.Value.Person, input.Text, mentions);
        var made = (await Grain(threadId).AddNote(context.ToCallInfo(), draft)).ToResult();
        if (!made.IsSuccess) return made.Error;
        var note = await database.Read(connection => NotesRepository.Find(connection, threadId, made.Value), cancellation);
        return note is null ? ApiError.NotFound("thread", threadId) : note.ToNote();
    }

    public async Task<Result<ListPage<ThreadActivity>>> ListActivity(string threadId, ListQuery query, CancellationToken cancellation)
    {
        if (await CheckReader(threadId, cancellation) is { } refused) return refused;
        if (Wrong(query.After, "after") is { } after) return after;
        if (Wrong(query.Before, "before") is { } before) return before;
        return await database.Read(connection => ActivityRepository.List(connection, threadId, query), cancellation);

        static ApiError? Wrong(string? cursor, string name) => cursor is null || (long.TryParse(cursor, out var sequence) && sequence >= 0)
            ? null
            : ApiError.Invalid($"'{name}' must be the thread_sequence of an entry.", name, "invalid_value");
    }

    IThreadGrain Grain(string threadId) => grains.GetGrain<IThreadGrain>(threadId);

    /// <summary>The thread, where the caller may write in it.</summary>
    async Task<Result<ThreadRow>> Open(string threadId, bool forPeople, CancellationToken cancellation)
    {
        var thread = await access.Find(Permission.Chat, threadId, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        if (forPeople && context.Caller.CheckPerson() is { } refused) return refused;
        return (await projects.Find(thread.Value.ProjectId, cancellation))!.CheckOpen() is { } archived ? archived : thread.Value;
    }

    async Task<ApiError?> CheckReader(string threadId, CancellationToken cancellation)
    {
        if (context.Caller.CheckPerson() is { } refused && (await access.Find(Permission.ReadConversations, threadId, cancellation)).IsSuccess) return refused;
        return (await access.Read(threadId, cancellation)).Error;
    }

    /// <summary>Whose place the caller may take: a manager anybody's, others only that of a person who may write here no more.</summary>
    async Task<string?> MayReplace(ThreadRow thread, CancellationToken cancellation)
    {
        if (context.Caller.Holds(Permission.ManageProject, thread.ProjectId)) return HandlingChanges.Anybody;
        if (thread.TakenOverBy is not { } holder) return null;
        return await users.Holds(holder, Permission.Chat, thread.ProjectId, cancellation) ? null : holder;
    }

    /// <summary>Who may read what was said; the answer for others of the organization is that of an unknown id.</summary>
    async Task<Result<Found>> FindPerson(string? id, string projectId, string param, CancellationToken cancellation)
    {
        if (id is null) return new Found(null);
        if (!await users.Holds(id, Permission.ReadConversations, projectId, cancellation)) return ApiError.NotFound("user", id, param);
        return new Found(new PersonName(id, (await users.Find([id], cancellation))[id].Name));
    }

    static NoteDraft? HandOver(string? text, PersonName? to) => text is null ? null : new NoteDraft(NoteKind.HandOver, to, text, []);

    async Task<Result<ChatThread>> Shown(GrainResult<string> done, CancellationToken cancellation) =>
        done.ToResult() is { IsSuccess: true } made ? await threads.Shown(made.Value!, cancellation) : done.ToResult().Error!;

    /// <param name="Person">Null where nobody is named.</param>
    sealed record Found(PersonName? Person);
}
