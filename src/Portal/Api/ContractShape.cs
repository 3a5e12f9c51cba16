using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Portal.Client.Api;

namespace Portal.Api;

/// <summary>Compares JSON with a contract's shape, field by field, before anything is deserialized.</summary>
internal static class ContractShape
{
    public static string Place(string path, string field) => path.Length == 0 ? field : $"{path}.{field}";

    public static ApiError? Check(JsonElement element, JsonTypeInfo shape, string path, bool nullable)
    {
        if (element.ValueKind is JsonValueKind.Null)
            return nullable ? null : ApiError.Invalid($"'{path}' must not be null.", path, "null_not_allowed");
        if (shape.Type.GetCustomAttribute<OneOfAttribute>() is { } oneOf)
            return CheckOneOf(element, oneOf, path);
        return shape.Kind switch
        {
            JsonTypeInfoKind.Object => CheckObject(element, shape, path),
            JsonTypeInfoKind.Enumerable => CheckArray(element, shape, path),
            JsonTypeInfoKind.Dictionary => CheckDictionary(element, shape, path),
            _ => CheckValue(element, Nullable.GetUnderlyingType(shape.Type) ?? shape.Type, path),
        };
    }

    /// <summary>As <see cref="Check"/>, for an update: fields may be left out, and null clears a field that is not required.</summary>
    public static ApiError? CheckGiven(JsonElement element, JsonTypeInfo shape) => CheckObject(element, shape, "", partial: true);

    static ApiError? CheckObject(JsonElement element, JsonTypeInfo shape, string path, bool partial = false)
    {
        if (element.ValueKind is not JsonValueKind.Object) return WrongKind(element, "an object", path);
        if (CheckKind(element, shape, path) is { } unknown) return unknown;
        var readOnly = shape.Type.GetCustomAttribute<ReadOnlyFieldsAttribute>()?.Names ?? [];
        var seen = new HashSet<string>();
        foreach (var field in element.EnumerateObject())
        {
            if (CheckName(field, path, out var name) is { } broken) return broken;
            var place = Place(path, name);
            if (!seen.Add(name)) return ApiError.Invalid($"'{place}' is given twice. Give each field once.", place, "duplicate_field");
            if (readOnly.Contains(name)) continue;
            var property = shape.Properties.FirstOrDefault(candidate => candidate.Name == name && candidate.Set is not null);
            if (property is null)
            {
                var known = string.Join(", ", shape.Properties.Where(candidate => candidate.Set is not null).Select(candidate => candidate.Name));
                return ApiError.Invalid($"'{place}' is not a field here. Known fields: {known}.", place, "unknown_field");
            }

            if (Check(field.Value, Wire.Json.GetTypeInfo(property.PropertyType), place, property.IsSetNullable || (partial && !property.IsRequired)) is { } wrong) return wrong;
        }

        if (partial) return null;
        var missing = shape.Properties.FirstOrDefault(property => property.IsRequired && !seen.Contains(property.Name));
        return missing is null ? null : ApiError.Invalid($"'{Place(path, missing.Name)}' is missing.", Place(path, missing.Name), "missing_field");
    }

    static ApiError? CheckKind(JsonElement element, JsonTypeInfo shape, string path)
    {
        foreach (var property in shape.Properties)
        {
            if (property.AttributeProvider?.GetCustomAttributes(typeof(KindAttribute), inherit: true) is not [KindAttribute kind]) continue;
            var place = Place(path, property.Name);
            if (!element.TryGetProperty(property.Name, out var value) || CheckValue(value, typeof(string), place) is not null) continue;
            if (!kind.Kinds.Contains(value.GetString()))
                return ApiError.Invalid($"'{place}' is not one that is served here. Served are: {string.Join(", ", kind.Kinds)}.", place, kind.Code);
        }

        return null;
    }

    static ApiError? CheckArray(JsonElement element, JsonTypeInfo shape, string path)
    {
        if (element.ValueKind is not JsonValueKind.Array) return WrongKind(element, "an array", path);
        var item = Wire.Json.GetTypeInfo(shape.ElementType!);
        var index = 0;
        foreach (var value in element.EnumerateArray())
        {
            if (Check(value, item, $"{path}[{index++}]", IsFree(item)) is { } wrong) return wrong;
        }

        return null;
    }

