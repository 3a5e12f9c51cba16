using Portal.Client.Api;
using Portal.Client.Desk;
using Portal.Client.Runs;
using Portal.Client.Threads;

namespace Portal.Client.Handling;

/// <summary>
/// The team in one open thread: who answers, what was done and noted, and who else is there. It is kept up to date by the
/// thread's events and by the desk's, so that what is done in another tab or by somebody else shows as well.
/// </summary>
public sealed class TeamSession(ChatThread thread, string? viewerId, IHandlingService handling)
{
    const int PageSize = 100;

    /// <summary>As many pages of what was done and noted are read; what is older is not told.</summary>
    const int MostPages = 10;

    readonly SortedDictionary<long, ThreadActivity> activity = [];
    readonly Dictionary<string, ThreadNote> notes = [];
    IReadOnlyList<TeamLine>? lines;

    public ChatThread Thread { get; private set; } = thread;

    public string? ViewerId { get; } = viewerId;

    /// <summary>What is being noted and not added yet; it stands here because the box goes while one writes to the customer.</summary>
    public UnsentNote Draft { get; } = new();

    /// <summary>The others who have the thread before them.</summary>
    public IReadOnlyList<PresentPerson> Present { get; private set; } = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<TeamLine> Lines => lines ??=
        [.. activity.Values.Where(TeamLine.Tells).Select(done => new TeamLine(done, done.Note is null ? null : notes.GetValueOrDefault(done.Note)))];

    /// <summary>The viewer answers in place of the assistant.</summary>
    public bool IsMine => Thread.TakenOverBy is { } holder && holder.Id == ViewerId;

    /// <summary>Somebody else does.</summary>
    public bool IsOthers => Thread.TakenOverBy is { } holder && holder.Id != ViewerId;

    /// <summary>What was said when a person was asked for, the last time.</summary>
    public string? Reason => activity.Values.LastOrDefault(done => done.Type == RunEventTypes.ThreadPersonRequested)?.Reason;

    /// <summary>Why what the team did could not be read.</summary>
    public ApiError? Failure { get; private set; }

    public event Action? Changed;

    /// <summary>Takes the thread as it is now, unless more is known already.</summary>
    public void Take(ChatThread newer)
    {
        if (newer.LastSequence < Thread.LastSequence) return;
        Thread = newer;
        Changed?.Invoke();
    }

    public async Task Read(CancellationToken cancellation)
    {
        string? last = null;
        for (var page = 0; page < MostPages; page++)
        {
            var read = await handling.ListActivity(Thread.Id, new(PageSize, After: last), cancellation);
            Failure = read.Error;
            if (!read.IsSuccess) break;
            foreach (var done in read.Value.Data) activity[done.ThreadSequence] = done;
            last = read.Value.LastId;
            if (!read.Value.HasMore) break;
        }

        await ReadNotes(cancellation);
        Show();
    }

    /// <summary>Takes an event of what somebody did.</summary>
    public async Task Take(RunEvent happened, CancellationToken cancellation)
    {
        if (happened is not { Actor: { } actor, At: { } at } || activity.ContainsKey(happened.ThreadSequence)) return;
        activity[happened.ThreadSequence] = new(
            happened.ThreadSequence, happened.Type, at, actor, happened.Assignee, happened.Reason, happened.Note, happened.Changed, happened.ThreadStatus);
        await ReadNotes(cancellation);
        Show();
    }

    public void Take(IReadOnlyList<PresentPerson> people)
    {
        var others = people.Where(person => person.UserId != ViewerId && person.State != PresenceState.Away).ToList();
        if (others.SequenceEqual(Present)) return;
        Present = others;
        Changed?.Invoke();
    }

    /// <summary>Does something with the thread, and shows what became of it.</summary>
    public async Task<ApiError?> Do(Func<IHandlingService, Task<Result<ChatThread>>> act)
    {
        var done = await act(handling);
        if (done.IsSuccess) Take(done.Value);
        return done.Error;
    }

    public async Task<ApiError?> AddNote(NoteInput input, string key, CancellationToken cancellation)
    {
        var added = await handling.AddNote(Thread.Id, input, key, cancellation);
        if (!added.IsSuccess) return added.Error;
        notes[added.Value.Id] = added.Value;
        Show();
        return null;
    }

    /// <summary>Newest first, until each that is told of is there.</summary>
    async Task ReadNotes(CancellationToken cancellation)
    {
        var missing = activity.Values.Select(done => done.Note).OfType<string>().Where(id => !notes.ContainsKey(id)).ToHashSet();
        string? last = null;
        for (var page = 0; page < MostPages && missing.Count > 0; page++)
        {
            var read = await handling.ListNotes(Thread.Id, new(PageSize, After: last), cancellation);
            Failure = read.Error;
            if (!read.IsSuccess) return;
            foreach (var note in read.Value.Data) notes[note.Id] = note;
            missing.RemoveWhere(notes.ContainsKey);
            last = read.Value.LastId;
            if (!read.Value.HasMore) return;
        }
    }

    void Show()
    {
        lines = null;
        Changed?.Invoke();
    }
}
