namespace Portal.Safety.Detection;

/// <summary>
/// Several detectors over one text. Where their matches overlap, the leftmost counts, of those that start together the
/// longest, of equals the earlier detector's; matches that overlap it count no more.
/// </summary>
sealed class Scanner(IReadOnlyList<Detector> detectors)
{
    public IReadOnlyList<Detector> Detectors => detectors;

    /// <summary>All findings, in order, without overlaps.</summary>
    public IReadOnlyList<Finding> Scan(string written)
    {
        var (text, findings) = (new ScanText(written), new List<Finding>());
        var next = new Match?[Detectors.Count];
        for (var rule = 0; rule < next.Length; rule++) next[rule] = Detectors[rule].Find(text, 0);
        while (true)
        {
            var best = -1;
            for (var rule = 0; rule < next.Length; rule++)
                if (next[rule] is { } match && (best < 0 || IsBefore(match, next[best]!.Value)))
                    best = rule;
            if (best < 0) return findings;
            var (start, end, score) = next[best]!.Value;
            findings.Add(new(best, Detectors[best].Entity, start, end, score));
            for (var rule = 0; rule < next.Length; rule++)
                if (next[rule] is { } match && match.Start < end)
                    next[rule] = Detectors[rule].Find(text, end);
        }
    }

    static bool IsBefore(Match one, Match other) => one.Start < other.Start || (one.Start == other.Start && one.End > other.End);
}
