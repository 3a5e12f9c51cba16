using Portal.Client.Assistants;
using Portal.Client.Import;
using Portal.Client.Threads;

namespace Portal.Import;

/// <summary>What an import will write, and what it has to say about it.</summary>
internal sealed class ImportPlan
{
    /// <summary>The metadata by which something is recognized when it is imported again.</summary>
    public const string Origin = "imported_from";

    const int MostNotes = 500;

    readonly List<ImportNote> notes = [];
    int notesLeftOff;

    public List<(string Id, AssistantInput Definition, long CreatedAt)> Assistants { get; } = [];

    public List<(ChatThread Thread, List<Message> Messages)> Threads { get; } = [];

    public int AssistantsFound { get; set; }

    public int ThreadsFound { get; set; }

    public int MessagesFound { get; set; }

    /// <summary>The first thing that has to be settled before anything is imported.</summary>
    public ImportNote? Blocking { get; private set; }

    public void Note(ImportNoteKind kind, string place, string message)
    {
        var note = new ImportNote(kind, place, message);
        if (kind is ImportNoteKind.Blocking) Blocking ??= note;
        if (notes.Count < MostNotes) notes.Add(note);
        else notesLeftOff++;
    }

    public ImportReport Report(string projectId, bool dryRun)
    {
        var messages = Threads.Sum(thread => thread.Messages.Count);
        return new ImportReport(
            projectId, dryRun, Count(AssistantsFound, Assistants.Count), Count(ThreadsFound, Threads.Count), Count(MessagesFound, messages), notes, notesLeftOff);
    }

    static ImportCount Count(int found, int imported) => new(found, imported, found - imported);
}
