using System.Buffers;
using System.Text;

namespace Portal.Safety.Detection;

/// <summary>Words that, near a candidate, say what it is. Their number costs no time.</summary>
sealed class Context
{
    // Words in ASCII are searched for many times faster, so the others are only where the text has other letters too.
    readonly SearchValues<string> ascii, others;

    /// <param name="words">Whole words or phrases, in any case; one that ends in * is the start of a word.</param>
    public Context(IReadOnlyCollection<string> words)
    {
        Words = [.. words.Select(word => Folding.Fold(word).Text.ToString().ToLowerInvariant())];
        var plain = Words.Select(word => word.TrimEnd('*')).ToLookup(word => Ascii.IsValid(word));
        ascii = SearchValues.Create([.. plain[true]], StringComparison.OrdinalIgnoreCase);
        others = SearchValues.Create([.. plain[false]], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>As given, lower case and folded.</summary>
    public IReadOnlyList<string> Words { get; }

    public static Context Of(params string[] words) => new(words);

    /// <summary>Whether one of them is before the candidate, or after its first <paramref name="length"/> characters.</summary>
    public bool IsNear(Window window, int length) => IsIn(window.Behind) || IsIn(window.Ahead[length..]);

    public bool IsIn(ReadOnlySpan<char> text) => IsIn(text, ascii) || (!Ascii.IsValid(text) && IsIn(text, others));

    bool IsIn(ReadOnlySpan<char> text, SearchValues<string> words)
    {
        for (var from = 0; from < text.Length; from++)
        {
            var found = text[from..].IndexOfAny(words);
            if (found < 0) return false;
            from += found;
            if ((from == 0 || !char.IsLetter(text[from - 1])) && IsWhole(text[from..])) return true;
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
