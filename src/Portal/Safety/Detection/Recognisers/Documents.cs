namespace Portal.Safety.Detection.Recognisers;

/// <summary>Numbers of passports, next to a word that says so, and machine-readable lines of them (ICAO 9303).</summary>
sealed class Passport : Recogniser
{
    static readonly Context Words = Context.Of(
        "passport", "passports", "passport_number", "passportnumber", "passport_no", "reisepass", "reisepassnummer", "pass-nr", "passnummer", "passeport", "pasaporte", "passaporto", "passaporte", "paspoort", "paspoortnummer");

    public override int Candidate(ReadOnlySpan<char> text, int from) => DocumentNumber.Candidate(text, from);

    public override Hit At(Window window)
    {
        if (char.IsLetterOrDigit(window.Previous) || window.Previous is '<') return Hit.None;
        if (MachineReadable(window.Ahead) is > 0 and var line) return new(line, 0.99);
        var (length, letters, digits) = DocumentNumber.Read(window, false);
        return letters + digits is >= 6 and <= 9 && digits >= 5 - Math.Max(0, letters - 3) && letters <= 5 && DocumentNumber.IsNamed(window, length, Words) ? new(length, 0.9) : Hit.None;
    }

    /// <summary>The line with the names, or that with the number and its check digit: 44 signs.</summary>
    static int MachineReadable(ReadOnlySpan<char> text)
    {
        const int Line = 44;
        if (text.Length < Line || (text.Length > Line && (char.IsAsciiLetterOrDigit(text[Line]) || text[Line] == '<'))) return 0;
        foreach (var c in text[..Line])
            if (!(char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '<')) return 0;
        if (text[0] == 'P' && (text[1] == '<' || char.IsAsciiLetterUpper(text[1])) && text[..Line].IndexOf("<<", StringComparison.Ordinal) > 5) return Line;
        return char.IsAsciiDigit(text[9]) && Check(text[..9]) == text[9] - '0' && char.IsAsciiDigit(text[19]) && Check(text[13..19]) == text[19] - '0' ? Line : 0;
    }

    static int Check(ReadOnlySpan<char> signs)
    {
        var sum = 0;
        for (var index = 0; index < signs.Length; index++)
        {
            var value = char.IsAsciiDigit(signs[index]) ? signs[index] - '0' : signs[index] == '<' ? 0 : signs[index] - 'A' + 10;
            sum += value * (index % 3) switch { 0 => 7, 1 => 3, _ => 1 };
        }

        return sum % 10;
    }
}

/// <summary>Numbers of driving licences, next to a word that says so; British ones by their form alone.</summary>
sealed class DriverLicense : Recogniser
{
    static readonly Context Words = Context.Of(
        "driver license", "driver licence", "drivers license", "drivers licence", "driver's license", "driver's licence", "driving license", "driving licence", "driver_license", "driverlicense", "driver_licence",
        "drivers_license", "dl", "d.l.", "dln", "dl number", "dl no", "dl#", "license to drive", "dvla", "fuhrerschein", "führerschein", "führerscheinnummer", "permis de conduire", "permis", "carnet de conducir", "permiso de conducir", "licencia de conducir",
        "patente di guida", "patente", "rijbewijs", "rijbewijsnummer", "carta de condução", "körkort", "prawo jazdy", "cnh");

    public override int Candidate(ReadOnlySpan<char> text, int from) => DocumentNumber.Candidate(text, from);

    public override Hit At(Window window)
    {
        if (char.IsLetterOrDigit(window.Previous)) return Hit.None;
        if (IsBritish(window)) return new(16, 0.95);
        var (length, letters, digits) = DocumentNumber.Read(window, true);
        return letters + digits is >= 5 and <= 18 && digits >= 4 && letters <= 9 && DocumentNumber.IsNamed(window, length, Words) ? new(length, 0.9) : Hit.None;
    }

