using System.Buffers;

namespace Portal.Safety.Detection.Recognisers;

/// <summary>Digits as people write them: in groups, spaced, dotted or with dashes.</summary>
static class Numbers
{
    /// <summary>The most digits that are read.</summary>
    public const int Most = 24;

    /// <summary>Words before a number that say it is something of a business's own.</summary>
    static readonly Context Foreign = Context.Of(
        "order", "invoice", "tracking", "part", "parts", "sku", "item", "serial", "ticket", "case", "ref", "reference", "batch", "lot", "model", "article", "shipment", "version",
        "consignment", "barcode", "ean", "isbn", "upc", "gtin", "imei", "meter", "transaction", "po", "build", "release", "section", "bestellung", "bestellnummer",
        "rechnung", "rechnungsnummer", "artikel", "artikelnummer", "auftrag", "facture", "commande", "factura", "pedido", "product", "quote", "asset", "revision", "s/n", "p/n");

    static readonly SearchValues<char> Signs = SearchValues.Create("0123456789 -.()/");

    /// <summary>The next digit that does not follow a digit, and that so many digits and separators at least begin with.</summary>
    public static int Candidate(ReadOnlySpan<char> text, int from, int least)
    {
        while ((from = Candidate(text, from)) >= 0)
        {
            if (from + least > text.Length) return -1;
            if (!text.Slice(from, least).ContainsAnyExcept(Signs)) return from;
            from++;
        }

        return -1;
    }

    /// <summary>The next digit that does not follow a digit.</summary>
    public static int Candidate(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length)
        {
            var found = text[from..].IndexOfAnyInRange('0', '9');
            if (found < 0) return -1;
            from += found;
            if (from == 0 || !char.IsAsciiDigit(text[from - 1])) return from;
            var end = text[from..].IndexOfAnyExceptInRange('0', '9');
            if (end < 0) return -1;
            from += end;
        }

        return -1;
    }

    /// <summary>Reads digits with up to three separators between two of them.</summary>
    /// <param name="ends">After each digit.</param>
    public static int Read(ReadOnlySpan<char> text, ReadOnlySpan<char> separators, Span<char> digits, Span<int> ends)
    {
        var count = 0;
        for (var index = 0; index < text.Length && count < digits.Length; index++)
        {
            if (char.IsAsciiDigit(text[index])) (digits[count], ends[count++]) = (text[index], index + 1);
            else if (count == 0 || index - ends[count - 1] > 2 || !separators.Contains(text[index])) break;
        }

        return count;
    }

    /// <summary>Whether nothing before the candidate makes it the rest of something longer.</summary>
    public static bool IsFree(Window window) => window.Behind switch
    {
        [] => true,
        [.., var last] when char.IsLetterOrDigit(last) => false,
        // Digits that stand alone belong together.
        [.., var first, ' ' or '-' or '.'] when char.IsAsciiDigit(first) && !char.IsAsciiDigit(window[1]) => false,
        [.., var first, '-' or '.' or ',' or '/'] => !char.IsAsciiDigit(first),
        [.., '$' or '€' or '£'] => false,
        _ => true,
    };

    /// <summary>Whether it may end there.</summary>
    public static bool IsFreeAfter(Window window, int end) =>
        !char.IsLetterOrDigit(window[end]) && !(window[end] is '-' or '.' or ',' or '/' && char.IsAsciiDigit(window[end + 1])) && window[end] is not '%';

    /// <summary>Whether the words just before name a number of another kind.</summary>
    public static bool IsForeign(Window window) => Foreign.IsIn(Near(window, 24)) || window.Previous == '#';

    /// <summary>The last characters before the candidate.</summary>
    public static ReadOnlySpan<char> Near(Window window, int most) => window.Behind.Length > most ? window.Behind[^most..] : window.Behind;

    /// <summary>Whether the digits stand in groups of these lengths.</summary>
    public static bool IsGrouped(ReadOnlySpan<int> ends, params ReadOnlySpan<int> groups)
    {
        var at = 0;
        foreach (var group in groups)
        {
            if (at + group > ends.Length) return false;
            for (var index = at + 1; index < at + group; index++)
                if (ends[index] != ends[index - 1] + 1) return false;
            if (at > 0 && ends[at] == ends[at - 1] + 1) return false;
            at += group;
        }

        return at == ends.Length;
    }

    /// <summary>Whether the digits stand together.</summary>
    public static bool IsTogether(ReadOnlySpan<int> ends) => ends[^1] - ends[0] == ends.Length - 1;

    /// <summary>Whether every digit stands alone, as in 4 1 5.</summary>
    public static bool IsSpaced(ReadOnlySpan<int> ends)
    {
        for (var index = 1; index < ends.Length; index++)
            if (ends[index] == ends[index - 1] + 1) return false;
        return true;
    }

    /// <summary>Whether two digits each are a day and a month.</summary>
    public static bool IsDate(ReadOnlySpan<char> day, ReadOnlySpan<char> month) => Value(day) is >= 1 and <= 31 && Value(month) is >= 1 and <= 12;

    public static int Value(ReadOnlySpan<char> digits)
    {
        var value = 0;
        foreach (var digit in digits) value = value * 10 + digit - '0';
        return value;
    }
}
