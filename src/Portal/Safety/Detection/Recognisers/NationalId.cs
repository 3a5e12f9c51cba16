namespace Portal.Safety.Detection.Recognisers;

/// <summary>
/// Personal numbers of states, each with its own check digits. Those that look like other numbers count only next to a
/// word that names them.
/// </summary>
sealed class NationalId : Recogniser
{
    const string Spanish = "TRWAGMYFPDXBNJZSQVHLCKE", Finnish = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    static readonly Context Named = Context.Of(
        "ssn", "social security", "soc sec", "ss#", "itin", "tin", "tax id", "taxpayer", "national id", "national insurance", "nino", "ni number", "ni no", "id number", "identity", "identification",
        "steuer-id*", "steuerid*", "steueridentifikationsnummer", "idnr", "id-nr", "steuernummer", "nir", "securite sociale", "sécurité sociale", "insee", "numero de secu*", "numéro de sécu*", "dni", "nie", "nif",
        "codice fiscale", "bsn", "burgerservicenummer", "sofi", "pesel", "cpf", "aadhaar", "aadhar", "uidai", "personnummer", "person number", "personal number", "personal id*", "henkilotunnus", "henkilötunnus", "hetu",
        "fodselsnummer", "fødselsnummer", "cpr", "cpr-nr", "cpr nummer", "sin", "social insurance", "ahv", "avs", "tfn", "tax file", "rijksregisternummer", "registre national", "resident id", "id card", "身份证*", "national_id", "nationalid", "social_security*", "id no");

