using Microsoft.ML.Tokenizers;

namespace Portal.Models.Tokens;

/// <summary>
/// Counts by o200k_base, the vocabulary of OpenAI's models since GPT-4o. It is exact for those and the nearest at hand for
/// others, whose counts are marked as estimated. Loading takes some 100 ms and happens with the first count, or at <see cref="Warm"/>.
/// </summary>
internal sealed class TokenCounter : ITokenCounter
{
    // Longer stretches are cut, because a text without a single word border takes time that grows faster than its length.
    const int LongestStretch = 1024;

    readonly Lazy<TiktokenTokenizer> tokenizer = new(() => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    public int Count(string model, string text)
    {
        if (text.Length <= LongestStretch) return tokenizer.Value.CountTokens(text);
        var count = 0;
        for (var start = 0; start < text.Length;)
        {
            var length = StretchAt(text, start);
            count += tokenizer.Value.CountTokens(text.AsSpan(start, length));
            start += length;
        }

        return count;
    }

    public void Warm() => _ = tokenizer.Value;

    /// <summary>Ends at a word's border where there is one, else anywhere but within a surrogate pair.</summary>
    static int StretchAt(string text, int start)
    {
        if (text.Length - start <= LongestStretch) return text.Length - start;
        var border = text.AsSpan(start, LongestStretch).LastIndexOf(' ');
        if (border > LongestStretch / 2) return border;
        return char.IsHighSurrogate(text[start + LongestStretch - 1]) ? LongestStretch - 1 : LongestStretch;
    }
}
