using System.Text.RegularExpressions;

namespace Portal.Safety.Detection;

/// <summary>
/// A regular expression of one's own, in time linear in the text. It is looked for in the text as it is and in its
/// folded view, see <see cref="Normalised"/>. \b knows the character before and after a match, no more is known of what
/// is around it.
/// </summary>
sealed class PatternDetector : Detector
{
    /// <summary>The longest match that may be asked for, in characters.</summary>
    public const int LongestMatch = 512;

    /// <summary>How far from a match its context words may be, in characters.</summary>
    public const int ContextBefore = 64, ContextAfter = 32;

    readonly Regex regex;
    readonly Context? context;
    readonly Func<string, bool>? checkDigit;

    /// <param name="pattern">One that <see cref="Check"/> has nothing against.</param>
    /// <param name="entity">The name under which it reports.</param>
    /// <param name="maxMatch">The longest match in characters, 1 to <see cref="LongestMatch"/>; longer ones do not count.</param>
    /// <param name="contextWords">One of these must be near; null or empty where none need be.</param>
    /// <param name="checkDigit">One of <see cref="CheckDigits.Names"/>, which the letters and digits of a match must pass.</param>
    /// <exception cref="ArgumentException">The pattern is refused, the length out of range, or the rule unknown.</exception>
    public PatternDetector(string pattern, string entity, int maxMatch = 128, IReadOnlyCollection<string>? contextWords = null, string? checkDigit = null)
    {
        if (Check(pattern) is { } refused) throw new ArgumentException(refused, nameof(pattern));
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMatch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxMatch, LongestMatch);
        regex = new(pattern, PatternRules.Options);
        (Entity, Longest) = (entity, maxMatch);
        if (contextWords is { Count: > 0 }) context = new(contextWords);
        if (checkDigit is not null) this.checkDigit = CheckDigits.Find(checkDigit) ?? throw new ArgumentException($"There is no check digit rule “{checkDigit}”.", nameof(checkDigit));
    }

    public override string Entity { get; }
    public override int Longest { get; }
    public override int Before => ContextBefore + Normalised.Margin;
    public override int After => ContextAfter + Normalised.Margin;

    /// <returns>Why a pattern is refused, in a sentence for its author; null where it is not.</returns>
    public static string? Check(string pattern) => PatternRules.Check(pattern);

    protected override Match? Next(ScanText text, int from)
    {
        var raw = text.Next(this, 0, from, (text, from) => Next(text.Raw, from));
        return text.Folded.IsOriginal ? raw : Leftmost(raw, text.Next(this, 1, from, (text, from) => Next(text.Folded, from)));
    }

    /// <summary>
    /// Starts are tried in blocks: one search over a block and the longest match after it tells whether any start in it
    /// may match. After a match that is too long the block becomes shorter, so that few characters are read often.
    /// </summary>
    Match? Next(Normalised view, int from)
    {
        var (index, block) = (view.IndexOf(from), 4 * Longest);
        while (index < view.Text.Length)
        {
            var until = Math.Min(view.Text.Length, index + block + Longest + ContextAfter);
            var start = Start(view.Text[..until], index);
            if (start < 0 || start >= index + block)
            {
                index += block;
                block = Math.Min(2 * block, 4 * Longest);
                continue;
            }

            if (At(view, start) is { } match) return match;
            index = start + 1;
            block = Math.Max(1, block / 2);
        }

        return null;
    }

    int Start(ReadOnlySpan<char> text, int from)
    {
        // One character before is enough for \b, and spares the engine the text that is done.
        var skipped = Math.Max(0, from - 2);
        foreach (var match in regex.EnumerateMatches(text[skipped..], from - skipped))
            return skipped + match.Index;
        return -1;
    }

    Match? At(Normalised view, int index)
    {
        var window = view.Window(index, ContextBefore, Longest + ContextAfter);
        foreach (var match in regex.EnumerateMatches(window.Text, window.Behind.Length))
        {
            if (match.Index > window.Behind.Length || match.Length == 0) return null;
            var (start, end) = (view.Start(index), view.End(index + match.Length - 1));
            return end - start <= Longest && context?.IsNear(window, match.Length) != false && IsChecked(window.Ahead[..match.Length]) ? new(start, end, context is null ? 0.8 : 0.95) : null;
        }

        return null;
    }

    bool IsChecked(ReadOnlySpan<char> found)
    {
        if (checkDigit is null) return true;
        Span<char> kept = stackalloc char[found.Length];
        var length = 0;
        foreach (var c in found)
            if (char.IsAsciiLetterOrDigit(c)) kept[length++] = char.ToUpperInvariant(c);
        return checkDigit(new(kept[..length]));
    }
}
