using System.Buffers;
using System.Globalization;

namespace Portal.Api;

/// <summary>Comma-separated values after RFC 4180.</summary>
internal static class Csv
{
    static readonly SearchValues<char> NeedsQuotes = SearchValues.Create("\",\r\n");

    public static string Line(IEnumerable<string?> fields) => string.Join(',', fields.Select(Field));

    public static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>To the nano-dollar.</summary>
    public static string Money(decimal dollars) => dollars.ToString("0.#########", CultureInfo.InvariantCulture);

    /// <summary>
    /// A field that a spreadsheet would run as a formula gets an apostrophe in front, as OWASP advises: names and
    /// changes are text of anybody's making. A number below zero is no formula.
    /// </summary>
    static string Field(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        if (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' && !IsNegative(text)) text = $"'{text}";
        return text.AsSpan().ContainsAny(NeedsQuotes) ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
    }

    static bool IsNegative(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 0;
}
