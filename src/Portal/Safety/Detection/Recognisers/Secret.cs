using System.Buffers;

namespace Portal.Safety.Detection.Recognisers;

/// <summary>
/// Keys, tokens and passwords: what begins as providers' keys do, JSON web tokens, the begin of a private key in PEM with as
/// much of it as fits, and unlikely words after key, token, secret, password and the like.
/// </summary>
sealed class Secret : Recogniser
{
    const int LongestName = 48;

    static readonly (string Prefix, int Least)[] Known =
    [
        ("sk-", 20), ("sk_live_", 16), ("sk_test_", 16), ("rk_live_", 16), ("rk_test_", 16), ("pk_live_", 16), ("whsec_", 20), ("ghp_", 30), ("gho_", 30), ("ghu_", 30), ("ghs_", 30), ("ghr_", 30), ("github_pat_", 30),
        ("glpat-", 16), ("gldt-", 16), ("glrt-", 16), ("xoxb-", 20), ("xoxp-", 20), ("xoxa-", 20), ("xoxr-", 20), ("xoxs-", 20), ("xoxe-", 20), ("xapp-", 20), ("AKIA", 16), ("ASIA", 16), ("AIza", 30), ("ya29.", 20),
        ("npm_", 30), ("pypi-", 40), ("hf_", 30), ("SG.", 40), ("shpat_", 30), ("shpss_", 30), ("dop_v1_", 40), ("glsa_", 30), ("lin_api_", 30), ("figd_", 30), ("nvapi-", 40), ("gsk_", 30), ("xai-", 40), ("r8_", 30),
        ("pplx-", 40), ("tvly-", 20), ("dckr_pat_", 20), ("PMAK-", 40), ("rubygems_", 40), ("sntrys_", 40), ("hvs.", 24), ("AGE-SECRET-KEY-1", 50), ("sq0atp-", 20), ("sq0csp-", 30), ("EAAA", 50), ("tfp_", 30), ("secret_", 32), ("ntn_", 30),
        ("key-", 32), ("pat-na1-", 30), ("ATATT3", 50), ("ATBB", 28), ("sbp_", 36), ("eyJ", 30),
    ];

    static readonly SearchValues<char> Signs = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~+/=");
    static readonly SearchValues<char> Symbols = SearchValues.Create("!@#$%^&*+=?~");
    static readonly SearchValues<char> AfterValue = SearchValues.Create(" \t\r\n\f\"'`<>,;()[]{}|");
    static readonly string[] Named =
    [
        "password", "passwd", "passwort", "passphrase", "passcode", "contraseña", "mot de passe", "kennwort", "pwd", "secret", "token", "api key", "api-key", "api_key", "apikey", "access key", "access_key",
        "accesskey", "private key", "private_key", "account key", "accountkey", "client_secret", "credential", "credentials", "bearer", "authorization: basic", "signing key", "encryption key", "license key", "secret_key", "secret key", "webhook key",
    ];
    /// <summary>The last words of the names, in ASCII.</summary>
    static readonly string[] Tails = ["password", "passwd", "passwort", "passphrase", "passcode", "contraseña", "passe", "kennwort", "pwd", "secret", "token", "key", "credentials", "credential", "bearer", "basic"];
    static readonly SearchValues<string> Triggers = SearchValues.Create(
        [.. Known.Select(known => known.Prefix), "-----BEGIN ", .. Tails.Select(tail => new string([.. tail.TakeWhile(char.IsAscii)]))],
        StringComparison.OrdinalIgnoreCase);
    static readonly Context Passwords = Context.Of("password*", "passwd", "passwort", "passphrase", "passcode", "contraseña", "mot de passe", "kennwort", "pwd");

    public override int Longest => 512;
    public override int After => 8;

