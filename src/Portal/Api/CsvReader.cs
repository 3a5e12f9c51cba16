using System.Text;

namespace Portal.Api;

/// <summary>Reads comma-separated values after RFC 4180: quoted fields may hold commas, line ends and doubled quotes.</summary>
internal static class CsvReader
{
    /// <summary>One list of fields for each row, also an empty one; the last line end begins no further row.</summary>
    public static IEnumerable<IReadOnlyList<string>> Read(string text)
    {
        var (fields, field, quoted) = (new List<string>(), new StringBuilder(), false);
        // A byte order mark is no part of the first name.
        for (var at = text.StartsWith('\uFEFF') ? 1 : 0; at < text.Length; at++)
        {
            var sign = text[at];
            if (quoted)
            {
                if (sign != '"') field.Append(sign);
                else if (at + 1 < text.Length && text[at + 1] == '"') field.Append(text[++at]);
                else quoted = false;
            }
            else if (sign == '"' && field.Length == 0)
            {
                quoted = true;
            }
            else if (sign == ',')
            {
                End();
            }
            else if (sign is '\n' or '\r')
            {
                if (sign == '\r' && at + 1 < text.Length && text[at + 1] == '\n') at++;
                End();
                yield return fields;
                fields = [];
            }
            else
            {
                field.Append(sign);
            }
        }

        if (fields.Count == 0 && field.Length == 0) yield break;
        End();
        yield return fields;

        void End()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }
}
