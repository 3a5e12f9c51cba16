namespace Portal.Client.Threads;

/// <summary>
/// Which messages of a long thread are drawn: those in view and about a screen to each side, with room left before and after
/// for the others. Heights are those that were measured; a message not yet drawn is taken to be as high as the others.
/// </summary>
public sealed class MessageWindow
{
    /// <summary>Messages drawn at the most.</summary>
    public const int Most = 80;

    /// <summary>Messages drawn when a thread opens: about a screen.</summary>
    public const int Screen = 8;

    /// <summary>Messages that are newly drawn at once beside those in view, so that no frame takes long.</summary>
    public const int Step = 4;

    const double FirstGuess = 140;

    IReadOnlyList<MessageEntry> rows = [];
    double sum;
    int measured;

    /// <summary>All messages that are loaded, in order.</summary>
    public IReadOnlyList<MessageEntry> Rows => rows;

    /// <summary>The first message that is drawn.</summary>
    public int Start { get; private set; }

    /// <summary>After the last message that is drawn.</summary>
    public int End { get; private set; }

    public bool IsAtEnd => End == rows.Count;

    /// <summary>Height of what is left out before <see cref="Start"/>, in CSS pixels.</summary>
    public double Before => Height(0, Start);

    public double After => Height(End, rows.Count);

    double Guess => measured == 0 ? FirstGuess : sum / measured;

    /// <summary>Begins with a message at the top; without one at the end.</summary>
    public void Open(IReadOnlyList<MessageEntry> messages, string? first)
    {
        rows = messages;
        var at = IndexOf(first);
        (Start, End) = at < 0 ? (Math.Max(0, rows.Count - Screen), rows.Count) : (at, Math.Min(rows.Count, at + Screen));
    }

    /// <summary>Takes another state of the thread. What is drawn stays drawn; at the tail, what is new is drawn too.</summary>
    public void Take(IReadOnlyList<MessageEntry> messages, bool atTail)
    {
        var drawn = End - Start;
        var kept = IndexOfDrawn(messages, out var shift);
        rows = messages;
        if (kept < 0)
        {
            (Start, End) = (Math.Max(0, rows.Count - Screen), rows.Count);
            return;
        }

        (Start, End) = (Math.Max(0, kept - shift), Math.Min(rows.Count, Math.Max(0, kept - shift) + drawn));
        if (!atTail || IsAtEnd) return;
        var added = rows.Count - End;
        End = rows.Count;
        Start = Math.Max(added > 2 * Screen ? End - 2 * Screen : Start, End - Most);
    }

    /// <summary>Draws a message, with those after it.</summary>
    public bool Reveal(string id)
    {
        var at = IndexOf(id);
        if (at < 0) return false;
        if (at < Start || at >= End) (Start, End) = (at, Math.Min(rows.Count, at + Screen));
        return true;
    }

    public void ToEnd()
    {
        if (!IsAtEnd) (Start, End) = (Math.Max(0, rows.Count - Screen), rows.Count);
    }

    public void Measure(string id, double height)
    {
        for (var i = Start; i < End; i++)
        {
            if (rows[i].Id != id) continue;
            sum += height - rows[i].Height;
            if (rows[i].Height == 0) measured++;
            rows[i].Height = height;
            return;
        }
    }

    /// <summary>Takes where the view is, and draws what it needs, at most a <see cref="Step"/> more than what is in view. False where nothing is to change.</summary>
    /// <param name="top">The view's upper edge, counted from that of the first message drawn.</param>
    /// <param name="height">Of the view.</param>
    public bool Look(double top, double height)
    {
        if (rows.Count == 0) return false;
        var (first, last) = RowsIn(top, top + height);
        var (wantedFirst, wantedLast) = Nearest(RowsIn(top - height, top + 2 * height), first, last);
        var (start, end) = (Start, End);
        if (first >= End || last <= Start)
        {
            (Start, End) = (first, Math.Min(last, first + Most));
        }
        else
        {
            var before = Math.Max(Math.Min(Step, Start - wantedFirst), Start - first);
            if (before > 0) Start = Math.Max(Start - before, last - Most);
            var after = Math.Max(Math.Min(before > 0 ? 0 : Step, wantedLast - End), last - End);
            if (after > 0) End = Math.Min(End + after, first + Most);
            while (End - Start > Most)
            {
                if (first - Start > End - last) Start++;
                else End--;
            }
        }

        return (start, end) != (Start, End);
    }

    /// <summary>Whether the view nears the oldest message that is loaded.</summary>
    public bool NearsFirst(double top, double height) => Start == 0 && top < 2 * height;

    public bool NearsLast(double top, double height) => IsAtEnd && Height(Start, End) - top < 3 * height;

    double Height(MessageEntry row) => row.Height > 0 ? row.Height : Guess;

    double Height(int from, int to)
    {
        double height = 0;
        for (var i = from; i < to; i++) height += Height(rows[i]);
        return height;
    }

    /// <summary>The messages that have a part between two places: from the first to before the last.</summary>
    (int First, int Last) RowsIn(double from, double to)
    {
        var (first, y) = (Start, 0.0);
        while (first > 0 && y > from) y -= Height(rows[--first]);
        while (first < rows.Count - 1 && y + Height(rows[first]) <= from) y += Height(rows[first++]);
        var last = first;
        while (last < rows.Count && y < to) y += Height(rows[last++]);
        return (first, Math.Max(last, first + 1));
    }

    /// <summary>Of the messages wanted, at most as many as may be drawn: those nearest to what is in view.</summary>
    static (int First, int Last) Nearest((int First, int Last) wanted, int first, int last)
    {
        while (wanted.Last - wanted.First > Most)
        {
            if (first - wanted.First > wanted.Last - last) wanted.First++;
            else wanted.Last--;
        }

        return wanted;
    }

    int IndexOf(string? id)
    {
        if (id is null) return -1;
        for (var i = 0; i < rows.Count; i++)
            if (rows[i].Id == id) return i;
        return -1;
    }

    /// <summary>Where the first of the messages drawn that is still there stands among others; <paramref name="shift"/> is how many were drawn before it.</summary>
    int IndexOfDrawn(IReadOnlyList<MessageEntry> others, out int shift)
    {
        for (var i = Start; i < End; i++)
        {
            shift = i - Start;
            // Mostly something was added at one end.
            if (i < others.Count && others[i] == rows[i]) return i;
            var fromEnd = i + others.Count - rows.Count;
            if (fromEnd >= 0 && fromEnd < others.Count && others[fromEnd] == rows[i]) return fromEnd;
        }

        var drawn = new Dictionary<MessageEntry, int>();
        for (var i = Start; i < End; i++) drawn[rows[i]] = i - Start;
        (shift, var kept) = (int.MaxValue, -1);
        for (var j = 0; j < others.Count; j++)
            if (drawn.TryGetValue(others[j], out var place) && place < shift) (shift, kept) = (place, j);
        return kept;
    }
}
