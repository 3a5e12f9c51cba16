using System.Text;
using System.Text.Json;
using Portal.Client.Api;
using Portal.Client.Assistants.Schemas;

namespace Portal.Assistants;

/// <summary>
/// A function's parameters: a JSON Schema of an object. Checked is what every provider relies on; keywords beyond that go
/// to the model as they are.
/// </summary>
internal static class ParameterSchema
{
    public const int MaxBytes = 64 * 1024;
    public const int MaxDepth = 20;

    public static ApiError? Check(JsonElement schema, string place)
    {
        if (Encoding.UTF8.GetByteCount(schema.GetRawText()) > MaxBytes) return Wrong(place, $"must be at most {MaxBytes / 1024} KiB.");
        if (Depth(schema) > MaxDepth) return Wrong(place, $"must be at most {MaxDepth} levels deep.");
        return SchemaCheck.Find(schema) is { } fault ? Wrong(fault.Path.Length == 0 ? place : $"{place}.{fault.Path}", fault.Rule) : null;
    }

    static int Depth(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => 1 + element.EnumerateObject().Select(field => Depth(field.Value)).DefaultIfEmpty().Max(),
        JsonValueKind.Array => 1 + element.EnumerateArray().Select(Depth).DefaultIfEmpty().Max(),
        _ => 0,
    };

    static ApiError Wrong(string place, string rule) => ApiError.Invalid($"'{place}' {rule}", place, "invalid_schema");
}
