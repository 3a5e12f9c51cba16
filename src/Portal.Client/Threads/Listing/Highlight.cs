namespace Portal.Client.Threads.Listing;

/// <summary>A text in parts, of which some are marked.</summary>
static class Highlight
{
    /// <summary>In order and without a gap; ranges that overlap or reach beyond the text mark what is there of them.</summary>
    public static IReadOnlyList<(string Text, bool IsMarked)> Parts(string text, IReadOnlyList<TextRange> ranges)
    {
        List<(string, bool)> parts = [];
        var at = 0;
        foreach (var range in ranges.OrderBy(range => range.Start))
        {
            var (start, end) = (Math.Clamp(range.Start, at, text.Length), Math.Clamp(range.End, at, text.Length));
            if (end <= start) continue;
            if (start > at) parts.Add((text[at..start], false));
            parts.Add((text[start..end], true));
            at = end;
        }

        if (at < text.Length) parts.Add((text[at..], false));
        return parts;
    }
}
