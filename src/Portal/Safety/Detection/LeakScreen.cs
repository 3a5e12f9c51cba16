namespace Portal.Safety.Detection;

/// <summary>
/// Finds an assistant's instructions in its replies: runs of at least <c>words</c> words that stand in the instructions in
/// the same order. Case, punctuation, blanks and the ways of writing that <see cref="Normalised"/> undoes do not matter; a
/// translation or a summary is not found.
/// </summary>
sealed class LeakScreen : Detector
{
    /// <summary>The longest piece reported at once, in characters; a longer leak is several of them.</summary>
    const int LongestRun = 512;
    const int LongestWord = 40;

    /// <summary>How far a reply's end stays behind while it is looked at.</summary>
    public const int MostHeld = LongestRun + LongestWord + Normalised.Margin;

    readonly HashSet<ulong> runs = [];
    readonly HashSet<ulong> firsts = [];
    readonly int words;

    /// <param name="instructions">What is to stay inside; too few words find nothing.</param>
    /// <param name="words">How many words in a row are a leak, 4 to 40. Fewer find ordinary phrases that both texts have.</param>
    public LeakScreen(string instructions, int words = 12, string entity = "instructions")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(words, 4);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(words, 40);
        (this.words, Entity) = (words, entity);
        var text = Folding.Fold(instructions).Text;
        var all = new List<ulong>();
        for (var at = 0; Word(text, at, out var end) is { } word; at = end) all.Add(word);
        for (var index = 0; index + words <= all.Count; index++)
        {
            runs.Add(Combine(all, index));
            firsts.Add(all[index]);
        }
    }

    public override string Entity { get; }
    public override int Longest => LongestRun;
    public override int Before => 1 + Normalised.Margin;
    public override int After => LongestWord + Normalised.Margin;

    protected override Match? Next(ScanText text, int from)
    {
        if (runs.Count == 0) return null;
        var view = text.Folded;
        for (var index = view.IndexOf(from); index < view.Text.Length; index++)
        {
            if (!char.IsLetterOrDigit(view.Text[index]) || (index > 0 && view.End(index - 1) == view.Start(index) && char.IsLetterOrDigit(view.Text[index - 1]))) continue;
            if (LengthAt(view.Window(index, 0, LongestRun).Ahead) is > 0 and var length) return new(view.Start(index), view.End(index + length - 1), 0.9);
        }

        return null;
    }

    /// <summary>How far a run of the instructions goes that begins here; 0 where none does.</summary>
    int LengthAt(ReadOnlySpan<char> text)
    {
        if (Word(text, 0, out var end) is not { } first || !firsts.Contains(first)) return 0;
        var (read, ends, found) = (new List<ulong> { first }, new List<int> { end }, 0);
        while (Word(text, end, out end) is { } word)
        {
            read.Add(word);
            ends.Add(end);
            if (read.Count < words) continue;
            if (!runs.Contains(Combine(read, read.Count - words))) break;
            found = ends[^1];
        }

        return found;
    }

    ulong Combine(List<ulong> all, int from)
    {
        var hash = 14695981039346656037UL;
        for (var index = from; index < from + words; index++) hash = (hash ^ all[index]) * 1099511628211UL;
        return hash;
    }

    /// <summary>The next word as a number (FNV-1a), or null at the end.</summary>
    static ulong? Word(ReadOnlySpan<char> text, int at, out int end)
    {
        while (at < text.Length && !char.IsLetterOrDigit(text[at])) at++;
        end = at;
        var hash = 14695981039346656037UL;
        for (; end < text.Length && char.IsLetterOrDigit(text[end]); end++) hash = (hash ^ char.ToLowerInvariant(text[end])) * 1099511628211UL;
        return end > at ? hash : null;
    }
}
