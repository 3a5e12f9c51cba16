using System.Buffers;
using System.Globalization;

namespace Portal.Safety.Detection;

/// <summary>
/// Links and images, in Markdown, HTML or bare, whose host is not allowed. Hosts are compared as browsers see them: what
/// stands before an @ is no host, backslashes are slashes, full-width letters are letters, other scripts are punycode, so
/// that a lookalike of an allowed host is not it.
/// </summary>
sealed class DomainDetector : Detector
{
    /// <summary>The longest link that is covered as a whole; of longer ones as much is covered.</summary>
    const int LongestLink = 400;
    const int LongestScheme = 16;

    static readonly IdnMapping Idn = new() { AllowUnassigned = true };
    static readonly SearchValues<char> AfterAuthority = SearchValues.Create("/\\?# \t\r\n\f<>\"'`()[]{}|^,;");
    static readonly SearchValues<char> AfterLink = SearchValues.Create(" \t\r\n\f<>\"'`()[]{}|^");
    static readonly SearchValues<string> Beginnings = SearchValues.Create([":/", ":\\", "](//", "](\\", "=\"//", "='//", "www.", "http:", "https:"], StringComparison.OrdinalIgnoreCase);

    readonly HashSet<string> hosts = [];
    readonly List<string> suffixes = [];

    /// <param name="allowed">Host names; <c>*.court.gov</c> allows every host below court.gov, and not court.gov itself.</param>
    public DomainDetector(IEnumerable<string> allowed, string entity = "link")
    {
        Entity = entity;
        foreach (var host in allowed)
        {
            if (host.StartsWith("*.", StringComparison.Ordinal)) suffixes.Add("." + Canonical(host[2..]));
            else hosts.Add(Canonical(host) ?? "");
        }

        hosts.Remove("");
        suffixes.Remove(".");
    }

    public override string Entity { get; }
    public override int Longest => LongestLink;
    public override int Before => LongestScheme + 8 + Normalised.Margin;
    public override int After => 8 + Normalised.Margin;

    /// <summary>Whether links to the host may be shown.</summary>
    public bool IsAllowed(string host) =>
        Canonical(host) is { } name && (hosts.Contains(name) || suffixes.Exists(suffix => name.EndsWith(suffix, StringComparison.Ordinal)));

    /// <summary>Escapes are looked at as written and decoded: either may be what a reader's program follows.</summary>
    protected override Match? Next(ScanText text, int from)
    {
        var raw = text.Next(this, 0, from, (text, from) => Next(text.Raw, from));
        return text.Folded.IsOriginal ? raw : Leftmost(raw, text.Next(this, 1, from, (text, from) => Next(text.Folded, from)));
    }

    Match? Next(Normalised view, int from)
    {
        for (var index = view.IndexOf(from); (index = Candidate(view.Text, index)) >= 0; index++)
        {
            var length = LengthAt(view.Window(index, 2, LongestLink));
            if (length > 0) return new(view.Start(index), view.End(index + length - 1), 1);
        }

        return null;
    }

    static int Candidate(ReadOnlySpan<char> text, int from)
    {
        for (var at = Math.Max(0, from - 2); at < text.Length; at++)
        {
            var found = text[at..].IndexOfAny(Beginnings);
            if (found < 0) return -1;
            at += found;
            if (text[at] is ']' or '=')
            {
                if (at + 2 >= from) return at + 2;
                continue;
            }

            if (at >= from && text[at] is not ':') return at;
            // The scheme began before what gives it away.
            var start = at;
            while (start > from && at - start < LongestScheme && IsScheme(text[start - 1])) start--;
            if (start >= from && start < at) return start;
        }

        return -1;
    }

    int LengthAt(Window window)
    {
        var text = window.Ahead;
        if (char.IsAsciiLetterOrDigit(window.Previous)) return 0;
        var host = HostStart(text);
        if (host < 0) return 0;
        var end = host + Until(text[host..], AfterAuthority);
        // An address of IPv6 is in brackets.
        if (end == host && window[host] == '[' && text[host..].IndexOf(']') is > 0 and var close) end = host + close + 1;
        var authority = text[host..end];
        var name = authority[(authority.LastIndexOf('@') + 1)..].TrimEnd(".:!*_~");
        if (name.IndexOf(':') is > 0 and var port && name[0] != '[') name = name[..port];
        if (name.IsEmpty || IsAllowed(name.ToString())) return 0;
        var length = end + Until(text[end..], AfterLink);
        return text[..length].TrimEnd(".,;:!?*_~").Length;
    }

    /// <summary>Where the authority begins, or -1 where this is no link.</summary>
    static int HostStart(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("www.", StringComparison.OrdinalIgnoreCase)) return 0;
        if (text is ['/' or '\\', '/' or '\\', var first, ..]) return char.IsLetterOrDigit(first) ? 2 : -1;
        var colon = text.IndexOf(':');
        if (colon is < 2 or > LongestScheme) return -1;
        foreach (var c in text[..colon])
            if (!IsScheme(c)) return -1;
        var host = colon + 1;
        while (host < text.Length && host < colon + 6 && text[host] is '/' or '\\') host++;
        var isWeb = text[..colon] is "http" or "https" || text[..colon].Equals("https", StringComparison.OrdinalIgnoreCase) || text[..colon].Equals("http", StringComparison.OrdinalIgnoreCase);
        if (host == text.Length || (host < colon + 3 && !isWeb)) return -1;
        return char.IsLetterOrDigit(text[host]) || text[host] is '[' or '_' || char.IsSurrogate(text[host]) ? host : -1;
    }

    static int Until(ReadOnlySpan<char> text, SearchValues<char> ends) => text.IndexOfAny(ends) is >= 0 and var end ? end : text.Length;

    static bool IsScheme(char c) => char.IsAsciiLetterOrDigit(c);

    /// <summary>A host as it is looked up; null where it is none.</summary>
    static string? Canonical(string host)
    {
        var name = string.Create(host.Length, host, (signs, from) =>
        {
            for (var index = 0; index < signs.Length; index++)
                signs[index] = from[index] switch
                {
                    >= '\uFF01' and <= '\uFF5E' and var wide => (char)(wide - 0xFEE0),
                    '\u3002' or '\uFF61' => '.',
                    var c => c,
                };
        }).Trim().TrimEnd('.').ToLowerInvariant();
        if (System.Text.Ascii.IsValid(name)) return name;
        try
        {
            return Idn.GetAscii(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
