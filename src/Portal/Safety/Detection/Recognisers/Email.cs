using System.Buffers;

namespace Portal.Safety.Detection.Recognisers;

/// <summary>E-mail addresses as people write them: RFC 5321 without quoted local parts and rare signs.</summary>
sealed class Email : Recogniser
{
    const int LongestLocal = 64, LongestHost = 120;
    static readonly SearchValues<char> HostSigns = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.");

    public override int Longest => 192;
    public override int Before => 32;
    public override int After => 32;

    public override int Candidate(ReadOnlySpan<char> text, int from)
    {
        for (var at = from; ; at++)
        {
            var found = text[at..].IndexOf('@');
            if (found < 0) return -1;
            at += found;
            var least = at;
            while (least > from && at - least < LongestLocal && IsLocal(text[least - 1])) least--;
            for (var start = least; start < at; start++)
                if (IsStart(text[start]) && !IsInside(text[..start]))
                    return start;
        }
    }

    public override Hit At(Window window)
    {
        var text = window.Ahead;
        var at = text.IndexOf('@');
        if (at is <= 0 or > LongestLocal || IsInside(window.Behind) || text[at - 1] == '.' || text[..at].IndexOf("..", StringComparison.Ordinal) >= 0) return Hit.None;
        foreach (var c in text[..at])
            if (!IsLocal(c)) return Hit.None;
        var host = text[(at + 1)..];
        var length = host.IndexOfAnyExcept(HostSigns);
        if (length < 0) length = host.Length;
        if (length > LongestHost) return Hit.None;
        host = host[..length].TrimEnd(".-");
        var dot = host.LastIndexOf('.');
        return dot > 0 && IsHost(host) && IsTop(host[(dot + 1)..]) ? new(at + 1 + host.Length, 0.99) : Hit.None;
    }

    /// <summary>Whether the address began before: dots, dashes and quotes alone may be of the text around it.</summary>
    static bool IsInside(ReadOnlySpan<char> behind) => behind switch
    {
        [] => false,
        [.., var last] when IsStart(last) => true,
        [.., var first, '.' or '-' or '\''] => IsStart(first),
        _ => false,
    };

    static bool IsHost(ReadOnlySpan<char> host)
    {
        foreach (var label in host.Split('.'))
            if (host[label] is { IsEmpty: true } or { Length: > 63 } or ['-', ..] or [.., '-']) return false;
        return true;
    }

    static bool IsTop(ReadOnlySpan<char> label)
    {
        if (label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase)) return label.Length > 4;
        foreach (var c in label)
            if (!char.IsAsciiLetter(c)) return false;
        return label.Length is >= 2 and <= 24;
    }

    static bool IsStart(char c) => char.IsLetterOrDigit(c) || c is '_' or '+';

    static bool IsLocal(char c) => IsStart(c) || c is '.' or '-' or '\'';
}
