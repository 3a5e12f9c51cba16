namespace Portal.Client.Threads.Markdown.Tex;

/// <summary>TeX in pieces: a command with its backslash, a number, or one character. Space counts only within text.</summary>
sealed class TexReader(string text)
{
    int at;

    public bool IsAtEnd
    {
        get
        {
            SkipSpace();
            return at >= text.Length;
        }
    }

    /// <summary>The next piece, left where it is; empty at the end.</summary>
    public string Peek()
    {
        var before = at;
        var piece = Next();
        at = before;
        return piece;
    }

    public string Next()
    {
        SkipSpace();
        if (at >= text.Length) return "";
        var start = at++;
        if (text[start] == '\\' && at < text.Length)
        {
            if (!char.IsAsciiLetter(text[at++])) return text[start..at];
            while (at < text.Length && char.IsAsciiLetter(text[at])) at++;
            return text[start..at];
        }

        if (char.IsAsciiDigit(text[start]))
        {
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] is '.' or ',' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))) at++;
        }
        else if (char.IsHighSurrogate(text[start]) && at < text.Length)
        {
            at++;
        }

        return text[start..at];
    }

    public bool Take(string piece)
    {
        if (Peek() != piece) return false;
        Next();
        return true;
    }

    /// <summary>What stands in braces, as it is; null where there are none, or none that close.</summary>
    public string? Braced()
    {
        SkipSpace();
        if (at >= text.Length || text[at] != '{') return null;
        var (start, depth) = (at + 1, 0);
        for (var i = at; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '{') depth++;
            else if (text[i] == '}' && --depth == 0)
            {
                at = i + 1;
                return text[start..i];
            }
        }

        return null;
    }

    void SkipSpace()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
    }
}
