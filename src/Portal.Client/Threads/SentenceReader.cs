using System.Text.RegularExpressions;

namespace Portal.Client.Threads;

/// <summary>
/// What a screen reader is told of a reply while it is written: sentences once they are finished, never parts of one, without
/// the signs of Markdown. Code is named, not read out.
/// </summary>
/// <param name="from">What stands before this place has been read.</param>
public sealed partial class SentenceReader(string codeBlock, int from = 0)
{
    const int Longest = 400;

    int read = from;
    bool inCode;

    /// <summary>The sentences that have become whole since the last call; null while there are none.</summary>
    /// <param name="isFinished">True once nothing more comes: what is left is read even without a full stop.</param>
    public string? Next(string text, bool isFinished)
    {
        if (text.Length < read) read = text.Length;
        var end = isFinished ? text.Length : EndOfSentences(text);
        if (end <= read) return null;
        var said = Plain(text[read..end]);
        read = end;
        return said.Length == 0 ? null : said.Length > Longest ? $"{said[..Longest]}…" : said;
    }

    /// <summary>After the last sign that ends a sentence or a line, followed by something that shows it was the end.</summary>
    int EndOfSentences(string text)
    {
        for (var i = text.Length - 1; i > read; i--)
        {
            if (text[i - 1] == '\n') return i;
            if (char.IsWhiteSpace(text[i]) && text[i - 1] is '.' or '!' or '?' or '…' or ':' or '؟' or '۔') return i + 1;
            if (text[i - 1] is '。' or '！' or '？') return i;
        }

        return read;
    }

    string Plain(string text)
    {
        List<string> lines = [];
        foreach (var line in text.Split('\n'))
        {
            var fence = line.TrimStart();
            if (fence.StartsWith("```", StringComparison.Ordinal) || fence.StartsWith("~~~", StringComparison.Ordinal))
            {
                if (!inCode) lines.Add(codeBlock);
                inCode = !inCode;
            }
            else if (!inCode && !Rule().IsMatch(line))
            {
                lines.Add(Signs().Replace(Links().Replace(line, "$1"), " ").Trim());
            }
        }

        return string.Join(' ', lines.Where(line => line.Length > 0));
    }

    [GeneratedRegex(@"!?\[([^\[\]]{0,200})\]\([^()\s]{0,2000}\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"[*_`#>|~]+")]
    private static partial Regex Signs();

    [GeneratedRegex(@"^[\s|:\-=]*$")]
    private static partial Regex Rule();
}