    /// <summary>One search finds the begins of keys and the ends of names; a value is after a name, and perhaps "is".</summary>
    public override int Candidate(ReadOnlySpan<char> text, int from)
    {
        for (var at = Math.Max(0, from - LongestName); ; at++)
        {
            var found = text[at..].IndexOfAny(Triggers);
            if (found < 0) return -1;
            at += found;
            if (at >= from && (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && IsPrefix(text[at..])) return at;
            foreach (var tail in Tails)
            {
                if (((text[at] ^ tail[0]) & ~0x20) != 0 || !text[at..].StartsWith(tail, StringComparison.OrdinalIgnoreCase)) continue;
                var start = AfterGap(text, at + tail.Length);
                if (start >= from && start < text.Length) return start;
                var verb = Verb(text[start..]);
                if (verb > 0 && AfterGap(text, start + verb) is var value && value >= from && value < text.Length) return value;
            }
        }
    }

    static bool IsPrefix(ReadOnlySpan<char> text)
    {
        foreach (var (prefix, _) in Known)
            if (text.StartsWith(prefix, StringComparison.Ordinal)) return true;
        return text.StartsWith("-----BEGIN ", StringComparison.Ordinal);
    }

    static int Verb(ReadOnlySpan<char> text) =>
        text.StartsWith("ist ", StringComparison.OrdinalIgnoreCase) || text.StartsWith("est ", StringComparison.OrdinalIgnoreCase) ? 3
        : text.StartsWith("is ", StringComparison.OrdinalIgnoreCase) || text.StartsWith("es ", StringComparison.OrdinalIgnoreCase) || text.StartsWith("is:", StringComparison.OrdinalIgnoreCase) ? 2 : 0;

    public override Hit At(Window window)
    {
        if (window.Ahead.StartsWith("-----BEGIN ", StringComparison.Ordinal)) return PrivateKey(window.Ahead);
        if (char.IsLetterOrDigit(window.Previous)) return Hit.None;
        var length = window.Ahead.IndexOfAnyExcept(Signs);
        var token = (length < 0 ? window.Ahead : window.Ahead[..length]).TrimEnd(".=-~/+");
        if (token.StartsWith("eyJ", StringComparison.Ordinal) && token.Count('.') is 1 or 2 && token.Length >= 30) return new(Math.Min(token.Length, 500), 0.99);
        foreach (var (prefix, least) in Known)
            if (prefix != "eyJ" && token.StartsWith(prefix, StringComparison.Ordinal) && token.Length >= prefix.Length + least && IsMixed(token[prefix.Length..]))
                return new(Math.Min(token.Length, 500), 0.98);
        return Value(window);
    }

    static int AfterGap(ReadOnlySpan<char> text, int at)
    {
        for (var most = at + 12; at < most && at < text.Length && Gap.Contains(text[at]);) at++;
        return at;
    }

    const string Gap = " :=\"'`>\t([|";

    Hit Value(Window window)
    {
        var gap = Numbers.Near(window, LongestName);
        var after = gap.TrimEnd(Gap);
        var between = gap[after.Length..];
        var isTold = between.IndexOfAny(':', '=') >= 0;
        if (EndsWithWord(after, "is") || EndsWithWord(after, "ist") || EndsWithWord(after, "es") || EndsWithWord(after, "est"))
        {
            after = after[..after.LastIndexOf(' ')].TrimEnd();
            isTold = true;
        }


        if (between.Length is 0 or > 12 || !EndsWithName(after)) return Hit.None;
        var end = window.Ahead.IndexOfAny(AfterValue);
        var value = (end < 0 ? window.Ahead : window.Ahead[..end]).TrimEnd(".,;:!?");
        if (value.Length is < 6 or > 256) return Hit.None;
        var isPassword = Passwords.IsIn(after[Math.Max(0, after.Length - 14)..]);
        return isPassword && IsPassword(value) && (isTold || IsStrong(value)) ? new(value.Length, 0.85)
            : value.Length >= 16 && IsMixed(value) && Entropy(value) >= 3 && !value.Contains("://", StringComparison.Ordinal) ? new(value.Length, 0.85)
            : Hit.None;
    }

    static bool EndsWithWord(ReadOnlySpan<char> text, string word) => text.Length > word.Length + 1 && text.EndsWith(word, StringComparison.OrdinalIgnoreCase) && text[^(word.Length + 1)] == ' ';

    static bool EndsWithName(ReadOnlySpan<char> text)
    {
        foreach (var name in Named)
            if (text.EndsWith(name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    static bool IsPassword(ReadOnlySpan<char> value)
    {
        var classes = (value.ContainsAnyInRange('a', 'z') ? 1 : 0) + (value.ContainsAnyInRange('A', 'Z') ? 1 : 0);
        var digits = value.ContainsAnyInRange('0', '9');
        var symbols = value.ContainsAny(Symbols) && value.IndexOfAnyExcept('*') >= 0;
        return classes > 0 && (digits || symbols) && !value.Contains("://", StringComparison.Ordinal) && value is not ['$' or '{' or '<', ..];
    }

    /// <summary>Of every kind of letter, and not short: no word that follows by chance.</summary>
    static bool IsStrong(ReadOnlySpan<char> value) => value.Length >= 8 && value.ContainsAnyInRange('0', '9') && value.ContainsAnyInRange('a', 'z') && value.ContainsAnyInRange('A', 'Z');

    /// <summary>Letters and digits, as random strings have them.</summary>
    static bool IsMixed(ReadOnlySpan<char> value) => value.ContainsAnyInRange('0', '9') && (value.ContainsAnyInRange('a', 'z') || value.ContainsAnyInRange('A', 'Z'));

    /// <summary>Bits a character, by how often each comes.</summary>
    static double Entropy(ReadOnlySpan<char> value)
    {
        Span<int> times = stackalloc int[128];
        times.Clear();
        foreach (var c in value) times[Math.Min((int)c, 127)]++;
        var bits = 0.0;
        foreach (var count in times)
            if (count > 0) bits -= (double)count / value.Length * Math.Log2((double)count / value.Length);
        return bits;
    }

    static Hit PrivateKey(ReadOnlySpan<char> text)
    {
        var head = text[..Math.Min(text.Length, 64)];
        var end = head.IndexOf("PRIVATE KEY-----", StringComparison.Ordinal);
        if (end < 0) return Hit.None;
        var most = text[..Math.Min(text.Length, 500)];
        var close = most.IndexOf("-----END ", StringComparison.Ordinal);
        if (close < 0)
        {
            var body = most[(end + 16)..].IndexOfAnyExcept(Body);
            return new(body < 0 ? most.Length : most[..(end + 16 + body)].TrimEnd().Length, 1);
        }

        var last = most[(close + 9)..].IndexOf("-----", StringComparison.Ordinal);
        return new(last < 0 ? close : close + 9 + last + 5, 1);
    }

    static readonly SearchValues<char> Body = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n ");
}
