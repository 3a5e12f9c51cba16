using System.Buffers;

namespace Portal.Safety.Detection.Recognisers;

/// <summary>User and password in an address, and query parameters that sign in: the address, or the parameter with its value.</summary>
sealed class UrlCredentials : Recogniser
{
    const int LongestUser = 160;

    static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\f<>\"'`(){}|^");
    static readonly string[] Names =
    [
        "token", "access_token", "refresh_token", "id_token", "auth_token", "api_token", "auth", "authorization", "sig", "signature", "x-amz-signature", "x-amz-security-token", "x-goog-signature", "api_key",
        "apikey", "api-key", "key", "client_secret", "secret", "password", "passwd", "pwd", "pass", "sas", "session", "sessionid", "session_id", "sid", "jwt", "code_verifier", "hmac", "x-api-key", "subscription-key",
    ];
    static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> IsName = new HashSet<string>(Names, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public override int Longest => 320;
    public override int Before => 8;

    public override int Candidate(ReadOnlySpan<char> text, int from)
    {
        for (var at = from; ; at++)
        {
            var found = text[at..].IndexOfAny(':', '=');
            if (found < 0) return -1;
            at += found;
            var isScheme = text[at] == ':';
            if (isScheme && !text[at..].StartsWith("://", StringComparison.Ordinal)) continue;
            var start = at;
            while (start > from && at - start < 24 && (char.IsAsciiLetterOrDigit(text[start - 1]) || (text[start - 1] is '+' or '-' or '_' or '.' && !isScheme))) start--;
            if (start < at) return start;
        }
    }

    public override Hit At(Window window)
    {
        if (char.IsLetterOrDigit(window.Previous)) return Hit.None;
        var text = window.Ahead;
        var length = text.IndexOfAny(Ends);
        if (length >= 0) text = text[..length];
        var sign = text.IndexOfAny(':', '=');
        if (sign < 1) return Hit.None;
        return text[sign] == ':' ? User(text, sign) : window.Previous is '?' or '&' or ';' or '#' && IsName.Contains(text[..sign]) ? Parameter(text, sign + 1) : Hit.None;
    }

    static Hit User(ReadOnlySpan<char> text, int colon)
    {
        if (!text[colon..].StartsWith("://", StringComparison.Ordinal) || text[..colon].ContainsAnyExcept(Scheme)) return Hit.None;
        var authority = text[(colon + 3)..];
        var end = authority.IndexOfAny('/', '?', '#');
        if (end >= 0) authority = authority[..end];
        var at = authority.LastIndexOf('@');
        var password = authority.IndexOf(':');
        if (password < 0 || at < password + 2 || at > LongestUser || at + 1 >= authority.Length) return Hit.None;
        return new(text.TrimEnd(".,;:!?").Length, 0.97);
    }

    static Hit Parameter(ReadOnlySpan<char> text, int start)
    {
        var end = text[start..].IndexOfAny("&#;,");
        end = end < 0 ? text.TrimEnd(".,;:!?])").Length : start + end;
        return end - start >= 8 && text[start..end].ContainsAnyInRange('0', '9') ? new(end, 0.9) : Hit.None;
    }

    static readonly SearchValues<char> Scheme = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
}
