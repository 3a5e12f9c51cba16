using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Handling;
using Portal.Client.Runs;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Handling;

/// <summary>The team of one thread in memory: what the page does, and what others do.</summary>
sealed class FakeHandling(ChatThread thread) : IHandlingService
{
    public static readonly PersonName Ada = new("user_1", "Ada");
    public static readonly PersonName Bo = new("user_2", "Bo");

    public ChatThread Thread { get; set; } = thread;

    public List<ThreadActivity> Activity { get; } = [];

    public List<ThreadNote> Notes { get; } = [];

    /// <summary>What was asked for, in order.</summary>
    public List<string> Calls { get; } = [];

    public List<NoteInput> Added { get; } = [];

    public List<string?> Keys { get; } = [];

    /// <summary>Given instead of an answer while it is set.</summary>
    public ApiError? Failure { get; set; }

    public static ThreadActivity Did(long sequence, string type, PersonName actor) =>
        new(sequence, type, 1_795_000_000, new(ActorType.User, actor.Id, actor.Name), null, null, null, null, null);

    /// <summary>Somebody notes something.</summary>
    public void Note(long sequence, PersonName author, string text, NoteKind kind = NoteKind.Note, params PersonName[] mentions)
    {
        var note = new ThreadNote($"note_{sequence}", Thread.Id, kind, author, null, text, mentions, sequence, 1_795_000_000);
        Notes.Insert(0, note);
        Activity.Insert(0, Did(sequence, RunEventTypes.NoteCreated, author) with { Note = note.Id });
    }

    public Task<Result<ChatThread>> Assign(string threadId, AssignInput input, CancellationToken cancellation)
    {
        Calls.Add($"assign {input.AssigneeId ?? "nobody"} {input.Note}".TrimEnd());
        return Become(now => now with { AssigneeId = input.AssigneeId });
    }

    public Task<Result<ChatThread>> TakeOver(string threadId, CancellationToken cancellation)
    {
        Calls.Add("take over");
        return Become(now => now with { TakenOverBy = Ada, TakenOverAt = 1_795_435_440 });
    }

    public Task<Result<ChatThread>> HandBack(string threadId, HandBackInput input, CancellationToken cancellation)
    {
        Calls.Add($"hand back {input.Note}".TrimEnd());
        return Become(now => now with { TakenOverBy = null, TakenOverAt = null });
    }

    public Task<Result<ChatThread>> RequestPerson(string threadId, PersonRequestInput input, CancellationToken cancellation)
    {
        Calls.Add("request person");
        return Become(now => now with { WaitingFor = WaitingFor.Person, WaitingSince = 1_795_000_000 });
    }

    public Task<Result<ListPage<ThreadNote>>> ListNotes(string threadId, ListQuery query, CancellationToken cancellation) =>
        Answer(new ListPage<ThreadNote>([.. Notes], null, null, false));

    public Task<Result<ThreadNote>> AddNote(string threadId, NoteInput input, string? idempotencyKey, CancellationToken cancellation)
    {
        Keys.Add(idempotencyKey);
        if (Failure is not null) return Task.FromResult<Result<ThreadNote>>(Failure);
        Added.Add(input);
        return Answer(new ThreadNote("note_new", threadId, input.Kind, Ada, null, input.Text, [], 99, 1_795_000_000));
    }

    public Task<Result<ListPage<ThreadActivity>>> ListActivity(string threadId, ListQuery query, CancellationToken cancellation) =>
        Answer(new ListPage<ThreadActivity>([.. Activity], null, null, false));

    Task<Result<ChatThread>> Become(Func<ChatThread, ChatThread> change)
    {
        if (Failure is null) Thread = change(Thread) with { LastSequence = Thread.LastSequence + 1 };
        return Answer(Thread);
    }

    Task<Result<T>> Answer<T>(T value) => Task.FromResult<Result<T>>(Failure is null ? value : Failure);
}
