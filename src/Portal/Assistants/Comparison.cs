using System.Text.Json;
using Portal.Api;
using Portal.Client.Assistants;

namespace Portal.Assistants;

/// <summary>Two definitions, field by field. Tools and variables are compared by their names, wherever in the list they stand.</summary>
internal static class Comparison
{
    public static AssistantComparison Between(AssistantInput before, AssistantInput after)
    {
        var (old, now) = (Flatten(before), Flatten(after));
        // In the order of the newer one; what went stands where its neighbour stood.
        var fields = old.Keys.Concat(now.Keys.Where(field => !old.ContainsKey(field))).OrderBy(Place).ToList();
        return new AssistantComparison([.. fields
            .Select(field => (Field: field, Before: old.GetValueOrDefault(field), After: now.GetValueOrDefault(field)))
            .Where(one => one.Before != one.After)
            .Select(one => new FieldDifference(one.Field, one.Before, one.After, TextComparison.Between(one.Before ?? "", one.After ?? "")))]);
    }

    /// <summary>Fields keep the order of the contract; the sort is stable within one.</summary>
    static int Place(string field) => Array.IndexOf(Order, field.Split('.')[0]);

    static readonly JsonSerializerOptions Indented = new(Wire.Json) { WriteIndented = true };

    static readonly string[] Order =
        ["name", "description", "persona", "instructions", "variables", "model", "tools", "memory", "safety", "privacy", "paused", "metadata"];

    static Dictionary<string, string> Flatten(AssistantInput definition)
    {
        var fields = new Dictionary<string, string>();
        foreach (var field in JsonSerializer.SerializeToElement(definition, Wire.Json).EnumerateObject()) Flatten(field.Name, field.Value, fields);
        return fields;
    }

    static void Flatten(string path, JsonElement value, Dictionary<string, string> fields)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                break;
            case JsonValueKind.Object when path.EndsWith(".parameters", StringComparison.Ordinal):
                fields[path] = JsonSerializer.Serialize(value, Indented);
                break;
            case JsonValueKind.Object:
                foreach (var field in value.EnumerateObject()) Flatten($"{path}.{field.Name}", field.Value, fields);
                break;
            case JsonValueKind.Array when value.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Object):
                foreach (var item in value.EnumerateArray()) FlattenNamed(path, item, fields);
                break;
            case JsonValueKind.Array:
                if (value.GetArrayLength() > 0) fields[path] = string.Join('\n', value.EnumerateArray().Select(item => item.GetString()));
                break;
            default:
                fields[path] = value.ToString() is var text && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? text.ToLowerInvariant() : text;
                break;
        }
    }

    /// <summary>A variable by its name, a function by that of the function, another tool by its type.</summary>
    static void FlattenNamed(string path, JsonElement item, Dictionary<string, string> fields)
    {
        var named = item.TryGetProperty("function", out var function) && function.ValueKind is JsonValueKind.Object ? function : item;
        var label = (named.TryGetProperty("name", out var name) ? name : item.GetProperty("type")).GetString();
        foreach (var field in named.EnumerateObject())
        {
            // The name itself stays, so that an item without any other field shows too.
            Flatten(field.Name is "name" or "type" ? $"{path}.{label}" : $"{path}.{label}.{field.Name}", field.Value, fields);
        }
    }
}
