using System.Collections.Frozen;

namespace Portal.Safety.Detection.Recognisers;

/// <summary>
/// Telephone numbers: international ones by country code and length (E.164), national ones by the forms of North America,
/// Britain, France and of countries that dial 0 first, any of 7 to 15 digits next to a word that says so.
/// </summary>
sealed class Phone : Recogniser
{
    const string Codes =
        "1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 " +
        "230 231 232 233 234 235 236 237 238 239 240 241 242 243 244 245 246 247 248 249 250 251 252 253 254 255 256 257 258 260 261 262 263 264 265 266 267 268 269 290 291 297 298 299 350 351 352 353 354 " +
        "355 356 357 358 359 370 371 372 373 374 375 376 377 378 380 381 382 383 385 386 387 389 420 421 423 500 501 502 503 504 505 506 507 508 509 590 591 592 593 594 595 596 597 598 599 670 672 673 674 " +
        "675 676 677 678 679 680 681 682 683 685 686 687 688 689 690 691 692 800 808 850 852 853 855 856 870 880 881 882 883 886 888 960 961 962 963 964 965 966 967 968 970 971 972 973 974 975 976 977 979 " +
        "992 993 994 995 996 998";

    static readonly FrozenSet<int> CountryCodes = Codes.Split(' ').Select(int.Parse).ToFrozenSet();

    static readonly Context Words = Context.Of(
        "phone", "phones", "telephone", "tel", "mobile", "cell", "cellphone", "call", "calls", "called", "calling", "fax", "whatsapp", "dial", "sms", "text me", "text us", "hotline", "landline", "phone_number", "phonenumber", "contact number", "my number", "reach me", "reach us", "ring me",
        "reach her", "reach him", "call back", "callback", "voicemail", "telefon*", "tel.nr", "handy", "mobil", "mobilnummer", "anrufen", "rufnummer", "ruckruf", "rückruf", "téléphone", "telephone*", "portable", "appeler", "appelez", "teléfono", "telefono", "movil", "móvil", "llamar", "llame", "cellulare",
        "celular", "telefone", "telefoon", "mobiel", "puhelin");

    static readonly Context Others = Context.Of("account*", "routing", "passport*", "license*", "licence*", "iban", "card*", "konto*", "pass-nr", "reisepass*", "ssn", "bsn", "pesel", "cpf", "tax*", "customer no", "id");

    public override int After => 40;

    public override int Candidate(ReadOnlySpan<char> text, int from)
    {
        var at = Numbers.Candidate(text, from, 7);
        if (at < 0) return -1;
        // Before the first digit may stand +, ( or both.
        if (at - 2 >= from && text[at - 2] is '+' or '(' && text[at - 1] is '(' or '+' or ' ') return at - 2;
        return at - 1 >= from && text[at - 1] is '+' or '(' ? at - 1 : at;
    }

    public override Hit At(Window window)
    {
        if (window[0] is not ('+' or '(') && !Numbers.IsFree(window)) return Hit.None;
        if (window.Previous is '+' || char.IsLetterOrDigit(window.Previous)) return Hit.None;
        var first = window.Ahead.IndexOfAnyInRange('0', '9');
        if (first is < 0 or > 2) return Hit.None;
        Span<char> digits = stackalloc char[17];
        Span<int> ends = stackalloc int[17];
        var text = window.Ahead[first..];
        var count = Numbers.Read(text, " -.()/", digits, ends);
        if (count < 7) return Hit.None;
        var isAbroad = window.Ahead[..first].Contains('+');
        if (!isAbroad && IsDate(ends[..count])) return Hit.None;
        bool? isForeign = null;
        for (; count >= 7; count--)
        {
            var end = ends[count - 1];
            if (count == 17 || !IsFreeAfter(text, end) || count > 15 + (text[..end].Contains("(0)", StringComparison.Ordinal) ? 1 : 0)) continue;
            var number = digits[..count];
            var groups = ends[..count];
            var score = isAbroad ? Abroad(number, text[..end]) : National(window[0] == '(', text, number, groups);
            // After other digits it is the rest of a longer number.
            if (!isAbroad && window.Behind is [.., >= '0' and <= '9', ' ']) continue;
            if (score < 0.8 && !(IsLikely(text[..end], groups) && IsNamed(window, first + end))) continue;
            if (!isAbroad && (isForeign ??= first == 0 && Numbers.IsForeign(window) && !Words.IsIn(Numbers.Near(window, 24))) == true) continue;
            return new(first + WithExtension(text, end), Math.Max(score, 0.8));
        }

        return Hit.None;
    }

    /// <summary>Whether a word says that it is a telephone number, and none just before says that it is something else.</summary>
    static bool IsNamed(Window window, int end)
    {
        if (Words.IsIn(Numbers.Near(window, 24))) return Words.IsIn(Sentence(Numbers.Near(window, 24)));
        return (Words.IsIn(Sentence(Numbers.Near(window, 40))) || Words.IsIn(window.Ahead[end..Math.Min(window.Ahead.Length, end + 24)])) && !Others.IsIn(Numbers.Near(window, 24));
    }

