using System.Buffers;
using System.Net;

namespace Portal.Safety.Detection.Recognisers;

/// <summary>IP addresses of both versions; not what follows a word such as version.</summary>
sealed class IpAddress : Recogniser
{
    const int LongestV6 = 45;
    static readonly SearchValues<char> Signs = SearchValues.Create("0123456789abcdefABCDEF:.");
    static readonly Context Versions = Context.Of("ver", "version*", "release*", "build", "section", "chapter", "firmware", "upgrade*", "driver", "assembly", "package", "clause", "paragraph", "oid");

    public override int Longest => 96;

    public override int Candidate(ReadOnlySpan<char> text, int from)
    {
        for (var at = from; ;)
        {
            var found = text[at..].IndexOfAny(':', '.');
            if (found < 0) return -1;
            at += found;
            var (last, next) = (at > 0 ? text[at - 1] : '\0', at + 1 < text.Length ? text[at + 1] : '\0');
            if (text[at] == '.' ? !(char.IsAsciiDigit(last) && char.IsAsciiDigit(next)) : !(char.IsAsciiHexDigit(next) || next == ':'))
            {
                at++;
                continue;
            }

            var start = at;
            while (start > from && at - start < 4 && char.IsAsciiHexDigit(text[start - 1])) start--;
            if (start < at || (text[at] == ':' && at + 1 < text.Length && text[at + 1] == ':')) return start;
            at++;
        }
    }

    public override Hit At(Window window)
    {
        if (window.Previous is '.' or ':' or '_' && window.Behind.Length > 1 && char.IsLetterOrDigit(window.Behind[^2]) && !(window.Previous is ':' && window[0] is not ':' && char.IsLetter(window.Behind[^2]))) return Hit.None;
        if (char.IsLetterOrDigit(window.Previous) || window.Previous is '-' && window.Behind.Length > 1 && char.IsAsciiDigit(window.Behind[^2])) return Hit.None;
        var length = window.Ahead.IndexOfAnyExcept(Signs);
        if (length < 0) length = window.Ahead.Length;
        var token = window.Ahead[..Math.Min(length, LongestV6 + 1)];
        return token.Contains(':') && VersionSix(window, token.TrimEnd('.')) is { Length: > 0 } six ? six : VersionFour(window);
    }

    static Hit VersionFour(Window window)
    {
        var (at, parts) = (0, 0);
        while (parts < 4)
        {
            var start = at;
            while (at < start + 4 && char.IsAsciiDigit(window[at])) at++;
            if (at == start || at > start + 3 || Numbers.Value(window.Ahead[start..at]) > 255 || (at > start + 1 && window[start] == '0')) return Hit.None;
            if (++parts < 4 && window[at++] != '.') return Hit.None;
        }

        if (char.IsLetterOrDigit(window[at]) || (window[at] is '.' or '-' && char.IsAsciiDigit(window[at + 1])) || window.Ahead[..at] is "0.0.0.0") return Hit.None;
        return Versions.IsIn(Numbers.Near(window, 20)) ? Hit.None : new(at, 0.95);
    }

    static Hit VersionSix(Window window, ReadOnlySpan<char> token)
    {
        if (token.EndsWith("::", StringComparison.Ordinal) is false) token = token.TrimEnd(':');
        var groups = token.Count(':') + 1;
        if (token.Length is < 3 or > LongestV6 || groups < 3 || token.IndexOfAnyInRange('0', '9') < 0 || char.IsLetterOrDigit(window[token.Length])) return Hit.None;
        var isShort = token.IndexOf("::", StringComparison.Ordinal) >= 0;
        // Names joined by :: are code; loopback and addresses with a full first group are not.
        if (isShort && groups < 4 && token is not "::1" && !(token.IndexOf(':') is 3 or 4)) return Hit.None;
        return (isShort || groups == 8 || token.Contains('.')) && IPAddress.TryParse(token, out _) ? new(token.Length, 0.95) : Hit.None;
    }
}

/// <summary>Hardware addresses: six pairs with colons or dashes, or three groups of four with dots.</summary>
sealed class MacAddress : Recogniser
{
    public override int Longest => 64;
    public override int Before => 4;

    public override int Candidate(ReadOnlySpan<char> text, int from)
    {
        for (var at = from; ;)
        {
            var found = text[at..].IndexOfAny(':', '-', '.');
            if (found < 0) return -1;
            at += found;
            var width = text[at] == '.' ? 4 : 2;
            if (at - width >= from && at + 1 < text.Length && char.IsAsciiHexDigit(text[at - 1]) && char.IsAsciiHexDigit(text[at - 2]) && char.IsAsciiHexDigit(text[at + 1])) return at - width;
            at++;
        }
    }

    public override Hit At(Window window)
    {
        if (char.IsLetterOrDigit(window.Previous) || (window.Previous is ':' or '-' && window.Behind.Length > 1 && char.IsAsciiHexDigit(window.Behind[^2]) && (window.Behind.Length == 2 || !char.IsAsciiLetter(window.Behind[^3])))) return Hit.None;
        var width = char.IsAsciiHexDigit(window[2]) ? 4 : 2;
        var sign = window[width];
        var length = width == 4 ? 14 : 17;
        if (window.Ahead.Length < length || (width == 4 ? sign != '.' : sign is not (':' or '-'))) return Hit.None;
        for (var index = 0; index < length; index++)
            if (index % (width + 1) == width ? window[index] != sign : !char.IsAsciiHexDigit(window[index])) return Hit.None;
        if (char.IsLetterOrDigit(window[length]) || (window[length] == sign && char.IsAsciiHexDigit(window[length + 1]))) return Hit.None;
        // Numbers alone may be a date or a part number.
        return window.Ahead[..length].ContainsAnyInRange('A', 'f') || sign == ':' ? new(length, 0.98) : Hit.None;
    }
}