    static ApiError? CheckDictionary(JsonElement element, JsonTypeInfo shape, string path)
    {
        if (element.ValueKind is not JsonValueKind.Object) return WrongKind(element, "an object", path);
        var item = Wire.Json.GetTypeInfo(shape.ElementType!);
        var seen = new HashSet<string>();
        foreach (var field in element.EnumerateObject())
        {
            if (CheckName(field, path, out var name) is { } broken) return broken;
            if (!seen.Add(name)) return ApiError.Invalid($"'{Place(path, name)}' is given twice. Give each key once.", Place(path, name), "duplicate_field");
            if (Check(field.Value, item, Place(path, name), IsFree(item)) is { } wrong) return wrong;
        }

        return null;
    }

    static ApiError? CheckOneOf(JsonElement element, OneOfAttribute oneOf, string path)
    {
        foreach (var type in oneOf.Types)
        {
            var shape = Wire.Json.GetTypeInfo(type);
            var fits = shape.Kind is JsonTypeInfoKind.Enumerable
                ? element.ValueKind is JsonValueKind.Array
                : type == typeof(string) && element.ValueKind is JsonValueKind.String;
            if (fits) return Check(element, shape, path, nullable: false);
        }

        return WrongKind(element, oneOf.Words, path);
    }

    static ApiError? CheckValue(JsonElement element, Type type, string path)
    {
        if (type == typeof(JsonElement)) return CheckFree(element, path);
        if (type == typeof(string)) return element.ValueKind is JsonValueKind.String ? CheckText(element, path) : WrongKind(element, "a string", path);
        if (type == typeof(bool)) return element.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : WrongKind(element, "true or false", path);
        if (type.IsEnum) return CheckWord(element, type, path);
        var fits = element.ValueKind is JsonValueKind.Number && (
            type == typeof(int) ? element.TryGetInt32(out _)
            : type == typeof(long) ? element.TryGetInt64(out _)
            : type == typeof(decimal) ? element.TryGetDecimal(out _)
            : type == typeof(double) && element.TryGetDouble(out _));
        return fits ? null : WrongKind(element, type == typeof(decimal) || type == typeof(double) ? "a number" : "a whole number within range", path);
    }

    static ApiError? CheckWord(JsonElement element, Type type, string path)
    {
        var words = Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName).ToArray();
        return element.ValueKind is JsonValueKind.String && CheckText(element, path) is null && words.Contains(element.GetString())
            ? null
            : ApiError.Invalid($"'{path}' must be one of: {string.Join(", ", words)}.", path, "invalid_value");
    }

    /// <summary>JSON of the caller's own, such as a schema: any shape, but sound text and no field twice.</summary>
    static ApiError? CheckFree(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return CheckDictionary(element, Wire.Json.GetTypeInfo(typeof(Dictionary<string, JsonElement>)), path);
            case JsonValueKind.Array:
                return CheckArray(element, Wire.Json.GetTypeInfo(typeof(List<JsonElement>)), path);
            case JsonValueKind.String:
                return CheckText(element, path);
            default:
                return null;
        }
    }

    /// <summary>Within JSON of the caller's own, null is a value like any other.</summary>
    static bool IsFree(JsonTypeInfo item) => item.Type == typeof(JsonElement);

    static ApiError? CheckName(JsonProperty field, string path, out string name)
    {
        try
        {
            name = field.Name;
            if (!name.Contains('\0')) return null;
        }
        catch (InvalidOperationException)
        {
            name = "";
        }

        return ApiError.Invalid($"A field name in '{path}' holds U+0000 or half of a surrogate pair.", path.Length == 0 ? null : path, "invalid_text");
    }

    static ApiError? CheckText(JsonElement element, string path)
    {
        try
        {
            if (!element.GetString()!.Contains('\0')) return null;
        }
        catch (InvalidOperationException)
        {
            // The reader refuses a lone surrogate so.
        }

        return ApiError.Invalid($"'{path}' holds U+0000 or half of a surrogate pair. Send valid Unicode text.", path, "invalid_text");
    }

    static ApiError WrongKind(JsonElement element, string expected, string path)
    {
        var found = element.ValueKind switch
        {
            JsonValueKind.Null => "null",
            JsonValueKind.True or JsonValueKind.False => "a boolean",
            var kind => $"{(kind is JsonValueKind.Array or JsonValueKind.Object ? "an" : "a")} {kind.ToString().ToLowerInvariant()}",
        };
        return path.Length == 0
            ? ApiError.Invalid($"The body must be {expected}, not {found}.", null, "wrong_type")
            : ApiError.Invalid($"'{path}' must be {expected}, not {found}.", path, "wrong_type");
    }
}
