using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Portal.Client.Api;

namespace Portal.Api;

/// <summary>
/// Reads a request body against its contract and names the place of what is wrong. The serializer alone would let
/// duplicate fields, missing fields, nulls and broken text pass, or report them without the place.
/// </summary>
internal static class ContractReader
{
    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };

    public static Result<JsonElement> Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty) body = "{}"u8.ToArray();
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            return ApiError.Invalid(
                $"The body is not valid JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}). Send one JSON object in UTF-8.", null, "invalid_json");
        }
    }

    /// <summary>The contract in the element, checked whole: fields, kinds, text, then the contract's own rules.</summary>
    public static Result<T> Read<T>(JsonElement element)
    {
        var shape = Wire.Json.GetTypeInfo(typeof(T));
        if (ContractShape.Check(element, shape, "", nullable: false) is { } wrong) return wrong;
        var value = WithoutReadOnlyFields(element, typeof(T)).Deserialize<T>(Wire.Json)!;
        if (Validate(value, shape, "") is { } invalid) return invalid;
        return value;
    }

    /// <summary>The element's fields that a caller may set.</summary>
    public static JsonElement WithoutReadOnlyFields(JsonElement element, Type type)
    {
        if (type.GetCustomAttribute<ReadOnlyFieldsAttribute>() is not { } readOnly || element.ValueKind is not JsonValueKind.Object) return element;
        var fields = element.EnumerateObject().Where(field => !readOnly.Names.Contains(field.Name)).ToDictionary(field => field.Name, field => field.Value);
        return JsonSerializer.SerializeToElement(fields);
    }

    static ApiError? Validate(object? value, JsonTypeInfo shape, string path)
    {
        switch (value, shape.Kind)
        {
            case (null, _):
                return null;
            case (_, JsonTypeInfoKind.Object):
                foreach (var property in shape.Properties)
                {
                    var place = ContractShape.Place(path, property.Name);
                    var field = property.Get?.Invoke(value);
                    if (CheckRules(field, property, place) is { } broken) return broken;
                    if (Validate(field, Wire.Json.GetTypeInfo(property.PropertyType), place) is { } inner) return inner;
                }

                return null;
            case (System.Collections.IEnumerable items, JsonTypeInfoKind.Enumerable):
                var index = 0;
                foreach (var item in items)
                {
                    if (Validate(item, Wire.Json.GetTypeInfo(shape.ElementType!), $"{path}[{index++}]") is { } inner) return inner;
                }

                return null;
            default:
                return null;
        }
    }

    static ApiError? CheckRules(object? field, JsonPropertyInfo property, string place)
    {
        if (property.AttributeProvider is not { } attributes) return null;
        foreach (var rule in attributes.GetCustomAttributes(typeof(ValidationAttribute), inherit: true).Cast<ValidationAttribute>())
        {
            var outcome = rule.GetValidationResult(field, new ValidationContext(new object()) { DisplayName = place, MemberName = property.Name });
            if (outcome is { ErrorMessage: var message } && outcome != ValidationResult.Success)
                return ApiError.Invalid(message!.Contains(place, StringComparison.Ordinal) ? message : $"'{place}' {message}", place, "invalid_value");
        }

        return null;
    }
}
