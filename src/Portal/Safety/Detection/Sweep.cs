namespace Portal.Safety.Detection;

/// <summary>
/// Reads a text as it comes, with some detectors side by side. What one finds hides nothing from another, and every finding
/// is the one that the whole text would have given.
/// </summary>
internal sealed class Sweep(IReadOnlyList<Detector> detectors)
{
    readonly int[] next = new int[detectors.Count];
    readonly int before = detectors.Select(detector => detector.Before).DefaultIfEmpty().Max();
    string buffer = "";
    int origin;

    /// <summary>Up to here, in characters from the beginning, all is found that begins here.</summary>
    public int Frontier { get; private set; }

    /// <summary>How far the frontier may stay behind the text.</summary>
    public static int HeldBy(IEnumerable<Detector> detectors) => detectors.Select(detector => detector.Longest + detector.After).DefaultIfEmpty().Max();

    /// <summary>All findings of a whole text, in order. What overlaps goes as one, under the name of the longest, so that no end of it is left.</summary>
    public static IReadOnlyList<Finding> Stretches(IReadOnlyList<Detector> detectors, string text)
    {
        var sweep = new Sweep(detectors);
        var stretches = new List<Finding>();
        foreach (var found in sweep.Push(text).Concat(sweep.Finish()).OrderBy(one => one.Start).ThenByDescending(one => one.End))
        {
            if (stretches is not [.., var last] || found.Start >= last.End) stretches.Add(found);
            else if (found.End > last.End) stretches[^1] = (found.End - found.Start > last.End - last.Start ? found : last) with { Start = last.Start, End = found.End };
        }

        return stretches;
    }

    public IReadOnlyList<Finding> Push(string chunk)
    {
        buffer += chunk;
        return Read(last: false);
    }

    public IReadOnlyList<Finding> Finish() => Read(last: true);

    List<Finding> Read(bool last)
    {
        var (text, end, found) = (new ScanText(buffer), origin + buffer.Length, new List<Finding>());
        Frontier = end;
        foreach (var (index, detector) in detectors.Index())
        {
            // What begins from here on may look different with more text.
            var certain = last ? end : Math.Max(0, end - detector.Longest - detector.After);
            while (next[index] < certain && detector.Find(text, next[index] - origin) is { } match && origin + match.Start < certain)
            {
                found.Add(new(index, detector.Entity, origin + match.Start, origin + match.End, match.Score));
                next[index] = origin + match.End;
            }

            next[index] = Math.Max(next[index], certain);
            Frontier = Math.Min(Frontier, certain);
        }

        Trim();
        return found;
    }

    void Trim()
    {
        var keep = Math.Max(origin, (next.Length == 0 ? origin + buffer.Length : next.Min()) - before - 1);
        if (keep == origin) return;
        buffer = buffer[(keep - origin)..];
        origin = keep;
    }
}
