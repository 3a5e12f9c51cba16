using System.Collections.Frozen;

namespace Portal.Safety.Detection.Recognisers;

/// <summary>
/// Postal addresses: number and street in the forms of English, French, German, Dutch, Spanish, Italian and Portuguese,
/// with the town and postcode that follow; post office boxes; town, state and ZIP code; postcodes next to a word.
/// </summary>
sealed class Address : Recogniser
{
    const int MostWords = 5;

    static readonly FrozenSet<string> Endings = Set(
        "street st avenue ave av road rd boulevard blvd lane ln drive dr court ct place pl square sq terrace ter way parkway pkwy highway hwy circle cir close crescent cres gardens gdns grove mews row walk hill quay plaza trail trl loop alley broadway " +
        "turnpike route rte path pike run ridge crossing point pt view vista heights island junction landing manor meadow orchard park pass passage ramp station summit valley village green common rise hollow estate estates expressway freeway");

    static readonly FrozenSet<string> Starts = Set("rue avenue av boulevard bd place chemin impasse allée allee quai route cours square passage faubourg");
    static readonly FrozenSet<string> Southern = Set("ul ulica rue calle c/ avenida avda av plaza paseo pza camino carrer ronda via viale piazza corso largo vicolo rua travessa praça praca rambla carretera");
    static readonly string[] German = ["straße", "strasse", "str", "weg", "platz", "allee", "gasse", "damm", "ufer", "straat", "laan", "gracht", "kade", "plein", "chaussee", "markt", "gatan", "vägen", "vej"];
    static readonly FrozenSet<string> Places = Set("new north south east west lake san port fort city springs united kingdom states valley park village central bay river bridge beach mount st paris york london berlin boston washington spain france germany italy canada china india japan switzerland");
    static readonly FrozenSet<string> States = Set(
        "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc pr on qc bc ab mb sk ns nb nl nsw vic qld sa wa tas act");
    static readonly Context Postcodes = Context.Of("zip", "zip code", "zipcode", "postcode", "post code", "postal code", "plz", "postleitzahl", "code postal", "código postal", "cap", "cep", "postal_code", "zip_code");

    static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public override int Longest => 128;
    public override int Before => 32;
    public override int After => 32;
    public override bool IsScreenedInBase64 => false;

    public override int Candidate(ReadOnlySpan<char> text, int from)
    {
        for (; from < text.Length; from++)
            if ((char.IsUpper(text[from]) || char.IsAsciiDigit(text[from]) || text[from] is 'r' or 'c' or 'u') && (from == 0 || !char.IsLetterOrDigit(text[from - 1]))) return from;
        return -1;
    }

    public override Hit At(Window window)
    {
        if (char.IsLetterOrDigit(window.Previous) || window.Previous is '$' or '€' or '£' or '#') return Hit.None;
        var text = window.Ahead;
        var street = char.IsAsciiDigit(text[0]) ? Math.Max(Math.Max(English(text), French(text)), Twice(text)) : Math.Max(Math.Max(Box(text), Military(text)), Math.Max(GermanStreet(text), SouthernStreet(text)));
        if (street > 0) return new(WithTown(text, street), 0.9);
        if (char.IsAsciiDigit(text[0]) && window.Previous is not ('.' or ',' or '-' or '/') && Postcode(text) is > 0 and var code)
            return Postcodes.IsIn(Numbers.Near(window, 16)) ? new(code, 0.8) : Hit.None;
        return char.IsUpper(text[0]) ? Town(text).Or(British(text) is > 0 and var british && Postcodes.IsIn(Numbers.Near(window, 16)) ? new(british, 0.8) : Hit.None) : Hit.None;
    }

    /// <summary>221B Baker Street, 12-14 North 5th Ave., 1600 Pennsylvania Avenue NW.</summary>
    static int English(ReadOnlySpan<char> text)
    {
        var at = House(text);
        if (at == 0 || at >= text.Length || text[at] != ' ') return 0;
        for (var word = 0; word <= MostWords; word++)
        {
            at++;
            var length = Word(text[at..]);
            if (length == 0 || !(char.IsUpper(text[at]) || char.IsAsciiDigit(text[at]))) return 0;
            if (word > 0 && Has(Endings, text.Slice(at, length)) && !(at + length + 1 < text.Length && text[at + length] == ' ' && Has(Endings, text.Slice(at + length + 1, Word(text[(at + length + 1)..])))))
            {
                at += length;
                if (at < text.Length && text[at] == '.') at++;
                return Direction(text, at);
            }

            at += length;
            if (at < text.Length && text[at] == '.' && length <= 2) at++;
            if (at >= text.Length || text[at] != ' ') return 0;
        }

        return 0;
    }

