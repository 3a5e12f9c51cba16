using static Portal.Client.Threads.Markdown.Code.CodeLexer;

namespace Portal.Client.Threads.Markdown.Code;

/// <summary>Languages that hold data or layout rather than statements.</summary>
static class DataLexer
{
    public static IEnumerable<CodeToken> Json(string code)
    {
        for (var at = 0; at < code.Length;)
        {
            var start = at;
            var kind = CodeKind.Plain;
            if (code[at] == '"')
            {
                at = AfterText(code, at);
                var next = at;
                while (next < code.Length && char.IsWhiteSpace(code[next])) next++;
                kind = next < code.Length && code[next] == ':' ? CodeKind.Name : CodeKind.Text;
            }
            else if (StartsAt(code, at, "//"))
            {
                (kind, at) = (CodeKind.Comment, EndOf(code, at, "\n"));
            }
            else if (char.IsAsciiDigit(code[at]) || (code[at] == '-' && at + 1 < code.Length && char.IsAsciiDigit(code[at + 1])))
            {
                kind = CodeKind.Number;
                at++;
                while (at < code.Length && (char.IsAsciiLetterOrDigit(code[at]) || code[at] is '.' or '+' or '-')) at++;
            }
            else if (IsWord(code[at]))
            {
                while (at < code.Length && IsWord(code[at])) at++;
                kind = code[start..at] is "true" or "false" or "null" ? CodeKind.Keyword : CodeKind.Plain;
            }
            else
            {
                at++;
            }

            yield return new(kind, start, at - start);
        }
    }

    public static IEnumerable<CodeToken> Yaml(string code)
    {
        foreach (var (start, end) in Lines(code))
        {
            var at = start;
            while (at < end && code[at] is ' ' or '-') at++;
            var colon = code.IndexOf(':', at, end - at);
            var comment = code.IndexOf('#', start, end - start);
            if (comment >= 0 && comment > start && !char.IsWhiteSpace(code[comment - 1])) comment = -1;
            var stop = comment < 0 ? end : comment;
            yield return new(CodeKind.Plain, start, at - start);
            if (colon > at && colon < stop && (colon + 1 >= end || char.IsWhiteSpace(code[colon + 1])))
            {
                yield return new(CodeKind.Name, at, colon - at);
                yield return new(CodeKind.Plain, colon, 1);
                at = colon + 1;
            }

            if (stop > at) yield return new(KindOfValue(code[at..stop].Trim()), at, stop - at);
            if (end > Math.Max(stop, at)) yield return new(CodeKind.Comment, Math.Max(stop, at), end - Math.Max(stop, at));
        }
    }

    public static IEnumerable<CodeToken> Css(string code)
    {
        var inBlock = false;
        var isValue = false;
        for (var at = 0; at < code.Length;)
        {
            var start = at;
            var kind = CodeKind.Plain;
            if (StartsAt(code, at, "/*"))
            {
                (kind, at) = (CodeKind.Comment, After(code, at + 2, "*/"));
            }
            else if (code[at] is '"' or '\'')
            {
                (kind, at) = (CodeKind.Text, AfterText(code, at));
            }
            else if (char.IsAsciiDigit(code[at]) || (code[at] == '#' && isValue))
            {
                kind = CodeKind.Number;
                at++;
                while (at < code.Length && (char.IsAsciiLetterOrDigit(code[at]) || code[at] is '.' or '%')) at++;
            }
            else if (IsWord(code[at]) || code[at] is '-' or '@')
            {
                while (at < code.Length && (IsWord(code[at]) || char.IsAsciiDigit(code[at]) || code[at] is '-' or '@')) at++;
                kind = code[start] == '@' ? CodeKind.Keyword : !inBlock ? CodeKind.Tag : isValue ? CodeKind.Plain : CodeKind.Name;
            }
            else
            {
                (inBlock, isValue) = code[at] switch
                {
                    '{' => (true, false),
                    '}' => (false, false),
                    ';' => (inBlock, false),
                    ':' => (inBlock, inBlock),
                    _ => (inBlock, isValue),
                };
                at++;
            }

            yield return new(kind, start, at - start);
        }
    }

    public static IEnumerable<CodeToken> Markup(string code)
    {
        var inTag = false;
        for (var at = 0; at < code.Length;)
        {
            var start = at;
            var kind = CodeKind.Plain;
            if (!inTag && StartsAt(code, at, "<!--"))
            {
                (kind, at) = (CodeKind.Comment, After(code, at + 4, "-->"));
            }
            else if (!inTag && code[at] == '<')
            {
                at++;
                while (at < code.Length && (char.IsLetterOrDigit(code[at]) || code[at] is '/' or '!' or '?' or '-' or ':' or '.')) at++;
                (kind, inTag) = (CodeKind.Tag, at > start + 1);
            }
            else if (!inTag)
            {
                at = EndOf(code, at, "<");
            }
            else if (code[at] == '>')
            {
                (kind, inTag) = (CodeKind.Tag, false);
                at++;
            }
            else if (code[at] is '"' or '\'')
            {
                (kind, at) = (CodeKind.Text, After(code, at + 1, code[at].ToString()));
            }
            else if (IsWord(code[at]) || code[at] is '@' or ':')
            {
                kind = CodeKind.Name;
                while (at < code.Length && !char.IsWhiteSpace(code[at]) && code[at] is not ('=' or '>' or '/')) at++;
                if (at == start) at++;
            }
            else
            {
                at++;
            }

            yield return new(kind, start, at - start);
        }
    }

    public static IEnumerable<CodeToken> Diff(string code)
    {
        foreach (var (start, end) in Lines(code))
        {
            var kind = StartsAt(code, start, "+++") || StartsAt(code, start, "---") ? CodeKind.Comment : code[start] switch
            {
                '+' => CodeKind.Added,
                '-' => CodeKind.Removed,
                '@' => CodeKind.Name,
                _ => CodeKind.Plain,
            };
            yield return new(kind, start, end - start);
        }
    }

    static CodeKind KindOfValue(string value) => value switch
    {
        "true" or "false" or "null" or "yes" or "no" => CodeKind.Keyword,
        _ when double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _) => CodeKind.Number,
        ['"' or '\'', ..] => CodeKind.Text,
        _ => CodeKind.Plain,
    };

    /// <summary>Each with the break that ends it.</summary>
    static IEnumerable<(int Start, int End)> Lines(string code)
    {
        for (var start = 0; start < code.Length;)
        {
            var end = After(code, start, "\n");
            yield return (start, end);
            start = end;
        }
    }
}
