using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Portal.Client.Api;

namespace Portal.Api;

/// <summary>How the server reads and writes JSON, for answers, stored columns and events alike.</summary>
internal static class Wire
{
    /// <summary>The contract's options, with reflection where a server type is not among the generated ones.</summary>
    public static readonly JsonSerializerOptions Json = Create();

    public static string Serialize<T>(T value) => JsonSerializer.Serialize(value, Json);

    public static T Deserialize<T>(string json) => JsonSerializer.Deserialize<T>(json, Json)!;

    public static T? DeserializeOrDefault<T>(string? json) => json is null ? default : JsonSerializer.Deserialize<T>(json, Json);

    /// <summary>The word of an enum as it stands in JSON and in SQL.</summary>
    public static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static T Word<T>(string word) where T : struct, Enum =>
        TryWord<T>(word) ?? throw new FormatException($"'{word}' is no {typeof(T).Name}.");

    public static T? TryWord<T>(string word) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (Word(value) == word) return value;
        return null;
    }

    static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(ApiJson.Default.Options)
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.MakeReadOnly();
        return options;
    }
}
