using System.Text.Json;

namespace Portal.Client.Assistants.Schemas;

/// <summary>What is wrong with a JSON Schema, and where: <c>properties.order_id.type</c>, or nothing for the schema as a whole.</summary>
public sealed record SchemaFault(string Path, string Rule);

/// <summary>
/// Finds the first place in which a function's parameters are no JSON Schema (2020-12) of an object. What the keywords
/// known here say is checked; others may say what they like.
/// </summary>
public static class SchemaCheck
{
    static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];
    static readonly string[] Counts = ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"];
    static readonly string[] Numbers = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
    static readonly string[] Texts = ["title", "description", "format", "pattern", "$ref"];
    static readonly string[] Maps = ["properties", "patternProperties", "$defs", "definitions"];
    static readonly string[] Lists = ["anyOf", "oneOf", "allOf", "prefixItems"];
    static readonly string[] Schemas = ["items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames"];

    public static SchemaFault? Find(JsonElement schema) =>
        schema.ValueKind is not JsonValueKind.Object || !schema.TryGetProperty("type", out var type) || type.ValueKind is not JsonValueKind.String || type.GetString() != "object"
            ? new SchemaFault("", "must be a JSON Schema with \"type\": \"object\".")
            : Find(schema, "", schema);

    static SchemaFault? Find(JsonElement schema, string path, JsonElement root)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False) return null;
        if (schema.ValueKind is not JsonValueKind.Object) return new SchemaFault(path, "must be a JSON Schema: an object, true or false.");
        foreach (var keyword in schema.EnumerateObject())
        {
            if (Find(keyword, path.Length == 0 ? keyword.Name : $"{path}.{keyword.Name}", root) is { } fault) return fault;
        }

        return null;
    }

    static SchemaFault? Find(JsonProperty keyword, string path, JsonElement root)
    {
        var value = keyword.Value;
        return keyword.Name switch
        {
            "type" => IsType(value) ? null : new SchemaFault(path, $"must be one of {string.Join(", ", Types)}, or a list of them."),
            "required" => value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(name => name.ValueKind is JsonValueKind.String)
                ? null
                : new SchemaFault(path, "must be an array of property names."),
            "enum" => value.ValueKind is JsonValueKind.Array && value.GetArrayLength() > 0 ? null : new SchemaFault(path, "must be an array of at least one value."),
            "$ref" when value.ValueKind is JsonValueKind.String => Resolve(root, value.GetString()!) is null
                ? new SchemaFault(path, "must lead to a place within this schema, such as #/$defs/address.")
                : null,
            var name when Maps.Contains(name) => FindInMap(value, path, root),
            var name when Lists.Contains(name) => value.ValueKind is JsonValueKind.Array && value.GetArrayLength() > 0
                ? FindInList(value, path, root)
                : new SchemaFault(path, "must be an array of at least one JSON Schema."),
            var name when Schemas.Contains(name) => Find(value, path, root),
            var name when Counts.Contains(name) => value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 0
                ? null
                : new SchemaFault(path, "must be a whole number of 0 or more."),
            var name when Numbers.Contains(name) => value.ValueKind is JsonValueKind.Number ? null : new SchemaFault(path, "must be a number."),
            var name when Texts.Contains(name) => value.ValueKind is JsonValueKind.String ? null : new SchemaFault(path, "must be a string."),
            _ => null,
        };
    }

    static SchemaFault? FindInMap(JsonElement map, string path, JsonElement root)
    {
        if (map.ValueKind is not JsonValueKind.Object) return new SchemaFault(path, "must be an object whose values are JSON Schemas.");
        foreach (var item in map.EnumerateObject())
        {
            if (Find(item.Value, $"{path}.{item.Name}", root) is { } fault) return fault;
        }

        return null;
    }

    static SchemaFault? FindInList(JsonElement list, string path, JsonElement root)
    {
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (Find(item, $"{path}[{index++}]", root) is { } fault) return fault;
        }

        return null;
    }

    static bool IsType(JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.String => Types.Contains(type.GetString()),
        JsonValueKind.Array => type.GetArrayLength() > 0 && type.EnumerateArray().All(one => one.ValueKind is JsonValueKind.String && Types.Contains(one.GetString())),
        _ => false,
    };

    /// <summary>A reference within the schema; nothing is ever fetched. Null where it leads nowhere.</summary>
    internal static JsonElement? Resolve(JsonElement root, string reference)
    {
        if (reference == "#") return root;
        if (!reference.StartsWith("#/", StringComparison.Ordinal)) return null;
        var at = root;
        foreach (var step in reference[2..].Split('/'))
        {
            var name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (at.ValueKind is not JsonValueKind.Object || !at.TryGetProperty(name, out at)) return null;
        }

        return at;
    }
}
