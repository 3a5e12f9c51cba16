using System.Buffers;

namespace Portal.Safety.Detection;

/// <summary>Words that, near a candidate, say what it is. Their number costs no time.</summary>
sealed class Context
{
    readonly SearchValues<string> words;

    /// <param name="words">Whole words or phrases, in any case; one that ends in * is the start of a word.</param>
    public Context(IReadOnlyCollection<string> words)
    {
        Words = [.. words.Select(word => Folding.Fold(word).Text.ToString().ToLowerInvariant())];
        this.words = SearchValues.Create([.. Words.Select(word => word.TrimEnd('*'))], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>As given, lower case and folded.</summary>
    public IReadOnlyList<string> Words { get; }

    public static Context Of(params string[] words) => new(words);

    /// <summary>Whether one of them is before the candidate, or after its first <paramref name="length"/> characters.</summary>
    public bool IsNear(Window window, int length) => IsIn(window.Behind) || IsIn(window.Ahead[length..]);

    public bool IsIn(ReadOnlySpan<char> text)
    {
        for (var from = 0; from < text.Length;)
        {
            var found = text[from..].IndexOfAny(words);
            if (found < 0) return false;
            from += found;
            if ((from == 0 || !char.IsLetter(text[from - 1])) && IsWhole(text[from..])) return true;
            from++;
        }

        return false;
    }

    bool IsWhole(ReadOnlySpan<char> text)
    {
        foreach (var word in Words)
        {
            var plain = word.AsSpan().TrimEnd('*');
            if (text.StartsWith(plain, StringComparison.OrdinalIgnoreCase)
                && (plain.Length < word.Length || plain.Length == text.Length || !char.IsLetter(text[plain.Length])))
                return true;
        }

        return false;
    }
}
