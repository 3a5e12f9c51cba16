using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Portal.Safety.Detection;

/// <summary>
/// The first view: invisible characters and combining marks vanish; digits, letters, spaces and dashes of other forms,
/// and Cyrillic and Greek letters that look like Latin ones, become ASCII; %40, \u0040, \n and &amp;#64; are decoded,
/// once. What an escape means is decided by its own characters alone. More than <see cref="MostGone"/> invisible
/// characters in a row leave a mark, so that what is near in the view is near in the text.
/// </summary>
static class Folding
{
    const char Gone = '\uFFFF', Break = '\u200B';
    const int MostGone = 16;
    const string Lookalikes =
        "аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwѵvӏlкkмmтtвbнhпnАAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅSԌGԚQԜWҮY" +
        "αaοoνvρpιiκkυuχxγyηnτtωwΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX" +
        "ıiɑaɡgɩiʟLоoօoսuհhոnցgՏSℓlℎhℯeℊgℴo﹫@․.。.｡.‘'’'‚,“\"”\"´'ʼ'⁄/∕/×x•.·.";

    static readonly char[] Map = MakeMap();
    static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(0, 128).Select(code => (char)code).Where(c => c is not ('%' or '\\' or '&'))]);

    static readonly Dictionary<string, char> Named = new(StringComparer.Ordinal)
    {
        ["amp"] = '&', ["lt"] = '<', ["gt"] = '>', ["quot"] = '"', ["apos"] = '\'', ["nbsp"] = ' ', ["commat"] = '@', ["period"] = '.',
        ["num"] = '#', ["colon"] = ':', ["sol"] = '/', ["lowbar"] = '_', ["plus"] = '+', ["hyphen"] = '-', ["dash"] = '-', ["equals"] = '=',
        ["lpar"] = '(', ["rpar"] = ')', ["Tab"] = '\t', ["NewLine"] = '\n', ["shy"] = Gone, ["zwnj"] = Gone, ["zwj"] = Gone, ["ZeroWidthSpace"] = Gone,
    };

    public static Normalised Fold(string text)
    {
        var at = text.AsSpan().IndexOfAnyExcept(Plain);
        if (at < 0) return new(text);
        var view = GC.AllocateUninitializedArray<char>(text.Length);
        var (starts, ends) = (GC.AllocateUninitializedArray<int>(text.Length), GC.AllocateUninitializedArray<int>(text.Length));
        for (var (from, length, gone) = (0, 0, 0); ;)
        {
            text.AsSpan(from, at - from).CopyTo(view.AsSpan(length));
            if (from < at) gone = 0;
            Count(starts.AsSpan(length, at - from), from);
            Count(ends.AsSpan(length, at - from), from + 1);
            (length, from) = (length + at - from, at);
            if (at == text.Length) return new(new string(view, 0, length), starts, ends);
            var (folded, taken) = Token(text.AsSpan(at));
            if (folded != Gone) gone = 0;
            else if (gone <= MostGone && (gone += taken) > MostGone) folded = Break;
            if (folded != Gone) (view[length], starts[length], ends[length++]) = (folded, at, at + taken);
            from = at + taken;
            at = text.AsSpan(from).IndexOfAnyExcept(Plain);
            at = at < 0 ? text.Length : from + at;
        }
    }

    /// <summary>Fills with ascending numbers.</summary>
    static void Count(Span<int> numbers, int first)
    {
        for (var many = MemoryMarshal.Cast<int, Vector<int>>(numbers); !many.IsEmpty; many = many[1..])
        {
            many[0] = Vector<int>.Indices + new Vector<int>(first);
            first += Vector<int>.Count;
        }

        foreach (ref var number in numbers[(numbers.Length - numbers.Length % Vector<int>.Count)..]) number = first++;
    }

    /// <summary>One character as it is compared: lookalikes folded.</summary>
    public static char Char(char c) => c < 128 ? c : Map[c];

    static (char Folded, int Length) Token(ReadOnlySpan<char> text) => text[0] switch
    {
        '%' => Percent(text),
        '\\' => Backslash(text),
        '&' => Entity(text),
        var c when char.IsHighSurrogate(c) && text.Length > 1 && char.IsLowSurrogate(text[1]) => Pair(char.ConvertToUtf32(c, text[1]), c),
        var c => (Map[c], 1),
    };

    static (char, int) Percent(ReadOnlySpan<char> text) =>
        Hex(text, 1, 2) is >= 9 and < 128 and var code ? ((char)code, 3) : ('%', 1);

    static (char, int) Backslash(ReadOnlySpan<char> text) => text.Length < 2 ? ('\\', 1) : text[1] switch
    {
        'u' when Hex(text, 2, 4) is >= 0 and var code => char.IsSurrogate((char)code) ? ('\\', 1) : (Char((char)code), 6),
        'x' when Hex(text, 2, 2) is >= 9 and var code => (Char((char)code), 4),
        'n' or 'r' => ('\n', 2),
        't' => ('\t', 2),
        '\\' or '%' or '&' => ('\\', 1),
        var c when char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c)) => (c, 2),
        _ => ('\\', 1),
    };

    static (char, int) Entity(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, 17)].IndexOf(';');
        if (end < 2) return ('&', 1);
        var name = text[1..end];
        if (name[0] != '#') return Named.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var named) ? (named, end + 1) : ('&', 1);
        var isHex = name.Length > 1 && name[1] is 'x' or 'X';
        return int.TryParse(name[(isHex ? 2 : 1)..], isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            && code is >= 9 and < 0xD800
            ? (Char((char)code), end + 1)
            : ('&', 1);
    }

    static (char, int) Pair(int code, char high) => code switch
    {
        >= 0x1D400 and <= 0x1D6A3 => (Letter((code - 0x1D400) % 52), 2),
        >= 0x1D7CE and <= 0x1D7FF => ((char)('0' + (code - 0x1D7CE) % 10), 2),
        >= 0x1F130 and <= 0x1F149 => (Letter(code - 0x1F130), 2),
        >= 0x1F150 and <= 0x1F169 => (Letter(code - 0x1F150), 2),
        >= 0x1F170 and <= 0x1F189 => (Letter(code - 0x1F170), 2),
        >= 0x1FBF0 and <= 0x1FBF9 => ((char)('0' + code - 0x1FBF0), 2),
        >= 0xE0000 and <= 0xE0FFF => (Gone, 2),
        // The other half follows as a character of its own.
        _ => (high, 1),
    };

    static char Letter(int index) => (char)(index < 26 ? 'A' + index : 'a' + index - 26);

    static int Hex(ReadOnlySpan<char> text, int from, int digits) =>
        text.Length >= from + digits && int.TryParse(text.Slice(from, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? code : -1;

    static char[] MakeMap()
    {
        var map = new char[65536];
        for (var code = 0; code < map.Length; code++)
        {
            var c = (char)code;
            map[code] = code < 128 ? c : char.GetUnicodeCategory(c) switch
            {
                UnicodeCategory.Format => Gone,
                UnicodeCategory.NonSpacingMark when code is < 0x370 or >= 0xFE00 => Gone,
                UnicodeCategory.DecimalDigitNumber => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)),
                UnicodeCategory.SpaceSeparator => ' ',
                UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => '\n',
                UnicodeCategory.DashPunctuation => '-',
                _ when CharUnicodeInfo.GetDigitValue(c) is >= 0 and var digit => (char)('0' + digit),
                _ => c,
            };
        }

        for (var code = 0xFF01; code <= 0xFF5E; code++) map[code] = (char)(code - 0xFEE0);
        for (var code = 0x24B6; code <= 0x24E9; code++) map[code] = Letter(code - 0x24B6);
        map['\u2212'] = map['\uFE63'] = '-';
        map['\u24EA'] = '0';
        map['\u115F'] = map['\u1160'] = map['\u3164'] = map['\uFFA0'] = Gone;
        for (var index = 0; index < Lookalikes.Length; index += 2) map[Lookalikes[index]] = Lookalikes[index + 1];
        return map;
    }
}
