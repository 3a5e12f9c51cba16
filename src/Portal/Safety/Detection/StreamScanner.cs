namespace Portal.Safety.Detection;

/// <summary>A piece of text that may be shown.</summary>
/// <param name="Finding">What it is, offsets counted from the stream's start; null for text between findings.</param>
readonly record struct Segment(string Text, Finding? Finding);

/// <summary>
/// Scans a text while it arrives. Whatever the chunks, its segments join to the text, and its findings are those of
/// <see cref="Scanner.Scan"/> over the whole; a match or a surrogate pair is never cut. At most
/// <see cref="Scanner.HoldBack"/> characters wait for what follows them. For one thread at a time.
/// </summary>
sealed class StreamScanner(Scanner scanner)
{
    readonly List<Finding> findings = [];
    string buffer = "";
    /// <summary>Of the buffer, from the stream's start.</summary>
    int origin;
    /// <summary>How much of the buffer was released.</summary>
    int released;
    bool isFinished;

    /// <summary>Characters that arrived and are not released yet.</summary>
    public int Held => buffer.Length - released;

    /// <summary>Takes a chunk of any size, and returns what can be released.</summary>
    /// <exception cref="InvalidOperationException">After <see cref="Finish"/>.</exception>
    public IReadOnlyList<Segment> Push(string chunk)
    {
        ObjectDisposedException.ThrowIf(isFinished, this);
        buffer += chunk;
        // Starts up to here have all the text around them that decides.
        var decided = buffer.Length - scanner.HoldBack + 1;
        if (decided > 0 && decided <= buffer.Length && char.IsHighSurrogate(buffer[decided - 1])) decided--;
        return decided > released ? Release(decided) : [];
    }

    /// <summary>Returns the rest; the text is complete.</summary>
    public IReadOnlyList<Segment> Finish()
    {
        isFinished = true;
        return Held > 0 ? Release(buffer.Length) : [];
    }

    List<Segment> Release(int decided)
    {
        findings.Clear();
        scanner.Find(new(buffer), released, decided, findings);
        var segments = new List<Segment>();
        foreach (var found in findings)
        {
            if (found.Start > released) segments.Add(new(buffer[released..found.Start], null));
            segments.Add(new(buffer[found.Start..found.End], found with { Start = origin + found.Start, End = origin + found.End }));
            released = found.End;
        }

        if (decided > released)
        {
            segments.Add(new(buffer[released..decided], null));
            released = decided;
        }

        var spent = released - scanner.Before - 1;
        if (spent <= 0) return segments;
        buffer = buffer[spent..];
        origin += spent;
        released -= spent;
        return segments;
    }
}