    /// <summary>12 bis, rue de la République.</summary>
    static int French(ReadOnlySpan<char> text)
    {
        var at = House(text);
        if (at == 0) return 0;
        if (text[at..].StartsWith(" bis", StringComparison.Ordinal) || text[at..].StartsWith(" ter", StringComparison.Ordinal)) at += 4;
        if (at < text.Length && text[at] == ',') at++;
        if (at >= text.Length || text[at] != ' ') return 0;
        at++;
        var length = Word(text[at..]);
        if (!Has(Starts, text.Slice(at, length))) return 0;
        return Named(text, at + length);
    }

    /// <summary>The names after rue or calle: capitalised, with small words between.</summary>
    static int Named(ReadOnlySpan<char> text, int at)
    {
        var last = 0;
        for (var word = 0; word < MostWords && at + 1 < text.Length && text[at] is ' ' or '.'; word++)
        {
            if (text[at] == '.' && text[++at] != ' ') break;
            at++;
            var length = Word(text[at..]);
            if (length == 0) break;
            var name = text.Slice(at, length);
            at += length;
            if (char.IsUpper(name[0]) || (name.Contains('\'') && char.IsUpper(name[name.IndexOf('\'') + 1 < name.Length ? name.IndexOf('\'') + 1 : 0]))) last = at;
            else if (name is not ("de" or "du" or "des" or "la" or "le" or "les" or "del" or "los" or "las" or "el" or "dei" or "della" or "delle" or "di" or "da" or "do" or "dos" or "y" or "e" or "et" or "d" or "l")) break;
        }

        return last;
    }

    /// <summary>Hauptstraße 12a, Am Alten Markt 5, Lange Str. 7.</summary>
    static int GermanStreet(ReadOnlySpan<char> text)
    {
        var at = 0;
        for (var word = 0; word < 4; word++)
        {
            var length = Word(text[at..]);
            if (length < 2 || !char.IsUpper(text[at])) return 0;
            var name = text.Slice(at, length);
            at += length;
            if (IsGerman(name))
            {
                if (at < text.Length && text[at] == '.') at++;
                if (at + 1 >= text.Length || text[at] != ' ' || !char.IsAsciiDigit(text[at + 1])) return 0;
                var house = House(text[(at + 1)..]);
                return house > 0 && (at + 1 + house >= text.Length || !char.IsLetterOrDigit(text[at + 1 + house])) ? at + 1 + house : 0;
            }

            if (at >= text.Length || text[at] is not (' ' or '-')) return 0;
            at++;
        }

        return 0;
    }

