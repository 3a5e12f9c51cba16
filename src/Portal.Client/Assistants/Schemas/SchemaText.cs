using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Portal.Client.Assistants.Schemas;

/// <summary>A schema as somebody types it: what is wrong with it, at which line and column.</summary>
public static partial class SchemaText
{
    /// <summary>Null where the text is a schema, or empty.</summary>
    public static string? FindFault(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            if (SchemaCheck.Find(document.RootElement) is not { } fault) return null;
            if (fault.Path.Length == 0) return $"This {fault.Rule}";
            var (line, column) = Place(text, fault.Path);
            return $"Line {line}, column {column}: {fault.Path} {fault.Rule}";
        }
        catch (JsonException malformed)
        {
            return $"This is not JSON: see line {malformed.LineNumber + 1}, column {malformed.BytePositionInLine + 1}.";
        }
    }

    /// <summary>Where the value of a path begins.</summary>
    static (int Line, int Column) Place(string text, string path)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        // A dot in a property's name splits it in two; then the place of its parent is told.
        foreach (Match step in Step.Matches(path))
        {
            if (!(step.Groups["index"] is { Success: true, Value: var index } ? Enter(ref reader, int.Parse(index)) : Enter(ref reader, step.Value))) break;
        }

        var before = Encoding.UTF8.GetString(bytes, 0, (int)reader.TokenStartIndex);
        return (before.Count(letter => letter == '\n') + 1, before.Length - before.LastIndexOf('\n'));
    }

    static bool Enter(ref Utf8JsonReader reader, string name)
    {
        var copy = reader;
        if (copy.TokenType is not JsonTokenType.StartObject) return false;
        while (copy.Read() && copy.TokenType is JsonTokenType.PropertyName)
        {
            var found = copy.ValueTextEquals(name);
            copy.Read();
            if (found)
            {
                reader = copy;
                return true;
            }

            copy.Skip();
        }

        return false;
    }

    static bool Enter(ref Utf8JsonReader reader, int index)
    {
        var copy = reader;
        if (copy.TokenType is not JsonTokenType.StartArray) return false;
        for (copy.Read(); index > 0 && copy.TokenType is not JsonTokenType.EndArray; index--)
        {
            copy.Skip();
            copy.Read();
        }

        if (copy.TokenType is JsonTokenType.EndArray) return false;
        reader = copy;
        return true;
    }

    [GeneratedRegex(@"\[(?<index>\d+)\]|[^.\[\]]+")]
    private static partial Regex Step { get; }
}
