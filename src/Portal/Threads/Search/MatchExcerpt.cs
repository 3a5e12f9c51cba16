using Portal.Client.Threads;

namespace Portal.Threads.Search;

/// <summary>A stretch of a text around the first word that was looked for, on one line.</summary>
internal static class MatchExcerpt
{
    public const int Length = 160;

    /// <summary>So much of the text before the word is shown with it.</summary>
    const int Before = 40;

    public static ThreadMatch Of(ThreadMatchField field, string? messageId, string text, SearchQuery query)
    {
        var found = new List<TextRange>();
        var (start, end) = (0, Math.Min(text.Length, Length));
        foreach (var word in SearchWords.Of(text))
        {
            if (found.Count > 0 && word.End > end) break;
            if (!query.Finds(word)) continue;
            if (found.Count == 0 && word.End > Length)
            {
                start = WordStart(text, Math.Max(0, word.Start - Before), word.Start);
                end = Math.Min(text.Length, Math.Max(start + Length, word.End));
            }

            found.Add(new(word.Start, word.End));
        }

        if (end < text.Length && char.IsLowSurrogate(text[end])) end--;
        var (lead, tail) = (start > 0 ? "…" : "", end < text.Length ? "…" : "");
        var shown = string.Concat(text[start..end].Select(sign => char.IsWhiteSpace(sign) || char.IsControl(sign) ? ' ' : sign));
        return new(field, messageId, $"{lead}{shown}{tail}", [.. found.Where(range => range.End <= end).Select(range => new TextRange(range.Start - start + lead.Length, range.End - start + lead.Length))]);
    }

    /// <summary>The first beginning of a word from there on, so that the excerpt begins with a whole one.</summary>
    static int WordStart(string text, int from, int most)
    {
        for (var position = from; position < most; position++)
            if (position == 0 || char.IsWhiteSpace(text[position - 1])) return position;
        return most;
    }
}