    public override int Candidate(ReadOnlySpan<char> text, int from)
    {
        for (var at = from; ; at++)
        {
            var found = text[at..].IndexOfAnyInRange('0', '9');
            if (found < 0) return -1;
            at += found;
            // Up to six letters may stand before the first digit: RSSMRA, AB, X.
            var start = at;
            while (start > from && at - start < 7 && char.IsAsciiLetter(text[start - 1])) start--;
            if (start == at && start > from && text[start - 1] == ' ' && start - 2 >= from && char.IsAsciiLetter(text[start - 2])) start = Math.Max(from, start - 3);
            for (; start <= at; start++)
                if (char.IsAsciiLetterOrDigit(text[start]) && (start == 0 || !char.IsLetterOrDigit(text[start - 1]))) return start;
            // The rest of this number begins nothing.
            while (at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])) at++;
        }
    }

    public override Hit At(Window window)
    {
        if (!Numbers.IsFree(window)) return Hit.None;
        return char.IsAsciiLetter(window[0]) ? Lettered(window) : Numbered(window);
    }

    /// <summary>Numbers that begin with letters: UK, Spain (NIE), Italy.</summary>
    static Hit Lettered(Window window)
    {
        Span<char> signs = stackalloc char[17];
        var (count, end) = Compact(window, signs);
        if (count >= 16 && IsFiscalCode(signs[..16])) return Ends(window, 16) is > 0 and var fiscal ? new(fiscal, 0.99) : Hit.None;
        if (count >= 9 && IsNino(signs[..9]) && Ends(window, 9) is > 0 and var nino)
            return (nino > 9 || !Numbers.IsForeign(window)) && !char.IsAsciiLetterLower(window[0]) || Named.IsNear(window, nino) ? new(nino, 0.9) : Hit.None;
        if (count >= 9 && signs[0] is 'X' or 'Y' or 'Z' && IsDigits(signs[1..8]) && Ends(window, 9) is > 0 and var nie
            && Spanish[((signs[0] - 'X') * 10_000_000 + Numbers.Value(signs[1..8])) % 23] == signs[8]) return new(nie, 0.95);
        return Hit.None;
    }

    /// <summary>Digits and then a letter: Spain (DNI), Finland, China with X, France of Corsica.</summary>
    static Hit WithSign(Window window)
    {
        Span<char> signs = stackalloc char[17];
        var (count, _) = Compact(window, signs);
        if (count >= 9 && IsDigits(signs[..8]) && char.IsAsciiLetter(signs[8]) && Ends(window, 9) is > 0 and var dni
            && Spanish[Numbers.Value(signs[..8]) % 23] == signs[8] && (!Numbers.IsForeign(window) || Named.IsNear(window, dni))) return new(dni, 0.9);
        if (window.Ahead.Length >= 11 && IsDigits(window.Ahead[..6]) && window[6] is '-' or '+' or 'A' or 'B' or 'C' or 'D' or 'E' or 'F' or 'Y' or 'X' or 'W' or 'V' or 'U'
            && IsDigits(window.Ahead[7..10]) && Numbers.IsDate(window.Ahead[..2], window.Ahead[2..4]) && char.IsAsciiLetterOrDigit(window[10]) && Numbers.IsFreeAfter(window, 11)
            && Finnish[(Numbers.Value(window.Ahead[..6]) * 1000 + Numbers.Value(window.Ahead[7..10])) % 31] == char.ToUpperInvariant(window[10])
            && (char.IsAsciiLetter(window[10]) || char.IsAsciiLetter(window[6]) || Named.IsNear(window, 11))) return new(11, 0.95);
        if (window.Ahead.Length >= 18 && IsDigits(window.Ahead[..17]) && window[17] is 'X' or 'x' && Numbers.IsFreeAfter(window, 18) && IsChinese(window.Ahead[..17], 'X')) return new(18, 0.99);
        return Hit.None;
    }

    static Hit Numbered(Window window)
    {
        Span<char> digits = stackalloc char[Numbers.Most];
        Span<int> ends = stackalloc int[Numbers.Most];
        var read = Numbers.Read(window.Ahead, " -./", digits, ends);
        if (read < 6) return Hit.None;
        var signed = WithSign(window);
        bool? named = null;
        for (var count = Math.Min(read, 18); count >= 9; count--)
        {
            var end = ends[count - 1];
            if (!Numbers.IsFreeAfter(window, end)) continue;
            var (isKnown, isDistinct) = Known(window, digits[..count], ends[..count]);
            if (isKnown && (isDistinct || (named ??= Named.IsNear(window, end)) == true)) return new Hit(end, (named ??= Named.IsNear(window, end)) == true ? 0.98 : 0.85).Or(signed);
        }

        return signed;
    }

    /// <returns>Whether it is one, and whether it can be told without a word.</returns>
    static (bool IsKnown, bool IsDistinct) Known(Window window, ReadOnlySpan<char> n, ReadOnlySpan<int> ends) => n.Length switch
    {
        9 => Nine(window, n, ends),
        10 when Numbers.IsDate(n[4..6], n[2..4]) && CheckDigits.Luhn(n) => (true, Numbers.IsGrouped(ends, 6, 4) && window[6] == '-'),
        10 when Numbers.IsDate(n[..2], n[2..4]) && (Numbers.IsGrouped(ends, 6, 4) || Numbers.IsTogether(ends)) =>
            (true, window[6] == '-' && CheckDigits.Weighted(n, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0),
        11 => Eleven(window, n, ends),
        12 when n[..2] is "19" or "20" && Numbers.IsDate(n[6..8], n[4..6]) && CheckDigits.Luhn(n[2..]) => (true, Numbers.IsGrouped(ends, 8, 4)),
        12 when n[0] >= '2' && CheckDigits.Verhoeff(n) => (true, Numbers.IsGrouped(ends, 4, 4, 4) && window[4] == ' ' && !Numbers.IsForeign(window)),
        13 when n[..3] is "756" && IsEan(n) => (true, window[3] == '.' || !Numbers.IsForeign(window)),
        15 when n[0] is '1' or '2' && Numbers.Value(n[3..5]) is (>= 1 and <= 12) or (>= 20 and <= 42) or (>= 50 and <= 99) && 97 - long.Parse(n[..13]) % 97 == Numbers.Value(n[13..]) => (true, true),
        18 when Numbers.IsTogether(ends) && IsChinese(n[..17], n[17]) => (true, true),
        _ => default,
    };

    /// <summary>United States, Netherlands, Canada, Australia.</summary>
    static (bool, bool) Nine(Window window, ReadOnlySpan<char> n, ReadOnlySpan<int> ends)
    {
        var area = Numbers.Value(n[..3]);
        var isSecurity = area is not (0 or 666 or >= 900) && n[3..5] is not "00" && n[5..] is not "0000";
        var isTaxpayer = area >= 900 && Numbers.Value(n[3..5]) is (>= 50 and <= 65) or (>= 70 and <= 88) or (>= 90 and <= 92) or (>= 94 and <= 99);
        if ((isSecurity || isTaxpayer) && (Numbers.IsGrouped(ends, 3, 2, 4) || Numbers.IsTogether(ends) || Numbers.IsSpaced(ends)))
            return (true, Numbers.IsGrouped(ends, 3, 2, 4) && window[3] is '-' && window[6] is '-' && !Numbers.IsForeign(window));
        var isDutch = (CheckDigits.Weighted(n, 9, 8, 7, 6, 5, 4, 3, 2) - (n[8] - '0')) % 11 == 0;
        return (isDutch || CheckDigits.Luhn(n) || CheckDigits.Weighted(n, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0, false);
    }

    /// <summary>Brazil, Norway, Poland, Germany, Belgium.</summary>
    static (bool, bool) Eleven(Window window, ReadOnlySpan<char> n, ReadOnlySpan<int> ends)
    {
        if (n.IndexOfAnyExcept(n[0]) < 0) return default;
        if (IsBrazilian(n)) return (true, Numbers.IsGrouped(ends, 3, 3, 3, 2) && window[3] == '.');
        if (Numbers.IsDate(n[..2], n[2..4]) && CheckDigits.Weighted(n, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1) % 11 == 0 && CheckDigits.Weighted(n, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0)
            return (true, (Numbers.IsTogether(ends) || Numbers.IsGrouped(ends, 6, 5)) && !Numbers.IsForeign(window));
        if (CheckDigits.Weighted(n, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0 && Numbers.Value(n[2..4]) % 20 is >= 1 and <= 12 && Numbers.Value(n[4..6]) is >= 1 and <= 31) return (true, false);
        if (n[0] != '0' && CheckDigits.Mod11And10(n) && IsOneRepeated(n[..10])) return (true, false);
        var (born, rest) = (long.Parse(n[..9]), Numbers.Value(n[9..]));
        return (97 - born % 97 == rest || 97 - (2_000_000_000 + born) % 97 == rest, Numbers.IsGrouped(ends, 2, 2, 2, 3, 2) && window[2] == '.');
    }

    static bool IsNino(ReadOnlySpan<char> s) =>
        s[0] is >= 'A' and <= 'Z' and not ('D' or 'F' or 'I' or 'Q' or 'U' or 'V') && s[1] is >= 'A' and <= 'Z' and not ('D' or 'F' or 'I' or 'O' or 'Q' or 'U' or 'V')
        && IsDigits(s[2..8]) && s[8] is >= 'A' and <= 'D' && s[..2] is not ("BG" or "GB" or "NK" or "KN" or "TN" or "NT" or "ZZ");

    /// <summary>Six letters, two digits, a month's letter, and so on; digits may be replaced by letters where two people would share one.</summary>
    static bool IsFiscalCode(ReadOnlySpan<char> s)
    {
        const string Odd = "BAKPLCQDREVOSFTGUHMINJWZYX";
        if (s[..6].ContainsAnyExceptInRange('A', 'Z') || !char.IsAsciiLetter(s[8]) || !char.IsAsciiLetter(s[11]) || !char.IsAsciiLetter(s[15]) || !"ABCDEHLMPRST".Contains(s[8])) return false;
        foreach (var index in (ReadOnlySpan<int>)[6, 7, 9, 10, 12, 13, 14])
            if (!char.IsAsciiDigit(s[index]) && !"LMNPQRSTUV".Contains(s[index])) return false;
        var sum = 0;
        for (var index = 0; index < 15; index++)
        {
            var value = char.IsAsciiDigit(s[index]) ? s[index] - '0' : s[index] - 'A';
            sum += index % 2 == 1 ? value : Odd.IndexOf((char)('A' + value));
        }

        return sum % 26 == s[15] - 'A';
    }

    static bool IsChinese(ReadOnlySpan<char> first, char check) =>
        first[6..8] is "19" or "20" && Numbers.IsDate(first[12..14], first[10..12]) && first[0] is >= '1' and <= '9'
        && "10X98765432"[CheckDigits.Weighted(first, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2) % 11] == check;

    static bool IsBrazilian(ReadOnlySpan<char> n) =>
        CheckDigits.Weighted(n, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10 == n[9] - '0' && CheckDigits.Weighted(n, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10 == n[10] - '0';

    static bool IsEan(ReadOnlySpan<char> n) => CheckDigits.Weighted(n, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1) % 10 == 0;

    /// <summary>Of a German tax number's first ten digits one comes twice or three times, the others at most once.</summary>
    static bool IsOneRepeated(ReadOnlySpan<char> n)
    {
        Span<int> times = stackalloc int[10];
        times.Clear();
        foreach (var digit in n) times[digit - '0']++;
        return times.Count(2) + times.Count(3) == 1 && !times.ContainsAnyExceptInRange(0, 3);
    }

    /// <summary>Letters and digits with single blanks, dashes and dots left out, in capitals.</summary>
    static (int Count, int End) Compact(Window window, Span<char> signs)
    {
        var (count, index) = (0, 0);
        for (; index < window.Ahead.Length && count < signs.Length; index++)
        {
            if (char.IsAsciiLetterOrDigit(window[index])) signs[count++] = char.ToUpperInvariant(window[index]);
            else if (window[index] is not (' ' or '-' or '.') || !char.IsAsciiLetterOrDigit(window[index + 1])) break;
        }

        return (count, index);
    }

    /// <summary>Where so many letters and digits end, or 0 where another follows.</summary>
    static int Ends(Window window, int count)
    {
        var index = 0;
        for (; count > 0; index++)
            if (char.IsAsciiLetterOrDigit(window[index])) count--;
        return Numbers.IsFreeAfter(window, index) ? index : 0;
    }

    static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
