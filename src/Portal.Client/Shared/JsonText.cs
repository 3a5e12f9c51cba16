using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Portal.Client.Shared;

/// <summary>JSON as people read and type it.</summary>
static class JsonText
{
    static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Indent(JsonElement json)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented)) json.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out JsonElement? json, [NotNullWhen(false)] out string? wrong)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            json = document.RootElement.Clone();
            wrong = json.Value.ValueKind == JsonValueKind.Object ? null : "Write a JSON object, such as {\"type\":\"object\"}.";
        }
        catch (JsonException malformed)
        {
            json = null;
            wrong = $"This is not JSON: see line {malformed.LineNumber + 1}, column {malformed.BytePositionInLine + 1}.";
        }

        return wrong is null;
    }
}
