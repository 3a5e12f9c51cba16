namespace Portal.Client.Threads.Markdown.Code;

/// <summary>
/// Parts code into what is coloured alike, in one pass whose time grows with the length alone: regular expressions, which
/// libraries for this are made of, can be led to take minutes by what a model writes.
/// </summary>
static class CodeLexer
{
    /// <summary>Longer code stays plain.</summary>
    public const int MaxLength = 20_000;

    /// <summary>Null where the language is not known or the code is too long.</summary>
    public static IReadOnlyList<CodeToken>? Read(string code, string? language)
    {
        if (code.Length > MaxLength || string.IsNullOrWhiteSpace(language)) return null;
        var name = language.Trim().Split(' ', '{', ',')[0];
        return name.ToLowerInvariant() switch
        {
            "json" or "jsonc" or "json5" => Merge(code, DataLexer.Json(code)),
            "yaml" or "yml" => Merge(code, DataLexer.Yaml(code)),
            "css" or "scss" or "less" => Merge(code, DataLexer.Css(code)),
            "html" or "xml" or "svg" or "xaml" or "vue" or "htm" or "csproj" => Merge(code, DataLexer.Markup(code)),
            "diff" or "patch" => Merge(code, DataLexer.Diff(code)),
            _ => CodeLanguage.Find(name) is { } known ? Merge(code, Of(code, known)) : null,
        };
    }

    static IEnumerable<CodeToken> Of(string code, CodeLanguage language)
    {
        for (var at = 0; at < code.Length;)
        {
            var start = at;
            var kind = CodeKind.Plain;
            if (language.Line.Any(mark => StartsAt(code, at, mark) && (mark != "#" || at == 0 || char.IsWhiteSpace(code[at - 1]))))
            {
                (kind, at) = (CodeKind.Comment, EndOf(code, at, "\n"));
            }
            else if (language.BlockStart is { } begin && StartsAt(code, at, begin))
            {
                (kind, at) = (CodeKind.Comment, After(code, at + begin.Length, language.BlockEnd!));
            }
            else if (language.Quotes.Contains(code[at]))
            {
                (kind, at) = (CodeKind.Text, AfterText(code, at));
            }
            else if (char.IsAsciiDigit(code[at]))
            {
                kind = CodeKind.Number;
                while (at < code.Length && (char.IsAsciiLetterOrDigit(code[at]) || code[at] is '.' or '_')) at++;
            }
            else if (IsWord(code[at]) || code[at] == language.Sigil)
            {
                at++;
                while (at < code.Length && (IsWord(code[at]) || char.IsAsciiDigit(code[at]))) at++;
                kind = code[start] == language.Sigil ? CodeKind.Name : language.Words.Contains(code[start..at]) ? CodeKind.Keyword : CodeKind.Plain;
            }
            else
            {
                at++;
            }

            yield return new(kind, start, at - start);
        }
    }

    internal static bool StartsAt(string code, int at, string mark) => string.CompareOrdinal(code, at, mark, 0, mark.Length) == 0;

    /// <summary>The place of the mark, or the end.</summary>
    internal static int EndOf(string code, int from, string mark)
    {
        var end = from < code.Length ? code.IndexOf(mark, from, StringComparison.Ordinal) : -1;
        return end < 0 ? code.Length : end;
    }

    internal static int After(string code, int from, string mark) => Math.Min(code.Length, EndOf(code, from, mark) + mark.Length);

    /// <summary>After a text in quotes; three of them, and backticks, go over several lines.</summary>
    internal static int AfterText(string code, int at)
    {
        var quote = code[at];
        if (StartsAt(code, at, new string(quote, 3))) return After(code, at + 3, new string(quote, 3));
        for (var i = at + 1; i < code.Length; i++)
        {
            if (code[i] == '\\') i++;
            else if (code[i] == quote) return i + 1;
            else if (code[i] == '\n' && quote != '`') return i;
        }

        return code.Length;
    }

    internal static bool IsWord(char character) => char.IsLetter(character) || character == '_';

    /// <summary>Neighbours of one kind become one, and none is left out.</summary>
    static List<CodeToken> Merge(string code, IEnumerable<CodeToken> tokens)
    {
        List<CodeToken> merged = [];
        foreach (var token in tokens)
        {
            if (token.Length == 0) continue;
            var kind = token.Kind != CodeKind.Plain && string.IsNullOrWhiteSpace(code.Substring(token.Start, token.Length)) ? CodeKind.Plain : token.Kind;
            if (merged is [.., var last] && last.Kind == kind) merged[^1] = last with { Length = last.Length + token.Length };
            else merged.Add(token with { Kind = kind });
        }

        return merged;
    }
}
