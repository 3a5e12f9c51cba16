using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Portal.Client.Threads;

/// <summary>JSON as people read it. It is shown as text, so nothing needs escaping for a page.</summary>
static class PrettyJson
{
    static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is no JSON, or not yet, stays as it is.</summary>
    public static string Of(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return Of(json.RootElement);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    public static string Of(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String) return json.GetString()!;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Readable)) json.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
