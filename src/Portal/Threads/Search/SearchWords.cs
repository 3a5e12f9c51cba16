using System.Globalization;
using System.Text;

namespace Portal.Threads.Search;

/// <param name="Text">In small letters, without accents.</param>
/// <param name="Start">Where it stands in the text, in UTF-16 code units; <paramref name="End"/> is exclusive.</param>
internal readonly record struct SearchWord(string Text, int Start, int End);

/// <summary>
/// The words of a text, for the index, for what is looked for in it, and for where it is shown: all three go by these. A word
/// is letters and digits in a row; of Chinese and Japanese, which set no spaces, each sign is one.
/// </summary>
internal static class SearchWords
{
    public const int LongestWord = 40;

    public static IEnumerable<SearchWord> Of(string text)
    {
        var word = new StringBuilder();
        var start = 0;
        for (var position = 0; position < text.Length;)
        {
            var length = Rune.TryGetRuneAt(text, position, out var rune) ? rune.Utf16SequenceLength : 1;
            var category = length == 1 && char.IsSurrogate(text[position]) ? UnicodeCategory.OtherNotAssigned : Rune.GetUnicodeCategory(rune);
            var isMark = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
            var isLetter = category <= UnicodeCategory.OtherLetter || category is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber or UnicodeCategory.LetterNumber;
            if (word.Length > 0 && !(isMark || (isLetter && !StandsAlone(rune.Value))))
            {
                yield return new(word.ToString(), start, position);
                word.Clear();
            }

            if (isLetter)
            {
                if (StandsAlone(rune.Value)) yield return new(rune.ToString(), position, position + length);
                else
                {
                    if (word.Length == 0) start = position;
                    if (word.Length < LongestWord) word.Append(length == 1 ? LetterFolding.Fold(text[position]) : Rune.ToLowerInvariant(rune).ToString());
                }
            }

            position += length;
        }

        if (word.Length > 0) yield return new(word.ToString(), start, text.Length);
    }

    static bool StandsAlone(int code) => code is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
