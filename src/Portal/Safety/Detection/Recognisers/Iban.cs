using System.Collections.Frozen;

namespace Portal.Safety.Detection.Recognisers;

/// <summary>International bank account numbers (ISO 13616): the country's length and mod 97.</summary>
sealed class Iban : Recogniser
{
    const string Countries =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 " +
        "GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 " +
        "OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

    const int Most = 34;
    static readonly FrozenDictionary<string, int> Lengths = Countries.Split(' ').ToFrozenDictionary(country => country[..2], country => int.Parse(country[2..]));
    static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> LengthOf = Lengths.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>At two letters, with a blank between them or after them or none, before a digit.</summary>
    public override int Candidate(ReadOnlySpan<char> text, int from)
    {
        for (var at = from; ;)
        {
            var found = text[at..].IndexOfAnyInRange('0', '9');
            if (found < 0) return -1;
            at += found;
            var start = at - 1;
            if (start >= 0 && text[start] is ' ' or '-') start--;
            if (start >= 1 && char.IsAsciiLetter(text[start]) && text[start - 1] is ' ' or '-') start--;
            else if (start < 0 || !char.IsAsciiLetter(text[start])) start = -1;
            if (start >= 1 && char.IsAsciiLetter(text[start - 1]) && start - 1 >= from) return start - 1;
            at++;
        }
    }

    public override Hit At(Window window)
    {
        if (char.IsLetterOrDigit(window.Previous)) return Hit.None;
        Span<char> signs = stackalloc char[Most];
        var (count, wanted, index) = (0, Most, 0);
        for (var (blanks, gaps) = (0, 0); index < window.Ahead.Length && count < wanted; index++)
        {
            var c = window[index];
            if (c is ' ' or '-' or '.' && blanks++ < 2)
            {
                // Groups of four, the country apart, or every sign apart.
                if (blanks == 1 && count != 2 && count % 4 != 0 && count > ++gaps) return Hit.None;
                if (blanks == 1 && (count == 2 || count % 4 == 0)) gaps++;
                continue;
            }

            if (!char.IsAsciiLetterOrDigit(c)) return Hit.None;
            blanks = 0;
            signs[count++] = char.ToUpperInvariant(c);
            if (count == 2 && !(char.IsAsciiLetterUpper(signs[0]) && LengthOf.TryGetValue(signs[..2], out wanted))) return Hit.None;
            if (count is 3 or 4 && !char.IsAsciiDigit(c)) return Hit.None;
        }

        if (count < wanted || char.IsLetterOrDigit(window[index])) return Hit.None;
        Span<char> turned = stackalloc char[Most];
        signs[4..count].CopyTo(turned);
        signs[..4].CopyTo(turned[(count - 4)..]);
        return CheckDigits.Mod97(turned[..count]) ? new(index, 1) : Hit.None;
    }
}
