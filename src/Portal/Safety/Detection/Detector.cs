namespace Portal.Safety.Detection;

/// <summary>
/// Finds one kind of thing. Whether a match begins at s is decided by the original text from s - <see cref="Before"/>
/// to s + <see cref="Longest"/> + <see cref="After"/> alone, and not by other matches. That makes it exact to scan a
/// text while it arrives.
/// </summary>
abstract class Detector
{
    /// <summary>The name under which it reports.</summary>
    public abstract string Entity { get; }

    /// <summary>The longest match, in characters of the original text.</summary>
    public abstract int Longest { get; }

    /// <summary>How many characters before a match it looks at.</summary>
    public abstract int Before { get; }

    /// <summary>How many characters after the longest match it looks at.</summary>
    public abstract int After { get; }

    /// <summary>The first match that starts at <paramref name="from"/> or later; the longest one there.</summary>
    public Match? Find(ScanText text, int from)
    {
        while (Next(text, from) is { } match)
        {
            if (match.End - match.Start <= Longest && !text.CutsPair(match.Start) && !text.CutsPair(match.End)) return match;
            from = match.Start + 1;
        }

        return null;
    }

    /// <summary>As <see cref="Find"/>; matches that are too long or cut a surrogate pair are skipped there.</summary>
    protected abstract Match? Next(ScanText text, int from);

    /// <summary>The one that starts first, of two that start together the longer, of equals the first.</summary>
    protected static Match? Leftmost(Match? one, Match? other) =>
        one is { } first && other is { } second ? second.Start < first.Start || (second.Start == first.Start && second.End > first.End) ? other : one : one ?? other;
}