    /// <summary>What is not of another line or sentence.</summary>
    static ReadOnlySpan<char> Sentence(ReadOnlySpan<char> text)
    {
        for (var index = text.Length - 1; index > 1; index--)
            if (text[index - 1] == '\n' || (char.IsUpper(text[index]) && text[index - 1] is ' ' && text[index - 2] is '.' or '!' or '?')) return text[index..];
        return text;
    }

    static double Abroad(ReadOnlySpan<char> number, ReadOnlySpan<char> written)
    {
        var length = number.Length - (written.Contains("(0)", StringComparison.Ordinal) ? 1 : 0);
        for (var digits = 1; digits <= 3; digits++)
            if (CountryCodes.Contains(Numbers.Value(number[..digits])))
                return IsLength(Numbers.Value(number[..digits]), length - digits) ? 0.95 : 0;
        return 0;
    }

    static bool IsLength(int code, int length) => code switch
    {
        1 or 7 or 91 => length == 10,
        33 or 34 or 31 or 48 or 61 or 351 or 41 => length == 9,
        44 => length is 9 or 10,
        45 or 47 => length == 8,
        _ => length is >= 6 and <= 12,
    };

    static double National(bool isBracketed, ReadOnlySpan<char> text, ReadOnlySpan<char> n, ReadOnlySpan<int> ends)
    {
        var isOne = n[0] == '1' && n.Length == 11;
        var area = isOne ? n[1..] : n;
        if (area.Length == 10 && area[0] >= '2' && area[3] >= '2' && area[1..3] is not "11" && area[4..6] is not "11")
        {
            var isGrouped = isOne ? Numbers.IsGrouped(ends, 1, 3, 3, 4) : Numbers.IsGrouped(ends, 3, 3, 4);
            if (isGrouped || (isBracketed && Numbers.IsGrouped(ends, 3, 7)) || (Numbers.IsSpaced(ends) && n.Length >= 10)) return 0.9;
        }

        // Those of social security are no telephone numbers.
        if (n[0] != '0' || n[1] == '0' || Numbers.IsGrouped(ends, 3, 2, 4) || Numbers.IsTogether(ends) || n.Length is < 9 or > 12) return 0;
        if (n.Length == 10 && Numbers.IsGrouped(ends, 2, 2, 2, 2, 2)) return 0.9;
        if (text[..ends[^1]].Contains('.') || Numbers.IsSpaced(ends)) return 0;
        // An area code of 2 to 5 digits, and groups of at least two.
        var code = 1;
        while (code < n.Length && ends[code] == ends[code - 1] + 1) code++;
        if (code is < 2 or > 5) return 0;
        for (var index = code + 1; index < n.Length - 1; index++)
            if (ends[index] > ends[index - 1] + 1 && ends[index + 1] > ends[index] + 1) return 0;
        return 0.85;
    }

    /// <summary>Next to a word, digits that stand together, or in groups with few kinds of separators, and no price.</summary>
    static bool IsLikely(ReadOnlySpan<char> written, ReadOnlySpan<int> ends) =>
        !Numbers.IsGrouped(ends, 3, 2, 4) && (ends.Length >= 9 || !Numbers.IsTogether(ends) || ends.Length == 7) && !(written.Contains('.') && ends.Length < 9);

    /// <summary>1/2/2024, 2024-01-02, and spans of years.</summary>
    static bool IsDate(ReadOnlySpan<int> ends)
    {
        if (ends.Length < 8) return ends.Length == 7 && (Numbers.IsGrouped(ends, 1, 2, 4) || Numbers.IsGrouped(ends, 2, 1, 4));
        var eight = ends[..8];
        return Numbers.IsGrouped(eight, 2, 2, 4) || Numbers.IsGrouped(eight, 4, 2, 2) || (ends.Length == 8 && Numbers.IsGrouped(eight, 4, 4));
    }

    static bool IsFreeAfter(ReadOnlySpan<char> text, int end) =>
        end >= text.Length || !(char.IsLetterOrDigit(text[end]) && text[end] is not 'x')
        && !(text[end] is '-' or '.' or ',' or '/' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1])) && text[end] is not ('%' or '€' or '$');

    static int WithExtension(ReadOnlySpan<char> text, int end)
    {
        var at = end;
        while (at < text.Length && at < end + 2 && text[at] is ' ' or ',') at++;
        var mark = text[at..] switch
        {
            ['e' or 'E', 'x' or 'X', 't' or 'T', 'e', 'n', 's', 'i', 'o', 'n', ..] => 9,
            ['e' or 'E', 'x' or 'X', 't' or 'T', '.', ..] => 4,
            ['e' or 'E', 'x' or 'X', 't' or 'T', ..] => 3,
            ['x' or 'X', ..] => 1,
            _ => 0,
        };
        if (mark == 0) return end;
        at += mark;
        if (at < text.Length && text[at] == ' ') at++;
        var last = at;
        while (last < text.Length && last < at + 6 && char.IsAsciiDigit(text[last])) last++;
        return last == at ? end : last;
    }
}
