using System.Buffers;

namespace Portal.Api;

/// <summary>Comma-separated values after RFC 4180.</summary>
internal static class Csv
{
    static readonly SearchValues<char> NeedsQuotes = SearchValues.Create("\",\r\n");

    public static string Line(IEnumerable<string?> fields) => string.Join(',', fields.Select(Field));

    /// <summary>
    /// A field that a spreadsheet would run as a formula gets an apostrophe in front, as OWASP advises: names and
    /// changes are text of anybody's making.
    /// </summary>
    static string Field(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        if (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n') text = $"'{text}";
        return text.AsSpan().ContainsAny(NeedsQuotes) ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
    }
}
