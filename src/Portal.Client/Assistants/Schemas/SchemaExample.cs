using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Portal.Client.Assistants.Schemas;

/// <summary>Arguments that fit a function's parameters, to show what the model will send and to try the function with.</summary>
public static class SchemaExample
{
    const int Deepest = 12;

    static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="schema">One in which <see cref="SchemaCheck"/> finds no fault.</param>
    public static string Of(JsonElement schema)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented)) Write(writer, schema, schema, 0);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    static void Write(Utf8JsonWriter writer, JsonElement schema, JsonElement root, int depth)
    {
        if (depth > Deepest || schema.ValueKind is not JsonValueKind.Object)
        {
            writer.WriteNullValue();
            return;
        }

        if (Given(schema) is { } given) given.WriteTo(writer);
        else if (schema.TryGetProperty("$ref", out var reference) && SchemaCheck.Resolve(root, reference.GetString()!) is { } target) Write(writer, target, root, depth + 1);
        else if (First(schema) is { } choice) Write(writer, choice, root, depth + 1);
        else WriteType(writer, schema, root, depth);
    }

    static JsonElement? Given(JsonElement schema)
    {
        foreach (var keyword in new[] { "const", "default" })
        {
            if (schema.TryGetProperty(keyword, out var value)) return value;
        }

        foreach (var keyword in new[] { "examples", "enum" })
        {
            if (schema.TryGetProperty(keyword, out var values) && values.ValueKind is JsonValueKind.Array && values.GetArrayLength() > 0) return values[0];
        }

        return null;
    }

    static JsonElement? First(JsonElement schema)
    {
        foreach (var keyword in new[] { "anyOf", "oneOf", "allOf" })
        {
            if (schema.TryGetProperty(keyword, out var choices) && !schema.TryGetProperty("properties", out _)) return choices[0];
        }

        return null;
    }

    static void WriteType(Utf8JsonWriter writer, JsonElement schema, JsonElement root, int depth)
    {
        switch (TypeOf(schema))
        {
            case "object":
                writer.WriteStartObject();
                if (schema.TryGetProperty("properties", out var properties))
                {
                    foreach (var property in properties.EnumerateObject())
                    {
                        writer.WritePropertyName(property.Name);
                        Write(writer, property.Value, root, depth + 1);
                    }
                }

                writer.WriteEndObject();
                break;
            case "array":
                writer.WriteStartArray();
                if (schema.TryGetProperty("items", out var items) && items.ValueKind is JsonValueKind.Object)
                    for (var count = Math.Clamp(Number(schema, "minItems") ?? 1, 1, 5); count > 0; count--) Write(writer, items, root, depth + 1);
                writer.WriteEndArray();
                break;
            case "integer" or "number":
                writer.WriteNumberValue(Number(schema, "minimum") ?? Number(schema, "maximum") ?? 1);
                break;
            case "boolean":
                writer.WriteBooleanValue(true);
                break;
            case "null":
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(Text(schema));
                break;
        }
    }

    static string TypeOf(JsonElement schema)
    {
        if (schema.TryGetProperty("type", out var type))
            return type.ValueKind is JsonValueKind.Array ? type[0].GetString()! : type.GetString()!;
        return schema.TryGetProperty("properties", out _) ? "object" : schema.TryGetProperty("items", out _) ? "array" : "string";
    }

    static decimal? Number(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var value) && value.TryGetDecimal(out var number) ? number : null;

    static string Text(JsonElement schema)
    {
        var text = (schema.TryGetProperty("format", out var format) ? format.GetString() : null) switch
        {
            "date" => "2026-11-23",
            "date-time" => "2026-11-23T14:05:00Z",
            "time" => "14:05:00Z",
            "email" => "ada@example.com",
            "uri" or "url" => "https://example.com/",
            "uuid" => "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
            _ => "text",
        };
        var shortest = (int)Math.Min(Number(schema, "minLength") ?? 0, 200);
        return text.Length >= shortest ? text : text.PadRight(shortest, 'x');
    }
}
