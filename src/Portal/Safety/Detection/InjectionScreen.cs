using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Safety.Detection;

/// <summary>
/// How much a text looks like an attempt to turn an assistant against its instructions: orders to ignore them, roles
/// without limits, requests for the prompt, faked marks of roles, orders hidden in codes or in data, and ways to carry data
/// out. Heuristics over the normalised text: a rewording that avoids all known turns of phrase passes.
/// </summary>
static class InjectionScreen
{
    /// <summary>From here on a text counts as an attack.</summary>
    public const double DefaultThreshold = 0.5;

    /// <summary>More of a text is screened in pieces of this many characters, which overlap by half.</summary>
    const int Piece = 8000;

    /// <returns>0 for nothing, towards 1 the more signs there are.</returns>
    /// <remarks>The first call builds the rules, which takes about a second; a message then takes well under a millisecond.</remarks>
    public static double Score(string text)
    {
        var most = 0.0;
        for (var from = 0; from == 0 || from + Piece / 2 < text.Length; from += Piece / 2)
            most = Math.Max(most, ScorePiece(text.Substring(from, Math.Min(Piece, text.Length - from))));
        return most;
    }

    static double ScorePiece(string text)
    {
        var scanned = new ScanText(text);
        var plain = Plain(scanned.Folded.Text);
        var score = ScorePlain(plain);
        foreach (var run in scanned.Encoded)
            if (ScorePlain(Plain(run.Decoded.Folded.Text)) is > 0.3 and var encoded) score = Join(score, Math.Max(encoded, 0.7));
        if (Hidden(text) is { Length: > 3 } hidden) score = Join(Join(score, 0.5), ScorePlain(Plain(hidden)));
        if (Unleet(plain) is { } words) score = Math.Max(score, ScorePlain(words));
        return Unspaced(plain) is { } joined ? Math.Max(score, ScorePlain(joined)) : score;
    }

    static double ScorePlain(string text)
    {
        var (score, families) = (0.0, 0);
        foreach (var family in InjectionRules.Families)
        {
            var most = 0.0;
            foreach (var rule in family)
                if (rule.Weight > most && rule.IsIn(text)) most = rule.Weight;
            if (most == 0) continue;
            score = Join(score, most);
            families++;
        }

        // Talk about attacks, which quotes one of them.
        return families == 1 && InjectionRules.Talk.IsMatch(text) ? score * 0.6 : score;
    }

    static double Join(double one, double other) => 1 - (1 - one) * (1 - other);

    /// <summary>Small letters, blanks as one, line breaks kept.</summary>
    static string Plain(ReadOnlySpan<char> text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var sign = c is '\n' ? '\n' : char.IsWhiteSpace(c) ? ' ' : char.ToLowerInvariant(c);
            if (sign is ' ' && plain.Length > 0 && plain[^1] is ' ' or '\n') continue;
            plain.Append(sign);
        }

        return plain.ToString();
    }

    /// <summary>What is written in tag characters, which no reader sees.</summary>
    static string Hidden(string text)
    {
        var hidden = new StringBuilder();
        for (var index = 0; index + 1 < text.Length; index++)
            if (text[index] == '\uDB40' && text[index + 1] is >= '\uDC20' and <= '\uDC7E') hidden.Append((char)(text[index + 1] - 0xDC00));
        return hidden.ToString();
    }

    /// <summary>Words with digits and signs for letters, as 1gn0re; null where there are none.</summary>
    static string? Unleet(string text)
    {
        const string From = "0134578@$", To = "oieastbas";
        StringBuilder? words = null;
        for (var index = 1; index + 1 < text.Length; index++)
            if (From.IndexOf(text[index]) is >= 0 and var sign && (char.IsAsciiLetter(text[index - 1]) || char.IsAsciiLetter(text[index + 1])))
                (words ??= new(text))[index] = To[sign];
        if (text.Length > 1 && From.IndexOf(text[0]) is >= 0 and var first && char.IsAsciiLetter(text[1])) (words ??= new(text))[0] = To[first];
        return words?.ToString();
    }

    /// <summary>Letters that stand alone, joined: i g n o r e. Null where there are fewer than six in a row.</summary>
    static string? Unspaced(string text)
    {
        var joined = new StringBuilder(text.Length);
        var isChanged = false;
        for (var index = 0; index < text.Length;)
        {
            var end = index;
            while (end + 2 < text.Length && char.IsAsciiLetter(text[end]) && text[end + 1] is ' ' or '-' or '.' or '_' && char.IsAsciiLetter(text[end + 2])
                && (end + 3 == text.Length || !char.IsAsciiLetter(text[end + 3])) && (end > index || index == 0 || !char.IsAsciiLetter(text[index - 1]))) end += 2;
            if (end - index >= 10)
            {
                for (; index <= end; index += 2) joined.Append(text[index]);
                index = end + 1;
                isChanged = true;
            }
            else joined.Append(text[index++]);
        }

        return isChanged ? joined.ToString() : null;
    }
}

/// <summary>One turn of phrase: how strongly it speaks for an attack, and what must not follow it.</summary>
sealed class InjectionRule(double weight, string pattern, string? unless = null)
{
    const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    readonly Lazy<Regex> regex = new(() => new(pattern, Options));
    readonly Lazy<Regex?> exception = new(() => unless is null ? null : new(@"\A\W{0,3}(?:" + unless + ")", Options));

    public double Weight => weight;

    public bool IsIn(string text)
    {
        foreach (var match in regex.Value.EnumerateMatches(text))
            if (exception.Value?.IsMatch(text.AsSpan(match.Index + match.Length, Math.Min(40, text.Length - match.Index - match.Length))) != true) return true;
        return false;
    }
}
