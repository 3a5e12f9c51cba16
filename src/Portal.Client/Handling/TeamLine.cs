using Portal.Client.Runs;
using Portal.Client.Threads;

namespace Portal.Client.Handling;

/// <summary>One thing that the team did, as a line of the conversation.</summary>
/// <param name="Note">What was noted; null where it is no note, or one that could not be read.</param>
public sealed record TeamLine(ThreadActivity Activity, ThreadNote? Note)
{
    public long Sequence => Activity.ThreadSequence;

    public static bool Tells(ThreadActivity activity) => activity.Type switch
    {
        RunEventTypes.ThreadAssigned or RunEventTypes.ThreadTakenOver or RunEventTypes.ThreadHandedBack
            or RunEventTypes.ThreadPersonRequested or RunEventTypes.NoteCreated => true,
        RunEventTypes.ThreadUpdated => activity.ThreadStatus is not null,
        _ => false,
    };
}

/// <summary>Where the team's lines stand among the messages, by their place in the thread's sequence.</summary>
sealed class TeamPlaces
{
    readonly Dictionary<string, IReadOnlyList<TeamLine>> before = [];

    /// <param name="hasEarlier">Messages before the first row are not loaded: what belongs above it comes with them.</param>
    public TeamPlaces(IReadOnlyList<MessageEntry> rows, IReadOnlyList<TeamLine> lines, bool hasEarlier)
    {
        (Rows, Lines) = (rows, lines);
        var next = 0;
        var isFirst = true;
        foreach (var row in lines.Count == 0 ? [] : rows)
        {
            // What was brought along from elsewhere was there before anything was done.
            if (row.Message.FirstSequence is not { } at) continue;
            var from = next;
            while (next < lines.Count && lines[next].Sequence < at) next++;
            if (next > from && !(isFirst && hasEarlier)) before[row.Id] = [.. lines.Skip(from).Take(next - from)];
            isFirst = false;
        }

        After = [.. lines.Skip(next)];
    }

    public IReadOnlyList<MessageEntry> Rows { get; }

    public IReadOnlyList<TeamLine> Lines { get; }

    /// <summary>Those after the last message.</summary>
    public IReadOnlyList<TeamLine> After { get; }

    public IReadOnlyList<TeamLine> Before(string messageId) => before.GetValueOrDefault(messageId, []);
}