    static bool IsGerman(ReadOnlySpan<char> name)
    {
        foreach (var ending in German)
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && ((name.Length > ending.Length + 1 && ending != "markt") || (name.Length == ending.Length && ending is "straße" or "strasse" or "str" or "allee" or "weg" or "platz" or "markt"))) return true;
        return false;
    }

    /// <summary>Calle de Alcalá, 42; Via Roma 12; C/ Mayor 3.</summary>
    static int SouthernStreet(ReadOnlySpan<char> text)
    {
        var length = text.StartsWith("C/", StringComparison.OrdinalIgnoreCase) ? 2 : Word(text);
        if (!Has(Southern, text[..length]) || !(char.IsUpper(text[0]) || text.StartsWith("ul", StringComparison.Ordinal))) return 0;
        if (length < text.Length && text[length] == '.') length++;
        var at = Named(text, length);
        if (at == 0) return 0;
        var number = at;
        if (number < text.Length && text[number] == ',') number++;
        if (number < text.Length && text[number] == ' ') number++;
        if (text[number..].StartsWith("nº ", StringComparison.OrdinalIgnoreCase) || text[number..].StartsWith("n. ", StringComparison.OrdinalIgnoreCase)) number += 3;
        return House(text[number..]) is > 0 and var house ? number + house : 0;
    }

    /// <summary>P.O. Box 123, Postfach 1234, Apartado 12.</summary>
    static int Box(ReadOnlySpan<char> text)
    {
        foreach (var mark in (ReadOnlySpan<string>)["P.O. Box ", "P. O. Box ", "PO Box ", "P.O.Box ", "POB ", "Post Office Box ", "Postfach ", "Apartado de Correos ", "Apartado ", "Boîte postale ", "Casella postale ", "Postbus "])
        {
            if (!text.StartsWith(mark, StringComparison.OrdinalIgnoreCase)) continue;
            var end = mark.Length;
            while (end < text.Length && end < mark.Length + 8 && (char.IsAsciiDigit(text[end]) || (text[end] == ' ' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1])))) end++;
            if (end > mark.Length) return end;
        }

        return 0;
    }

    /// <summary>A house number: 12, 12a, 12-14, 12/3.</summary>
    static int House(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        if (at is 0 or > 6) return 0;
        if (at + 1 < text.Length && text[at] is '-' or '/' && char.IsAsciiDigit(text[at + 1]))
        {
            var second = at + 1;
            while (second < text.Length && char.IsAsciiDigit(text[second])) second++;
            at = second;
        }

        if (at < text.Length && char.IsAsciiLetter(text[at]) && (at + 1 == text.Length || !char.IsLetterOrDigit(text[at + 1]))) at++;
        return at;
    }

    static int Direction(ReadOnlySpan<char> text, int at)
    {
        foreach (var direction in (ReadOnlySpan<string>)[" NW", " NE", " SW", " SE", " N", " S", " E", " W", " North", " South", " East", " West"])
            if (text[at..].StartsWith(direction, StringComparison.Ordinal) && (at + direction.Length == text.Length || !char.IsLetterOrDigit(text[at + direction.Length]))) return at + direction.Length;
        return at;
    }

    /// <summary>Goes on over flat, town, state, country and postcode, to the last flat or postcode that is there.</summary>
    static int WithTown(ReadOnlySpan<char> text, int end)
    {
        var (at, words, codes) = (end, 0, 0);
        while (words <= 5 && codes < 2)
        {
            var next = at;
            while (next < text.Length && next < at + 4 && text[next] is ',' or ' ' or '\n' or '\r') next++;
            if (next == at || next >= text.Length) break;
            var unit = Unit(text, next);
            var code = unit > next ? 0 : Math.Max(British(text[next..]), Postcode(text[next..]));
            if (unit > next || code > 0)
            {
                if (code > 0) codes++;
                // A town may follow its postcode, as in 10115 Berlin.
                end = code > 0 && words == 0 && codes == 1 ? TownAfter(text, next + code) : Math.Max(unit, next + code);
                (at, words) = (end, 0);
                continue;
            }

            var length = Word(text[next..]);
            if (length == 0) break;
            var word = text.Slice(next, length);
            if (!(char.IsUpper(word[0]) && IsPlace(word)) && !(words > 0 && word is "de" or "del" or "la" or "le" or "di" or "am" or "sur" or "an" or "der" or "den")) break;
            (at, words) = (next + length, words + 1);
        }

        return end;
    }

    static int TownAfter(ReadOnlySpan<char> text, int at) =>
        at + 1 < text.Length && text[at] == ' ' && char.IsUpper(text[at + 1]) && Word(text[(at + 1)..]) is var length && IsPlace(text.Slice(at + 1, length)) ? at + 1 + length : at;

    /// <summary>Ordinary words are no places; two capitals are a state or province.</summary>
    static bool IsPlace(ReadOnlySpan<char> word) =>
        !NameLists.Of(word).HasFlag(NameLists.Kinds.Common) || Has(Places, word) || word is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'];

    /// <summary>A post office box of the armed forces: PSC 7589, Box 0572, APO AE 20040.</summary>
    static int Military(ReadOnlySpan<char> text)
    {
        var line = text[..Math.Min(text.Length, 48)];
        foreach (var mark in (ReadOnlySpan<string>)["FPO A", "APO A", "DPO A"])
        {
            var at = line.IndexOf(mark, StringComparison.Ordinal);
            if (at < 0 || (at > 0 && !(text.StartsWith("PSC ", StringComparison.Ordinal) || text.StartsWith("USNS ", StringComparison.Ordinal) || text.StartsWith("USS ", StringComparison.Ordinal)
                || text.StartsWith("USNV ", StringComparison.Ordinal) || text.StartsWith("USCGC ", StringComparison.Ordinal) || text.StartsWith("Unit ", StringComparison.Ordinal)))) continue;
            if (at + 12 <= text.Length && text[at + 5] is 'A' or 'E' or 'P' && text[at + 6] == ' ' && !text[(at + 7)..(at + 12)].ContainsAnyExceptInRange('0', '9')) return at + 12;
        }

        return 0;
    }

    /// <summary>A number, and then a street that has its own: 4880 Betburweg 74.</summary>
    static int Twice(ReadOnlySpan<char> text)
    {
        var house = House(text);
        if (house == 0 || house + 1 >= text.Length || text[house] != ' ') return 0;
        var street = Math.Max(GermanStreet(text[(house + 1)..]), SouthernStreet(text[(house + 1)..]));
        return street > 0 ? house + 1 + street : 0;
    }

    /// <summary>Where a flat ends that begins there; there itself where none does.</summary>
    static int Unit(ReadOnlySpan<char> text, int at)
    {
        foreach (var mark in (ReadOnlySpan<string>)["Apartment ", "Apt. ", "Apt ", "Suite ", "Ste. ", "Ste ", "Unit ", "Flat ", "Floor ", "Room ", "Building ", "#"])
        {
            if (!text[at..].StartsWith(mark, StringComparison.OrdinalIgnoreCase)) continue;
            var last = at + mark.Length;
            while (last < text.Length && last < at + mark.Length + 6 && (char.IsAsciiLetterOrDigit(text[last]) || text[last] == '-')) last++;
            return last > at + mark.Length ? last : at;
        }

        return at;
    }

    /// <summary>Springfield, IL 62704-1234.</summary>
    static Hit Town(ReadOnlySpan<char> text)
    {
        var at = 0;
        for (var word = 0; word < 3; word++)
        {
            var length = Word(text[at..]);
            if (length < 2 || !char.IsUpper(text[at])) return Hit.None;
            at += length;
            if (at < text.Length && text[at] == ',') break;
            if (at >= text.Length || text[at] != ' ') return Hit.None;
            at++;
        }

        if (at + 4 >= text.Length || text[at] != ',' || text[at + 1] != ' ') return Hit.None;
        at += 2;
        var state = Word(text[at..]);
        if (state is < 2 or > 3 || !Has(States, text.Slice(at, state)) || !char.IsUpper(text[at + 1])) return Hit.None;
        at += state;
        while (at < text.Length && text[at] is ' ' or ',') at++;
        return at < text.Length && Postcode(text[at..]) is > 0 and var code ? new(at + code, 0.85) : Hit.None;
    }

    /// <summary>Four or five digits, as 1012 AB, 62704-1234, 90-210 or A1B 2C3 too.</summary>
    static int Postcode(ReadOnlySpan<char> text)
    {
        if (text.Length >= 7 && char.IsAsciiLetterUpper(text[0]) && char.IsAsciiDigit(text[1]) && char.IsAsciiLetterUpper(text[2]) && text[3] == ' ' && char.IsAsciiDigit(text[4]) && char.IsAsciiLetterUpper(text[5]) && char.IsAsciiDigit(text[6])) return 7;
        var digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
        if (digits is not (4 or 5)) return 0;
        var end = digits;
        if (digits == 5 && text.Length >= 10 && text[5] == '-' && !text[6..10].ContainsAnyExceptInRange('0', '9')) end = 10;
        if (digits == 4 && text.Length >= 7 && text[4] == ' ' && char.IsAsciiLetterUpper(text[5]) && char.IsAsciiLetterUpper(text[6]) && (text.Length == 7 || !char.IsLetterOrDigit(text[7]))) end = 7;
        return end < text.Length && (char.IsLetterOrDigit(text[end]) || (text[end] is '.' or ',' or '-' or '/' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))) ? 0 : end;
    }

    /// <summary>SW1A 1AA, M1 1AE.</summary>
    static int British(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (at < text.Length && at < 3 && char.IsAsciiLetterUpper(text[at])) at++;
        if (at is 0 or > 2 || at >= text.Length || !char.IsAsciiDigit(text[at])) return 0;
        at++;
        if (at < text.Length && char.IsAsciiLetterOrDigit(text[at])) at++;
        if (at < text.Length && text[at] == ' ') at++;
        return at + 3 <= text.Length && char.IsAsciiDigit(text[at]) && char.IsAsciiLetterUpper(text[at + 1]) && char.IsAsciiLetterUpper(text[at + 2]) && (at + 3 == text.Length || !char.IsLetterOrDigit(text[at + 3])) ? at + 3 : 0;
    }

    static int Word(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && length < 32 && (char.IsLetterOrDigit(text[length]) || (text[length] is '\'' or '-' && length > 0))) length++;
        return length;
    }

    static bool Has(FrozenSet<string> words, ReadOnlySpan<char> word) => words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);
}
