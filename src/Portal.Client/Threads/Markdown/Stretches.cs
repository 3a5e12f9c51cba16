namespace Portal.Client.Threads.Markdown;

/// <summary>From one empty line to the next, a fenced block of code or of a formula counted as one.</summary>
/// <param name="IsSafe">False where the parser would take too long or nest too deep.</param>
readonly record struct Stretch(int Start, int End, bool IsSafe);

static class Stretches
{
    /// <summary>The parser's time grows with the square of these; a thousand take it 30 ms.</summary>
    const int MaxDelimiters = 1000;
    const int MaxNesting = 24;

    public static IEnumerable<Stretch> Of(string text, int from)
    {
        var (start, delimiters, safe) = (from, 0, true);
        var fence = "";
        for (var position = from; position < text.Length;)
        {
            var end = text.IndexOf('\n', position);
            end = end < 0 ? text.Length : end + 1;
            var line = text.AsSpan(position, end - position);
            var content = line.TrimStart();
            var inCode = fence.Length > 0;
            if (inCode)
            {
                if (content.StartsWith(fence, StringComparison.Ordinal) && content.TrimEnd().Trim(fence[0]).Length == 0) fence = "";
            }
            else
            {
                fence = FenceOf(content);
                delimiters += content.Length - CountOthers(content);
                safe &= delimiters <= MaxDelimiters && Nesting(content) <= MaxNesting;
            }

            position = end;
            if (!inCode && content.IsEmpty && position < text.Length)
            {
                yield return new(start, position, safe && position - start <= MarkdownText.MaxLength);
                (start, delimiters, safe) = (position, 0, true);
            }
        }

        if (start < text.Length) yield return new(start, text.Length, safe && text.Length - start <= MarkdownText.MaxLength);
    }

    static string FenceOf(ReadOnlySpan<char> content)
    {
        if (content.TrimEnd() is "$$") return "$$";
        if (content.Length < 3 || content[0] is not ('`' or '~')) return "";
        var length = content.IndexOfAnyExcept(content[0]);
        length = length < 0 ? content.Length : length;
        return length < 3 || (content[0] == '`' && content[length..].Contains('`')) ? "" : new string(content[0], length);
    }

    static int CountOthers(ReadOnlySpan<char> content)
    {
        var others = 0;
        foreach (var character in content)
            if (character is not ('*' or '_' or '[' or ']' or '~' or '`' or '|' or '<' or '$' or '\\')) others++;
        return others;
    }

    /// <summary>Containers that a line opens: quotes, and list items within list items.</summary>
    static int Nesting(ReadOnlySpan<char> content)
    {
        var depth = 0;
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '>' || (content[i] is '-' or '+' or '*' or '.' or ')' && i + 1 < content.Length && content[i + 1] is ' ' or '\t')) depth++;
            else if (content[i] is not (' ' or '\t') && !char.IsAsciiDigit(content[i])) break;
        }

        return depth;
    }
}
