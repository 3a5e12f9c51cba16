namespace Portal.Safety.Detection;

/// <summary>
/// Words and phrases, in any case and whatever blanks are between their words; at a word's borders where they begin or
/// end with a letter or digit. Time does not grow with their number.
/// </summary>
sealed class PhraseDetector : Detector
{
    /// <summary>The longest phrase, in characters.</summary>
    public const int LongestPhrase = 200;
    const int MostBlanks = 8;

    readonly Dictionary<long, int> next = [];
    readonly HashSet<int> ends = [];
    readonly HashSet<char> firsts = [];
    int longest;

    /// <param name="phrases">Blank ones are left out.</param>
    /// <param name="entity">The name under which it reports.</param>
    /// <exception cref="ArgumentException">A phrase is longer than <see cref="LongestPhrase"/>.</exception>
    public PhraseDetector(IEnumerable<string> phrases, string entity = "phrase")
    {
        Entity = entity;
        foreach (var phrase in phrases)
        {
            // Capitals fold to other letters than small ones: Greek nu looks like N and like v.
            var words = phrase.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            Add(words);
            Add([.. words.Select(word => word.ToUpperInvariant())]);
            Add([.. words.Select(word => word.ToLowerInvariant())]);
            Add([.. words.Select(word => char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant())]);
        }
    }

    public override string Entity { get; }
    public override int Longest => 2 * longest + MostBlanks;
    public override int Before => 1 + Normalised.Margin;
    public override int After => 1 + Normalised.Margin;

    protected override Match? Next(ScanText text, int from)
    {
        var view = text.Folded;
        var signs = view.Text;
        for (var index = view.IndexOf(from); index < signs.Length; index++)
        {
            if (!firsts.Contains(char.ToLowerInvariant(signs[index])) || (IsWord(signs[index]) && IsTouching(view, index))) continue;
            var length = LengthAt(view.Window(index, 0, Longest + 1).Ahead);
            if (length > 0 && view.End(index + length - 1) - view.Start(index) <= Longest) return new(view.Start(index), view.End(index + length - 1), 1);
        }

        return null;
    }

    static bool IsTouching(Normalised view, int index) => index > 0 && view.End(index - 1) == view.Start(index) && IsWord(view.Text[index - 1]);

    int LengthAt(ReadOnlySpan<char> text)
    {
        var (node, found) = (0, 0);
        for (var index = 0; index < text.Length;)
        {
            var isBlank = char.IsWhiteSpace(text[index]);
            if (!next.TryGetValue(Edge(node, isBlank ? ' ' : char.ToLowerInvariant(text[index])), out node)) break;
            index++;
            for (var most = index + MostBlanks - 1; isBlank && index < most && index < text.Length && char.IsWhiteSpace(text[index]);) index++;
            if (ends.Contains(node) && !(index < text.Length && IsWord(text[index - 1]) && IsWord(text[index]))) found = index;
        }

        return found;
    }

    void Add(string[] words)
    {
        var phrase = Folding.Fold(string.Join(' ', words)).Text.ToString().ToLowerInvariant();
        if (phrase.Length > LongestPhrase) throw new ArgumentException($"A phrase has at most {LongestPhrase} characters.", nameof(words));
        longest = Math.Max(longest, phrase.Length);
        firsts.Add(phrase[0]);
        var node = 0;
        foreach (var sign in phrase)
        {
            if (!next.TryGetValue(Edge(node, sign), out var child)) next[Edge(node, sign)] = child = next.Count + 1;
            node = child;
        }

        ends.Add(node);
    }

    static long Edge(int node, char sign) => (long)node << 16 | sign;

    /// <summary>Scripts without blanks between words have no borders of words.</summary>
    static bool IsWord(char c) => c < '\u2E80' && (char.IsLetterOrDigit(c) || c == '_');
}
