using System.Globalization;
using System.Text.RegularExpressions;

namespace Portal.Safety.Detection;

/// <summary>Reads a regular expression for what a pattern may not have, and for how large it becomes.</summary>
ref struct PatternRules(ReadOnlySpan<char> pattern)
{
    const int LongestPattern = 1000, LargestSize = 4000;
    static readonly string[] Probes = ["", "a", " ", "a b", "0", "-", "\n"];

    readonly ReadOnlySpan<char> pattern = pattern;
    readonly Stack<long> outer = new();
    /// <summary>States so far in this group, and of the last atom, which a quantifier repeats.</summary>
    long size, last;
    int at;

    public const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <returns>Why the pattern is refused; null where it is not.</returns>
    public static string? Check(string pattern)
    {
        if (pattern.Length is 0 or > LongestPattern) return $"A pattern has 1 to {LongestPattern} characters.";
        try
        {
            if (new PatternRules(pattern).Read() is { } refused) return refused;
            var regex = new Regex(pattern, Options);
            return Probes.Any(probe => regex.EnumerateMatches(probe).IsAnyEmpty()) ? "The pattern matches the empty text, so it would match everywhere." : null;
        }
        catch (RegexParseException error)
        {
            return $"The pattern does not compile at character {error.Offset + 1}: {error.Error}.";
        }
        catch (NotSupportedException)
        {
            return "The pattern uses a construct that needs backtracking.";
        }
    }

    string? Read()
    {
        while (at < pattern.Length)
        {
            var c = pattern[at++];
            if (c is '^' or '$') return $"The anchor {c} is not allowed: a match is looked for anywhere, also in a text that is still arriving.";
            if (c == '\\' && Escape() is { } escape) return escape;
            if (c == '[') SkipClass();
            if (c == '(')
            {
                if (Group() is { } group) return group;
                continue;
            }

            if (c == ')')
            {
                if (outer.Count == 0) return null;
                (last, size) = (size, outer.Pop() + size);
            }
            else if (c is '{' && Count() is { } count) Repeat(count);
            else if (c is not ('*' or '+' or '?' or '|')) Atom();
            if (size > LargestSize) return $"The pattern is too large: its counted repetitions make more than {LargestSize} states.";
        }

        return null;
    }

    void Atom() => (last, size) = (1, size + 1);

    void Repeat(int count) => (last, size) = (last * count, size - last + last * count);

    string? Escape()
    {
        if (at >= pattern.Length) return null;
        var c = pattern[at++];
        return c switch
        {
            'A' or 'z' or 'Z' or 'G' => $"The anchor \\{c} is not allowed: a match is looked for anywhere, also in a text that is still arriving.",
            'k' or (>= '1' and <= '9') => "A reference back to a group is not allowed: it needs backtracking.",
            _ => null,
        };
    }

    string? Group()
    {
        outer.Push(size);
        size = last = 0;
        if (at >= pattern.Length || pattern[at] != '?') return null;
        var rest = pattern[(at + 1)..];
        if (rest is ['=' or '!', ..] or ['<', '=' or '!', ..]) return "Looking ahead or behind is not allowed: it needs backtracking.";
        if (rest is ['>' or '(', ..]) return "Atomic groups and conditions are not allowed: they need backtracking.";
        if (rest is ['#', ..]) return "Comments are not allowed in a pattern.";
        if (rest is ['<', ..] or ['\'', ..]) rest = rest[..Math.Max(1, rest[1..].IndexOfAny('>', '\'') + 2)];
        else rest = rest[..(rest.IndexOfAny(':', ')') is >= 0 and var end ? end : rest.Length)];
        if (rest is not (['<' or '\'', ..]) && rest.Contains('x')) return "The option x is not allowed in a pattern.";
        if (rest is ['<' or '\'', ..] && rest.Contains('-')) return "Balancing groups are not allowed: they need backtracking.";
        at += 1 + rest.Length;
        return null;
    }

    void SkipClass()
    {
        var depth = 1;
        if (at < pattern.Length && pattern[at] == '^') at++;
        for (var first = at; at < pattern.Length && depth > 0; at++)
        {
            if (pattern[at] == '\\') at++;
            else if (pattern[at] == '[' && at > first && pattern[at - 1] == '-') depth++;
            else if (pattern[at] == ']' && at > first) depth--;
        }
    }

    int? Count()
    {
        var end = pattern[at..].IndexOf('}');
        if (end < 1) return null;
        var count = pattern.Slice(at, end);
        var most = count[(count.IndexOf(',') + 1)..];
        if (!int.TryParse(most.IsEmpty ? count[..^1] : most, NumberStyles.None, CultureInfo.InvariantCulture, out var times)) return null;
        at += end + 1;
        return Math.Clamp(times, 1, 100_000);
    }
}

static class ValueMatches
{
    public static bool IsAnyEmpty(this Regex.ValueMatchEnumerator matches)
    {
        foreach (var match in matches)
            if (match.Length == 0) return true;
        return false;
    }
}
