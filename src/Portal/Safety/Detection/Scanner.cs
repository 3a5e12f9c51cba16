namespace Portal.Safety.Detection;

/// <summary>
/// Several detectors over one text. Where their matches overlap, the leftmost counts, of those that start together the
/// longest, of equals the earlier detector's; matches that overlap it count no more.
/// </summary>
sealed class Scanner
{
    public Scanner(IReadOnlyList<Detector> detectors)
    {
        Detectors = detectors;
        foreach (var detector in detectors)
        {
            Before = Math.Max(Before, detector.Before);
            HoldBack = Math.Max(HoldBack, detector.Longest + detector.After);
        }
    }

    public IReadOnlyList<Detector> Detectors { get; }

    /// <summary>How much text before a place may decide about it, in characters.</summary>
    public int Before { get; }

    /// <summary>How much text after a place must be known before it is decided, in characters.</summary>
    public int HoldBack { get; } = 1;

    /// <summary>All findings, in order, without overlaps.</summary>
    public IReadOnlyList<Finding> Scan(string text)
    {
        var findings = new List<Finding>();
        Find(new(text), 0, text.Length, findings);
        return findings;
    }

    /// <summary>Adds what starts at <paramref name="from"/> or later and before <paramref name="until"/>.</summary>
    public void Find(ScanText text, int from, int until, List<Finding> findings)
    {
        var next = new Match?[Detectors.Count];
        for (var rule = 0; rule < next.Length; rule++) next[rule] = Detectors[rule].Find(text, from);
        while (true)
        {
            var best = -1;
            for (var rule = 0; rule < next.Length; rule++)
                if (next[rule] is { } match && (best < 0 || IsBefore(match, next[best]!.Value)))
                    best = rule;
            if (best < 0 || next[best]!.Value is var found && found.Start >= until) return;
            var (start, end, score) = next[best]!.Value;
            findings.Add(new(best, Detectors[best].Entity, start, end, score));
            for (var rule = 0; rule < next.Length; rule++)
                if (next[rule] is { } match && match.Start < end)
                    next[rule] = Detectors[rule].Find(text, end);
        }
    }

    static bool IsBefore(Match one, Match other) => one.Start < other.Start || (one.Start == other.Start && one.End > other.End);
}
