using System.Collections.Frozen;

namespace Portal.Safety.Detection.Recognisers;

/// <summary>Dates next to a word that makes them a birthday: numeric, ISO, or with the month's name in several languages.</summary>
sealed class DateOfBirth : Recogniser
{
    const string MonthNames =
        "january jan februar february feb march mar april apr may june jun july jul august aug september sep sept october oct november nov december dec " +
        "januar jänner märz maerz mai juni juli oktober okt dezember dez janvier février fevrier mars avril juin juillet août aout septembre octobre novembre décembre decembre " +
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre ene dic gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre " +
        "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro januari februari maart mei augustus";

    static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> IsMonth =
        MonthNames.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    static readonly Context Words = Context.Of(
        "born", "dob", "d.o.b", "date of birth", "birth date", "birthdate", "birthday", "birth day", "b-day", "bday", "date_of_birth", "dateofbirth", "birth_date", "birth", "geboren", "geb", "geburtsdatum",
        "geburtstag", "né le", "née le", "date de naissance", "naissance", "nacido", "nacida", "nacimiento", "nació", "nato il", "nata il", "nascita", "geboortedatum", "nascimento", "nascido", "fødselsdato", "född", "födelsedatum");
    static readonly Context Companies = Context.Of("born in the", "company's birthday", "birthday sale", "birthday party on", "birth rate");

    /// <summary>At a number, or at the word before it, which may be a month.</summary>
    public override int Candidate(ReadOnlySpan<char> text, int from)
    {
        for (var at = from; (at = Numbers.Candidate(text, at)) >= 0; at++)
        {
            var word = at;
            while (word > 0 && at - word < 3 && text[word - 1] is ' ' or '.') word--;
            var end = word;
            while (word > 0 && end - word < 12 && char.IsLetter(text[word - 1])) word--;
            if (word < end && end < at && word >= from && (word == 0 || !char.IsLetterOrDigit(text[word - 1]))) return word;
            if (at == 0 || !char.IsLetterOrDigit(text[at - 1])) return at;
        }

        return -1;
    }

    /// <summary>What a word before does not reach beyond; another date above all.</summary>
    static readonly System.Buffers.SearchValues<char> Stops = System.Buffers.SearchValues.Create("0123456789;!?\n");

    public override Hit At(Window window)
    {
        if (!char.IsAsciiDigit(window[0]) && Length(window) == 0) return Hit.None;
        if (char.IsLetterOrDigit(window.Previous)) return Hit.None;
        var length = Length(window);
        if (length == 0 || char.IsLetterOrDigit(window[length])) return Hit.None;
        var near = Numbers.Near(window, 40);
        near = near[(near.LastIndexOfAny(Stops) + 1)..];
        var after = window.Ahead[length..Math.Min(window.Ahead.Length, length + 16)];
        return (Words.IsIn(near) && !Companies.IsIn(near)) || Words.IsIn(after) ? new(length, 0.95) : Hit.None;
    }

    static int Length(Window window) => char.IsAsciiDigit(window[0]) ? Math.Max(Numeric(window), DayFirst(window)) : MonthFirst(window);

    static int Numeric(Window window)
    {
        Span<int> parts = stackalloc int[3];
        Span<int> widths = stackalloc int[3];
        var at = 0;
        for (var part = 0; part < 3; part++)
        {
            var start = at;
            while (at < start + 5 && char.IsAsciiDigit(window[at])) at++;
            (parts[part], widths[part]) = (Numbers.Value(window.Ahead[start..at]), at - start);
            if (widths[part] is 0 or 3 or 5) return 0;
            if (part == 2) break;
            if (window[at] is not ('.' or '/' or '-')) return 0;
            at++;
            if (window[at] == ' ') at++;
        }

        if (window[at] is '.' or '/' or '-' && char.IsAsciiDigit(window[at + 1])) return 0;
        var (day, month, year) = widths[0] == 4 ? (parts[2], parts[1], parts[0]) : (parts[0], parts[1], parts[2]);
        if (day < month && month > 12) (day, month) = (month, day);
        var isYear = widths[0] == 4 ? widths[2] <= 2 && IsYear(year) : widths[2] == 2 || (widths[2] == 4 && IsYear(year));
        return isYear && widths[1] <= 2 && day is >= 1 and <= 31 && month is >= 1 and <= 12 ? at : 0;
    }

    /// <summary>12 March 1985, 12th of March, 1985, 12. März 1985, 12 de marzo de 1985.</summary>
    static int DayFirst(Window window)
    {
        var at = char.IsAsciiDigit(window[1]) ? 2 : 1;
        if (char.IsAsciiDigit(window[at]) || Numbers.Value(window.Ahead[..at]) is 0 or > 31) return 0;
        if (window.Ahead[at..] is ['s', 't', ..] or ['n', 'd', ..] or ['r', 'd', ..] or ['t', 'h', ..] or ['e', 'r', ..]) at += 2;
        while (window[at] is ' ' or '.' or '-') at++;
        if (window.Ahead[at..] is ['o', 'f', ' ', ..] or ['d', 'e', ' ', ..]) at += 3;
        return Month(window, at) is > 0 and var month ? Year(window, month) : 0;
    }

    /// <summary>March 12, 1985.</summary>
    static int MonthFirst(Window window)
    {
        var at = Month(window, 0);
        if (at == 0) return 0;
        while (window[at] is ' ' or '.') at++;
        var day = at;
        while (at < day + 3 && char.IsAsciiDigit(window[at])) at++;
        if (at == day || at > day + 2 || Numbers.Value(window.Ahead[day..at]) is 0 or > 31) return 0;
        if (window.Ahead[at..] is ['s', 't', ..] or ['n', 'd', ..] or ['r', 'd', ..] or ['t', 'h', ..]) at += 2;
        return Year(window, at);
    }

    static int Month(Window window, int at)
    {
        var end = at;
        while (end < at + 11 && char.IsLetter(window[end])) end++;
        return end >= at + 3 && IsMonth.Contains(window.Ahead[at..end]) ? end : 0;
    }

    static int Year(Window window, int at)
    {
        for (var gap = 0; gap < 3 && window[at] is ' ' or ',' or '.' or '-'; gap++) at++;
        if (window.Ahead[at..] is ['d', 'e', ' ', ..] or ['d', 'e', 'l', ' ', ..]) at += window[at + 2] == ' ' ? 3 : 4;
        var end = at;
        while (end < at + 5 && char.IsAsciiDigit(window[end])) end++;
        return end == at + 4 && IsYear(Numbers.Value(window.Ahead[at..end])) ? end : 0;
    }

    static bool IsYear(int year) => year is >= 1900 and <= 2029;
}
