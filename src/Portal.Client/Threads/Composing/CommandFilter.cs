namespace Portal.Client.Threads.Composing;

static class CommandFilter
{
    /// <summary>Enough to look through; more is found by typing on.</summary>
    const int Most = 40;

    /// <param name="typed">What stands after the slash.</param>
    /// <returns>First those whose name begins so, then those of which a word does; group by group.</returns>
    public static IReadOnlyList<ComposerEntry> Matching(IEnumerable<ComposerEntry> entries, string typed)
    {
        var wanted = typed.Trim();
        var ranked = entries.Select(entry => (Entry: entry, Rank: RankOf(entry, wanted))).Where(found => found.Rank is not null).ToList();
        return [.. ranked.OrderBy(found => found.Rank).GroupBy(found => found.Entry.Group).SelectMany(group => group.Select(found => found.Entry)).Take(Most)];
    }

    static int? RankOf(ComposerEntry entry, string wanted)
    {
        if (entry.Name.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)) return 0;
        return HasWord(entry.Name, wanted) || HasWord(entry.Title, wanted) ? 1 : null;
    }

    static bool HasWord(string text, string wanted)
    {
        for (var at = text.IndexOf(wanted, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(wanted, at + 1, StringComparison.OrdinalIgnoreCase))
            if (at == 0 || !char.IsLetterOrDigit(text[at - 1])) return true;
        return false;
    }
}
