using Portal.Client.Api;

namespace Portal.Api;

/// <summary>Reads single fields of the query, and names the field that is wrong.</summary>
internal static class QueryFields
{
    const int MaxLength = 300;

    /// <summary>Null where the field is left out or empty.</summary>
    public static string? Text(HttpContext http, string name)
    {
        if (http.Request.Query[name] is not [{ Length: > 0 } text]) return null;
        return text.Length <= MaxLength && !text.Contains('\0')
            ? text
            : throw Wrong(name, $"must be text of at most {MaxLength} characters");
    }

    public static long? Seconds(HttpContext http, string name)
    {
        if (Text(http, name) is not { } text) return null;
        return long.TryParse(text, out var seconds) && seconds is >= 0 and <= 253_402_300_799
            ? seconds
            : throw Wrong(name, "must be a time in Unix seconds");
    }

    public static T? Word<T>(HttpContext http, string name) where T : struct, Enum
    {
        if (Text(http, name) is not { } text) return null;
        return Wire.TryWord<T>(text) ?? throw Wrong(name, $"must be one of: {string.Join(", ", Enum.GetValues<T>().Select(Wire.Word))}");
    }

    public static bool? Flag(HttpContext http, string name) => Text(http, name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => throw Wrong(name, "must be true or false"),
    };

    public static ApiErrorException Wrong(string name, string rule) => new(ApiError.Invalid($"'{name}' {rule}.", name, "invalid_value"));
}
