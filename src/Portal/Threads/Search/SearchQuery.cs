namespace Portal.Threads.Search;

/// <summary>What somebody looks for: whole words, the last of which may be the beginning of one.</summary>
/// <param name="Words">At least one; letters and digits only, so that nothing in them means anything to the index.</param>
internal sealed record SearchQuery(IReadOnlyList<string> Words)
{
    const int MostWords = 12;

    public IEnumerable<string> Whole => Words.SkipLast(1);

    public string Beginning => Words[^1];

    /// <summary>Null where there is no word to look for.</summary>
    public static SearchQuery? Parse(string text)
    {
        var words = SearchWords.Of(text).Select(word => word.Text).Take(MostWords).ToList();
        return words.Count == 0 ? null : new(words);
    }

    public bool Finds(SearchWord word) => Whole.Contains(word.Text) || word.Text.StartsWith(Beginning, StringComparison.Ordinal);
}