    /// <summary>Surname, year's tens, month (women's plus 50), day, year, initials: MORGA 657054 SM 9IJ.</summary>
    static bool IsBritish(Window window)
    {
        var text = window.Ahead;
        if (text.Length < 16 || char.IsLetterOrDigit(window[16]) || !char.IsAsciiLetterUpper(text[0])) return false;
        foreach (var c in text[..5])
            if (!(char.IsAsciiLetterUpper(c) || c == '9')) return false;
        foreach (var c in text[5..11])
            if (!char.IsAsciiDigit(c)) return false;
        var month = Numbers.Value(text[6..8]) % 50;
        return month is >= 1 and <= 12 && Numbers.Value(text[6..8]) is <= 12 or >= 51 && Numbers.Value(text[8..10]) is >= 1 and <= 31
            && (char.IsAsciiLetterUpper(text[11]) || text[11] == '9') && (char.IsAsciiLetterUpper(text[12]) || text[12] == '9') && char.IsAsciiLetterOrDigit(text[13])
            && char.IsAsciiLetterUpper(text[14]) && char.IsAsciiLetterUpper(text[15]);
    }
}

/// <summary>Letters and digits that a document might be known by.</summary>
static class DocumentNumber
{
    static readonly System.Buffers.SearchValues<char> Marks = System.Buffers.SearchValues.Create("0123456789<");

    /// <summary>The next word that holds a digit, or &lt;, after at most six letters; a short word and a blank may be before.</summary>
    public static int Candidate(ReadOnlySpan<char> text, int from)
    {
        for (var at = from; ; at++)
        {
            var found = text[at..].IndexOfAny(Marks);
            if (found < 0) return -1;
            at += found;
            if (at > 0 && Marks.Contains(text[at - 1])) continue;
            var word = at;
            while (word > 0 && at - word < 7 && char.IsAsciiLetter(text[word - 1])) word--;
            if (word >= 2 && text[word - 1] is ' ' or '-' && char.IsAsciiLetter(text[word - 2]))
            {
                var first = word >= 3 && char.IsAsciiLetter(text[word - 3]) ? word - 3 : word - 2;
                if (first >= from && (first == 0 || !char.IsLetterOrDigit(text[first - 1]))) return first;
            }

            if (word >= from && (word == 0 || !char.IsLetterOrDigit(text[word - 1]))) return word;
        }
    }

    /// <summary>Reads as much as may be one number; groups where <paramref name="isGrouped"/>.</summary>
    public static (int Length, int Letters, int Digits) Read(Window window, bool isGrouped)
    {
        var (letters, digits, at) = (0, 0, 0);
        for (; at < 24; at++)
        {
            if (char.IsAsciiDigit(window[at])) digits++;
            else if (char.IsAsciiLetterUpper(window[at]) || (char.IsAsciiLetterLower(window[at]) && digits > 0 && letters > 0)) letters++;
            else if (!(window[at] is '-' or ' ' && isGrouped && char.IsAsciiDigit(window[at + 1]) && (digits > 0 || letters is 1 or 2)) && !(window[at] == ' ' && !isGrouped && digits is 2 or 3 or 6 && letters <= 2 && char.IsAsciiDigit(window[at + 1]))) break;
        }

        return char.IsLetterOrDigit(window[at]) || window[at] is '/' or ':' && char.IsAsciiDigit(window[at + 1]) || IsDate(window.Ahead[..at]) ? default : (at, letters, digits);
    }

    /// <summary>Whether one of the words is close before, or just after.</summary>
    public static bool IsNamed(Window window, int length, Context words) =>
        words.IsIn(Numbers.Near(window, 40)) || words.IsIn(window.Ahead[length..Math.Min(window.Ahead.Length, length + 20)]);

    static bool IsDate(ReadOnlySpan<char> text) => text is [_, _, _, _, '-', _, _, '-', ..] or [_, _, '-', _, _, '-', ..];
}
