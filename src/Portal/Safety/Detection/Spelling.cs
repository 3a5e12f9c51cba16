using System.Buffers;

namespace Portal.Safety.Detection;

/// <summary>
/// The second view: two or more digits in words become figures ("four one five"), and "(at)", "at … dot" and "dot" in
/// an e-mail address become its signs.
/// </summary>
static class Spelling
{
    const char Gone = '\uFFFF';
    /// <summary>How far ahead, and behind, what is around a word decides about it; less than <see cref="Normalised.Margin"/>.</summary>
    const int Ahead = 44, Behind = 24;

    static readonly string[] Digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    static readonly SearchValues<string> Words = SearchValues.Create(
        [.. Digits, "at ", "at(", "at[", "dot", "(at", "[at", "{at", "<at", "( at", "[ at", "(dot", "[dot", "{dot", "<dot", "( dot", "[ dot", "[@]", "(@)", "[.]", "(.)"],
        StringComparison.OrdinalIgnoreCase);

    public static Normalised Spell(Normalised folded)
    {
        var text = folded.Text;
        Overlay? overlay = null;
        for (var from = 0; from < text.Length;)
        {
            var at = text[from..].IndexOfAny(Words);
            if (at < 0) break;
            at += from;
            from = at + 1;
            var near = new Near(folded, at);
            if (near.Sign(at) is var (first, end, sign)) (overlay ??= new(folded)).Write(first, end, sign, true);
            else if (near.Digit(at) is { Length: > 0 } digit && near.IsAmongDigits(at, digit.Length, out var gapBefore, out var gapAfter))
            {
                (overlay ??= new(folded)).Write(at, at + digit.Length, digit.Sign, false);
                overlay.Remove(at - gapBefore, gapBefore);
                overlay.Remove(at + digit.Length, gapAfter);
            }
        }

        return overlay?.View() ?? folded;
    }

    /// <summary>What may be looked at around a word.</summary>
    readonly ref struct Near(Normalised folded, int at)
    {
        readonly ReadOnlySpan<char> text = folded.Text;
        readonly int least = folded.Start(at) - Behind, most = folded.Start(at) + Ahead;

        char this[int index] => index >= 0 && index < text.Length && folded.Start(index) >= least && folded.End(index) <= most ? text[index] : '\0';

        /// <summary>A digit in letters, or one figure alone.</summary>
        public (int Length, char Sign) Digit(int index)
        {
            if (char.IsLetterOrDigit(this[index - 1])) return default;
            if (char.IsAsciiDigit(this[index])) return char.IsLetterOrDigit(this[index + 1]) ? default : (1, this[index]);
            for (var digit = 0; digit < Digits.Length; digit++)
                if (Follows(index, Digits[digit]))
                    return char.IsLetterOrDigit(this[index + Digits[digit].Length]) ? default : (Digits[digit].Length, (char)('0' + digit));
            return default;
        }

        /// <summary>Whether a digit is before or after; the gaps are blanks and commas up to it, none where a dash is between.</summary>
        public bool IsAmongDigits(int index, int length, out int gapBefore, out int gapAfter)
        {
            var (next, last) = (index + length, index - 1);
            while (next < index + length + 3 && IsBetween(this[next])) next++;
            while (last > index - 4 && IsBetween(this[last])) last--;
            var isBefore = last < index - 1 && EndsDigit(last);
            var isAfter = next > index + length && Digit(next).Length > 0;
            gapBefore = isBefore && !text[(last + 1)..index].Contains('-') ? index - last - 1 : 0;
            gapAfter = isAfter && !text[(index + length)..next].Contains('-') ? next - index - length : 0;
            return isBefore || isAfter;
        }

        bool EndsDigit(int last)
        {
            for (var start = last; start > last - 5; start--)
                if (Digit(start) is { Length: > 0 } digit && start + digit.Length == last + 1)
                    return true;
            return false;
        }

        /// <summary>An at sign or a dot, in brackets or between blanks.</summary>
        public (int First, int End, char Sign)? Sign(int index)
        {
            if (Bracketed(index) is { } bracketed) return bracketed;
            if (this[index - 1] != ' ' || !char.IsLetterOrDigit(this[index - 2])) return null;
            if (IsWord(index, "dot") && this[index + 3] == ' ' && char.IsAsciiLetter(this[index + 4])) return (index, index + 3, '.');
            if (!IsWord(index, "at") || this[index + 2] != ' ') return null;
            var host = index + 3;
            while (host < index + 27 && (char.IsAsciiLetterOrDigit(this[host]) || this[host] == '-')) host++;
            if (host == index + 3) return null;
            var blank = host;
            if (this[blank] == ' ') blank++;
            return (blank > host && IsWord(blank, "dot")) || Bracketed(blank) is (_, _, '.') ? (index, index + 2, '@') : null;
        }

        (int, int, char)? Bracketed(int index)
        {
            if (this[index] is not ('(' or '[' or '{' or '<')) return null;
            var word = this[index + 1] == ' ' ? index + 2 : index + 1;
            var (sign, length) = this[word] is '@' or '.' ? (this[word], 1) : IsWord(word, "at") ? ('@', 2) : IsWord(word, "dot") ? ('.', 3) : default;
            if (length == 0) return null;
            var close = this[word + length] == ' ' ? word + length + 1 : word + length;
            return this[close] is ')' or ']' or '}' or '>' ? (index, close + 1, sign) : null;
        }

        bool IsWord(int index, string word) => Follows(index, word) && !char.IsLetterOrDigit(this[index + word.Length]);

        bool Follows(int index, string word)
        {
            for (var offset = 0; offset < word.Length; offset++)
                if ((this[index + offset] | 0x20) != word[offset])
                    return false;
            return true;
        }

        static bool IsBetween(char c) => c is ' ' or ',' or '-';
    }

    /// <summary>The view with what is written over it. Whatever is written is written the same in any order.</summary>
    sealed class Overlay(Normalised folded)
    {
        readonly char[] text = folded.Text.ToArray();
        readonly Dictionary<int, int> ends = [];

        public void Write(int first, int end, char sign, bool withBlanks)
        {
            text[first] = sign;
            ends[first] = folded.End(end - 1);
            Remove(first + 1, end - first - 1);
            if (!withBlanks) return;
            if (first > 0 && text[first - 1] == ' ') text[first - 1] = Gone;
            if (end < text.Length && text[end] == ' ') text[end] = Gone;
        }

        public void Remove(int first, int length) => text.AsSpan(first, length).Fill(Gone);

        public Normalised View()
        {
            var kept = text.Count(c => c != Gone);
            var (view, starts, ended) = (new char[kept], new int[kept], new int[kept]);
            for (var (index, length) = (0, 0); index < text.Length; index++)
                if (text[index] != Gone)
                    (view[length], starts[length], ended[length++]) = (text[index], folded.Start(index), ends.TryGetValue(index, out var end) ? end : folded.End(index));
            return new(new string(view), starts, ended);
        }
    }
}
