using System.Text.Json;
using Portal.Api;
using Portal.Client.Api;

namespace Portal.Import;

/// <summary>
/// Reads the Assistants API's objects. They are another's, so fields that are not known are passed over; what is known
/// must be what it says it is, and a mistake is named by its place.
/// </summary>
internal static class ExportReader
{
    const long LatestTime = 253_402_300_799;

    /// <summary>The objects of an array or of a list object; none where the part is left out.</summary>
    public static IReadOnlyList<JsonElement> Objects(JsonElement? part, string place, string type, int most)
    {
        if (part is not { } element || element.ValueKind is JsonValueKind.Null) return [];
        if (element.ValueKind is JsonValueKind.Object && element.TryGetProperty("data", out var data))
        {
            if (element.TryGetProperty("has_more", out var more) && more.ValueKind is JsonValueKind.True)
                throw Wrong($"'{place}' is only one page of a longer list ('has_more' is true). Export all pages first.", place);
            element = data;
        }

        if (element.ValueKind is not JsonValueKind.Array) throw Wrong($"'{place}' must be an array of objects, or a list object with 'data'.", place);
        if (element.GetArrayLength() > most) throw Wrong($"'{place}' holds {element.GetArrayLength()} objects; the most is {most}. Split the export.", place);
        var objects = element.EnumerateArray().ToList();
        var ids = new HashSet<string>();
        foreach (var (index, one) in objects.Index())
        {
            var at = $"{place}[{index}]";
            if (one.ValueKind is not JsonValueKind.Object) throw Wrong($"'{at}' must be an object.", at);
            if (Text(one, "object", at) is { } found && found != type) throw Wrong($"'{at}.object' is '{Short(found)}', but must be '{type}'.", $"{at}.object");
            if (!ids.Add(Id(one, at))) throw Wrong($"'{at}.id' is there twice.", $"{at}.id");
        }

        return objects;
    }

    public static string Id(JsonElement element, string at) => Text(element, "id", at) is { Length: > 0 and <= 128 } id
        ? id
        : throw Wrong($"'{at}.id' must be the object's id, of at most 128 characters.", $"{at}.id");

    /// <summary>Null where it is left out or null.</summary>
    public static string? Text(JsonElement element, string name, string at) => Field(element, name) is not { } value
        ? null
        : value.ValueKind is JsonValueKind.String ? value.GetString() : throw Wrong($"'{at}.{name}' must be a string.", $"{at}.{name}");

    public static long Time(JsonElement element, string at, long otherwise) => Field(element, "created_at") is not { } value
        ? otherwise
        : value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var time) && time is >= 0 and <= LatestTime
            ? time
            : throw Wrong($"'{at}.created_at' must be Unix seconds.", $"{at}.created_at");

    public static IEnumerable<(JsonElement Item, string Place)> Items(JsonElement element, string name, string at)
    {
        if (Field(element, name) is not { } value) return [];
        if (value.ValueKind is not JsonValueKind.Array) throw Wrong($"'{at}.{name}' must be an array.", $"{at}.{name}");
        return value.EnumerateArray().Select((item, index) => item.ValueKind is JsonValueKind.Object
            ? (item, $"{at}.{name}[{index}]")
            : throw Wrong($"'{at}.{name}[{index}]' must be an object.", $"{at}.{name}[{index}]"));
    }

    public static Dictionary<string, string> Metadata(JsonElement element, string at)
    {
        var pairs = new Dictionary<string, string>();
        if (Field(element, "metadata") is not { } value) return pairs;
        var place = $"{at}.metadata";
        if (value.ValueKind is not JsonValueKind.Object) throw Wrong($"'{place}' must be an object.", place);
        foreach (var pair in value.EnumerateObject())
        {
            if (pair.Value.ValueKind is not JsonValueKind.String) throw Wrong($"'{place}.{Short(pair.Name)}' must be a string.", place);
            pairs[pair.Name] = pair.Value.GetString()!;
        }

        return pairs.Count <= 16 && pairs.All(pair => pair.Key.Length is > 0 and <= 64 && pair.Value.Length <= 512)
            ? pairs
            : throw Wrong($"'{place}' holds more than 16 pairs, or one that is longer than 64 and 512 characters.", place);
    }

    public static JsonElement? Field(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    public static ApiErrorException Wrong(string message, string place) => new(ApiError.Invalid(message, place, "invalid_export"));

    public static string Short(string text) => text.Length <= 40 ? text : $"{text[..40]}…";
}
