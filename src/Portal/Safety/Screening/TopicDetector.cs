using System.Buffers;
using Portal.Safety.Detection;

namespace Portal.Safety.Screening;

/// <summary>Finds where all words of a topic stand in one sentence, in any order, each perhaps with another ending: “refund” is in “refunds” too.</summary>
internal sealed class TopicDetector(string topic) : Detector
{
    const int LongestSentence = 400;
    const int LongestEnding = 3;

    readonly (string Text, SearchValues<string> Anywhere)[] words = [.. Folding.Fold(topic).Text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .Distinct(StringComparer.OrdinalIgnoreCase).Select(word => (word, SearchValues.Create([word], StringComparison.OrdinalIgnoreCase)))];

    public override string Entity => topic;

    public override int Longest => LongestSentence;

    public override int Before => 1 + Normalised.Margin;

    public override int After => 1 + Normalised.Margin;

    /// <summary>From the first of its words in a sentence to the last one.</summary>
    protected override Match? Next(ScanText text, int from)
    {
        var view = text.Folded;
        for (var index = view.IndexOf(from); index < view.Text.Length; index++)
        {
            if ((index > 0 && char.IsLetterOrDigit(view.Text[index - 1])) || !MayBegin(view.Text[index..])) continue;
            var ahead = view.Window(index, 0, LongestSentence + 1).Ahead;
            if (!MayHoldAll(ahead)) continue;
            var sentence = Sentence(ahead);
            if (EndOfAll(sentence) is > 0 and var end && view.End(index + end - 1) - view.Start(index) <= Longest) return new(view.Start(index), view.End(index + end - 1), 1);
        }

        return null;
    }

    /// <summary>Cheaply, whether it is worth reading the sentence.</summary>
    bool MayBegin(ReadOnlySpan<char> text)
    {
        foreach (var (word, _) in words)
            if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    bool MayHoldAll(ReadOnlySpan<char> text)
    {
        foreach (var (_, anywhere) in words)
            if (!text.ContainsAny(anywhere)) return false;
        return true;
    }

    /// <summary>The end of the last word where one of them begins the text and all are in it; else 0.</summary>
    int EndOfAll(ReadOnlySpan<char> sentence)
    {
        var (begins, last) = (false, 0);
        foreach (var word in words)
        {
            if (EndOf(sentence, word) is not (> 0 and var end)) return 0;
            begins |= LengthAt(sentence, 0, word.Text) > 0;
            last = Math.Max(last, end);
        }

        return begins ? last : 0;
    }

    static int EndOf(ReadOnlySpan<char> sentence, (string Text, SearchValues<string> Anywhere) word)
    {
        for (var at = 0; sentence[at..].IndexOfAny(word.Anywhere) is >= 0 and var ahead; at++)
        {
            at += ahead;
            if ((at == 0 || !char.IsLetterOrDigit(sentence[at - 1])) && LengthAt(sentence, at, word.Text) is > 0 and var length) return at + length;
        }

        return 0;
    }

    /// <summary>The length of the word there with its ending, 0 where it is another one.</summary>
    static int LengthAt(ReadOnlySpan<char> text, int at, string word)
    {
        if (!text[at..].StartsWith(word, StringComparison.OrdinalIgnoreCase)) return 0;
        var end = at + word.Length;
        while (end < text.Length && char.IsLetterOrDigit(text[end])) end++;
        return end - at - word.Length <= LongestEnding ? end - at : 0;
    }

    static ReadOnlySpan<char> Sentence(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length; at++)
            if (text[at] == '\n' || (text[at] is '.' or '!' or '?' && at + 1 < text.Length && char.IsWhiteSpace(text[at + 1]))) return text[..at];
        return text;
    }
}
